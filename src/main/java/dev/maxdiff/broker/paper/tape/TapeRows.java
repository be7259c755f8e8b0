package dev.maxdiff.broker.paper.tape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.maxdiff.domain.InvalidValueException;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rows of a tape file, one after the other, by the names of the columns. Blank lines are passed
 * over. Up to {@value #TRAILER} lines of another number of fields are left out at the end of the
 * file (a count of rows, a line that was cut off); between rows they are refused.
 */
final class TapeRows {

  private static final int TRAILER = 3;
  private static final int FIRST_LINES = 20;
  private static final int LONGEST_NUMBER = 40;
  private static final int MOST_DIGITS = 20;
  private static final Set<String> NOTHING = Set.of("", "null", "nan", "nat", "none", "n/a");
  private static final Pattern THOUSANDS =
      Pattern.compile("\\d{1,3}(,\\d{3})+\\.\\d+|\\d{1,3}(,\\d{3}){2,}");

  private record Odd(int line, int fields) {}

  private final String file;
  private final TapeLayout layout;
  private final MappingIterator<String[]> source;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Odd> odd = new ArrayList<>();
  private String[] row;
  private int line;
  private boolean any;

  private TapeRows(String file, TapeLayout layout, MappingIterator<String[]> source) {
    this.file = file;
    this.layout = layout;
    this.source = source;
    this.line = layout.skipped();
    for (int i = 0; i < layout.columns().size(); i++) {
      columns.putIfAbsent(layout.columns().get(i), i);
    }
  }

  /**
   * Reads the first lines, which tell the layout.
   *
   * @throws InvalidValueException if they do not
   */
  static TapeRows open(String file, BufferedReader reader) throws IOException {
    TapeLayout layout = TapeLayout.of(file, firstLines(file, reader));
    for (int i = 0; i < layout.skipped(); i++) {
      reader.readLine();
    }
    LineLimit limited = new LineLimit(reader, file, layout.skipped() + 1);
    return new TapeRows(file, layout, layout.rows().readValues(limited));
  }

  TapeLayout layout() {
    return layout;
  }

  /** Moves to the next row; false = the file has ended. */
  boolean next() throws IOException {
    while (read()) {
      if (fits()) {
        if (!odd.isEmpty()) {
          throw refusedOdd();
        }
        any = true;
        return true;
      }
      odd.add(new Odd(line, row.length));
      if (odd.size() > TRAILER) {
        throw refusedOdd();
      }
    }
    if (!any && !odd.isEmpty()) {
      throw refusedOdd();
    }
    return false;
  }

  /** What was left out at the end of the file. */
  Optional<String> leftOut() {
    return odd.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "left out at the end: line "
                + odd.get(0).line()
                + (odd.size() == 1 ? "" : " to " + odd.get(odd.size() - 1).line()));
  }

  /** Number of the row's line in the file. */
  int line() {
    return line;
  }

  boolean has(String column) {
    return columns.containsKey(column);
  }

  String text(String column) {
    return row[columns.get(column)].strip();
  }

  /** Whether the cell says that there is no value. */
  boolean isNothing(String column) {
    return NOTHING.contains(text(column).toLowerCase(Locale.ROOT));
  }

  /**
   * A decimal number, with a point; commas between thousands are read where they cannot be meant as
   * a decimal comma.
   */
  BigDecimal number(String column) {
    String text = text(column);
    String digits = THOUSANDS.matcher(text).matches() ? text.replace(",", "") : text;
    try {
      BigDecimal number = new BigDecimal(digits);
      if (text.length() <= LONGEST_NUMBER
          && Math.abs((long) number.precision() - number.scale()) <= MOST_DIGITS) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below like a number of absurd size
    }
    throw refused(
        column,
        text,
        text.contains(",")
            ? "a decimal number with a point and no other mark"
            : "a decimal number");
  }

  InvalidValueException refused(String field, Object value, String expected) {
    return refused(line, field, value, expected);
  }

  /** The columns that the file names are not enough. */
  InvalidValueException refusedColumns(String expected) {
    int at = Math.max(1, layout.skipped());
    return refused(at, "columns", String.join(",", layout.columns()), expected);
  }

  private InvalidValueException refused(int at, String field, Object value, String expected) {
    return new InvalidValueException(file + " line " + at + ", " + field, value, expected);
  }

  private InvalidValueException refusedOdd() {
    Odd first = odd.get(0);
    return refused(
        first.line(),
        "row",
        first.fields() + " fields",
        columns.size() + " fields, one for each name of a column");
  }

  private boolean read() throws IOException {
    try {
      if (!source.hasNextValue()) {
        return false;
      }
      row = source.nextValue();
      line = layout.skipped() + source.getParser().currentTokenLocation().getLineNr();
      return true;
    } catch (JsonProcessingException e) {
      throw refused(
          line + 1, "row", "no CSV", "fields with closed quotes: " + e.getOriginalMessage());
    } catch (CharacterCodingException e) {
      throw notDecoded(file + " after line " + line);
    }
  }

  /** Whether the row has a field for each column; empty ones behind the last are no fields. */
  private boolean fits() {
    int expected = layout.columns().size();
    return row.length >= expected
        && Arrays.stream(row, expected, row.length).allMatch(String::isBlank);
  }

  private static List<String> firstLines(String file, BufferedReader reader) throws IOException {
    reader.mark(LineLimit.LONGEST);
    char[] start = new char[LineLimit.LONGEST];
    int length = filled(file, reader, start);
    reader.reset();
    String text = new String(start, 0, length);
    if (text.isBlank()) {
      throw new InvalidValueException(file + " line 1, columns", "", TapeLayout.NAMES);
    }
    List<String> lines = text.lines().limit(FIRST_LINES).toList();
    if (lines.size() == 1 && length == start.length) {
      throw LineLimit.tooLong(file, 1);
    }
    return lines;
  }

  private static int filled(String file, BufferedReader reader, char[] start) throws IOException {
    int length = 0;
    try {
      for (int read = 0; read >= 0 && length < start.length; length += Math.max(0, read)) {
        read = reader.read(start, length, start.length - length);
      }
    } catch (CharacterCodingException e) {
      throw notDecoded(file + " line 1");
    }
    return length;
  }

  private static InvalidValueException notDecoded(String where) {
    return new InvalidValueException(
        where, "another encoding", "text in UTF-8 (or UTF-16 with its mark)");
  }
}
