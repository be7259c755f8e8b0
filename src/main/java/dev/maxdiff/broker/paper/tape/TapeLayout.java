package dev.maxdiff.broker.paper.tape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.maxdiff.domain.InvalidValueException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the lines of a tape file are to be read, found from its first lines: which line names the
 * columns (lines before it are left out), and which character separates them. A file of numbers
 * without names is read where the number of its columns is that of a known form.
 *
 * @param skipped number of lines before the first row
 * @param columns names in lower case, in the order of the file
 * @param implied whether the file names no columns
 */
record TapeLayout(int skipped, char separator, List<String> columns, boolean implied) {

  /** Names of the time; the first one that a file has counts. */
  static final List<String> TIME =
      List.of("timestamp", "unix", "time", "date", "datetime", "open_time", "open time");

  /** Names of the size of a trade. */
  static final List<String> SIZE = List.of("amount", "size", "qty", "quantity", "volume");

  static final String NAMES =
      "a line that names the columns: timestamp, price and amount, or timestamp, open, high, low,"
          + " close and volume";

  private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');
  private static final List<String> QUOTES = List.of("btc", "usd", "usdt", "usdc", "eur", "gbp");
  private static final String VOLUME_OF = "volume ";
  private static final CsvMapper CSV =
      CsvMapper.csvBuilder().enable(CsvParser.Feature.TRIM_SPACES).build();

  /** Forms of exchanges whose files name no columns, by their number of columns. */
  private static final List<List<String>> FORMS =
      List.of(
          List.of("time", "price", "volume"),
          List.of("time", "open", "high", "low", "close", "volume"),
          List.of("time", "open", "high", "low", "close", "volume", "count"),
          // Binance: volume is in base units, the later ones repeat it in quote currency
          List.of(
              "time",
              "open",
              "high",
              "low",
              "close",
              "volume",
              "close_time",
              "quote_volume",
              "count",
              "taker_volume",
              "taker_quote_volume",
              "ignore"));

  /**
   * @param first the first lines of the file, at least one that is not blank
   * @throws InvalidValueException if no line names the columns and their number is no known form
   */
  static TapeLayout of(String file, List<String> first) {
    for (int i = 0; i < first.size(); i++) {
      char separator = separator(first.get(i));
      List<String> names = names(first.get(i), separator);
      if (names.stream().anyMatch(TapeLayout::isKnown)) {
        requireOnce(file, i + 1, names);
        return new TapeLayout(i + 1, separator, names, false);
      }
    }
    return implied(first)
        .orElseThrow(
            () ->
                new InvalidValueException(
                    file + " line 1, columns", shortened(first.get(0)), NAMES));
  }

  /** Reads rows with this separator, from a reader behind the skipped lines. */
  ObjectReader rows() {
    return reader(separator)
        .with(CsvParser.Feature.WRAP_AS_ARRAY)
        .with(CsvParser.Feature.SKIP_EMPTY_LINES);
  }

  /** The first of these columns that the file has. */
  Optional<String> first(List<String> names) {
    return names.stream().filter(columns::contains).findFirst();
  }

  boolean isBars() {
    return columns.contains("open");
  }

  /** The column of a bar's volume in base units; some files give it twice, with the currency. */
  Optional<String> barVolume() {
    if (columns.contains("volume")) {
      return Optional.of("volume");
    }
    return columns.stream()
        .filter(name -> name.startsWith(VOLUME_OF))
        .min(Comparator.comparingInt(TapeLayout::rank));
  }

  /** The base of a pair ranks before the currency in which it is quoted. */
  private static int rank(String volume) {
    return QUOTES.indexOf(volume.substring(VOLUME_OF.length()));
  }

  private static boolean isKnown(String name) {
    return TIME.contains(name) || name.equals("price") || name.equals("open");
  }

  private static Optional<TapeLayout> implied(List<String> first) {
    char separator = separator(first.get(0));
    List<String> cells = names(first.get(0), separator);
    boolean numbers = cells.stream().allMatch(TapeLayout::isNumber);
    return FORMS.stream()
        .filter(form -> numbers && form.size() == cells.size())
        .findFirst()
        .map(form -> new TapeLayout(0, separator, form, true));
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty() && cell.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
  }

  /** The separator that occurs most; of equally frequent ones the first of the list. */
  private static char separator(String line) {
    char best = SEPARATORS.get(0);
    for (char candidate : SEPARATORS) {
      best = count(line, candidate) > count(line, best) ? candidate : best;
    }
    return best;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(c -> c == separator).count();
  }

  private static List<String> names(String line, char separator) {
    try {
      String[] cells = reader(separator).readValue(line);
      return Stream.of(cells).map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList();
    } catch (JsonProcessingException e) {
      return List.of(); // no line of CSV, so not the one that names the columns
    }
  }

  private static ObjectReader reader(char separator) {
    return CSV.readerFor(String[].class)
        .with(CsvSchema.emptySchema().withColumnSeparator(separator));
  }

  private static void requireOnce(String file, int line, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw new InvalidValueException(
            file + " line " + line + ", columns", name, "each column once");
      }
    }
  }

  private static String shortened(String line) {
    return line.length() <= 60 ? line : line.substring(0, 60) + "…";
  }
}
