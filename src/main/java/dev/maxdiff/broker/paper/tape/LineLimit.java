package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.InvalidValueException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Refuses a line that no file of trades or bars has, before a reader of rows collects it: a wrong
 * file must not exhaust the memory.
 */
final class LineLimit extends FilterReader {

  /** Characters of the longest accepted line. */
  static final int LONGEST = 1 << 16;

  private final String file;
  private int line;
  private int length;

  /**
   * @param line number of the line that the reader is at the start of; the first is 1
   */
  LineLimit(Reader reader, String file, int line) {
    super(reader);
    this.file = file;
    this.line = line;
  }

  @Override
  public int read(char[] buffer, int offset, int count) throws IOException {
    int read = super.read(buffer, offset, count);
    for (int i = offset; i < offset + read; i++) {
      length++;
      if (buffer[i] == '\n' || buffer[i] == '\r') {
        line += buffer[i] == '\n' ? 1 : 0;
        length = 0;
      } else if (length > LONGEST) {
        throw tooLong(file, line);
      }
    }
    return read;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  static InvalidValueException tooLong(String file, int line) {
    return new InvalidValueException(
        file + " line " + line,
        "a line of more than " + LONGEST,
        "at most " + LONGEST + " characters");
  }
}
