package dev.maxdiff.session.report;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A text file that grows by whole lines. It writes each line with one call to the operating system,
 * so that a killed process leaves complete lines; after a crash of the machine, {@link #open}
 * removes an incomplete last line. Not thread-safe.
 */
final class AppendOnlyFile implements AutoCloseable {

  private final FileChannel channel;
  private final String lastLine;

  private AppendOnlyFile(FileChannel channel, String lastLine) {
    this.channel = channel;
    this.lastLine = lastLine;
  }

  /**
   * @param header first line of a new file; null = no header
   */
  static AppendOnlyFile open(Path path, String header) throws IOException {
    @SuppressWarnings("resource") // The channel closes the file.
    var file = new RandomAccessFile(path.toFile(), "rw");
    long end = afterLineEndBefore(file, file.length());
    String last = line(file, end);
    file.setLength(end);
    file.seek(end);
    var opened = new AppendOnlyFile(file.getChannel(), last);
    if (end == 0 && header != null) {
      opened.write(header);
    }
    return opened;
  }

  /** The last line at the time of {@link #open}; empty for a new file. */
  String lastLine() {
    return lastLine;
  }

  void write(String line) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Returns the position after the last line end before {@code limit}; 0 if there is no line end.
   */
  private static long afterLineEndBefore(RandomAccessFile file, long limit) throws IOException {
    for (long at = limit; at > 0; at--) {
      file.seek(at - 1);
      if (file.read() == '\n') {
        return at;
      }
    }
    return 0;
  }

  private static String line(RandomAccessFile file, long end) throws IOException {
    if (end == 0) {
      return "";
    }
    long start = afterLineEndBefore(file, end - 1);
    byte[] bytes = new byte[(int) (end - 1 - start)];
    file.seek(start);
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
