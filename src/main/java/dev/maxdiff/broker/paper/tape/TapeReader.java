package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads a CSV file of trades or of bars.
 *
 * <p>The first line names the columns, in any order; unknown columns are ignored.
 *
 * <ul>
 *   <li>trades: {@code timestamp} (or {@code time}, {@code date}), {@code price}, {@code amount}
 *       (or {@code size}, {@code qty}, {@code volume})
 *   <li>bars: {@code timestamp}, {@code open}, {@code high}, {@code low}, {@code close}, {@code
 *       volume}; the time is the bar's start
 *   <li>{@code symbol}: optional in both, several symbols may share a file
 * </ul>
 *
 * <p>Times are seconds or milliseconds since 1970, ISO-8601 with offset, or a date. The times of a
 * symbol must not decrease. A bar becomes four trades of a quarter of its volume each: open, first
 * extreme (the low of a rising bar, the high of a falling bar), second extreme, close. A dated bar
 * of a stock covers the session of that day; any other bar lasts as long as the shortest gap
 * between two bars of its symbol. Blank lines are errors, except at the end.
 */
final class TapeReader {

  private static final List<String> TIME = List.of("timestamp", "time", "date");
  private static final List<String> SIZE = List.of("amount", "size", "qty", "quantity", "volume");
  private static final Pattern STARTS_WITH_YEAR = Pattern.compile("\\d{4}-");
  private static final int DATE_LENGTH = "2013-11-25".length();
  private static final BigDecimal MILLIS_FROM = new BigDecimal("100000000000");
  private static final BigDecimal QUARTER = new BigDecimal("0.25");
  private static final BigDecimal LARGEST_PRICE = new BigDecimal("1000000000");
  private static final BigDecimal SMALLEST = new BigDecimal("0.000000001");

  private final String file;
  private final Symbol defaultSymbol;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<Symbol, Instant> latest = new HashMap<>();
  private int lineNumber;

  TapeReader(String file, Symbol defaultSymbol) {
    this.file = file;
    this.defaultSymbol = defaultSymbol;
  }

  private record Bar(
      Symbol symbol,
      Instant at,
      boolean dated,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume) {}

  private record Time(Instant at, boolean dated) {}

  /**
   * Reads the whole file and passes each trade on.
   *
   * @throws InvalidValueException at the first invalid row
   */
  void read(BufferedReader reader, Consumer<Trade> trades) throws IOException {
    readHeader(reader);
    boolean bars = columns.containsKey("open");
    String missing = bars ? "open, high, low, close and volume" : "price and amount";
    String sizeColumn =
        bars ? required(List.of("volume"), missing) : required(SIZE, "amount (or open, high, …)");
    String timeColumn = required(TIME, "timestamp, time or date");
    if (bars) {
      List.of("high", "low", "close").forEach(column -> required(List.of(column), missing));
      addPaths(readBars(reader, timeColumn, sizeColumn), trades);
      return;
    }
    required(List.of("price"), missing);
    for (String[] row = next(reader); row != null; row = next(reader)) {
      Symbol symbol = symbol(row);
      Instant at = ordered(symbol, time(row, timeColumn), timeColumn, false);
      trades.accept(new Trade(symbol, at, price(row, "price"), size(row, sizeColumn)));
    }
  }

  private void readHeader(BufferedReader reader) throws IOException {
    String header = reader.readLine();
    lineNumber = 1;
    if (header == null || header.isBlank()) {
      throw refused("columns", header, "a first line that names the columns");
    }
    String[] names = header.replace("\uFEFF", "").split(",", -1);
    for (int i = 0; i < names.length; i++) {
      String name = clean(names[i]).toLowerCase(Locale.ROOT);
      if (columns.put(name, i) != null) {
        throw refused("columns", name, "each column once");
      }
    }
  }

  private String required(List<String> names, String expected) {
    return names.stream()
        .filter(columns::containsKey)
        .findFirst()
        .orElseThrow(() -> refused("columns", String.join(",", columns.keySet()), expected));
  }

  private List<Bar> readBars(BufferedReader reader, String timeColumn, String sizeColumn)
      throws IOException {
    List<Bar> bars = new ArrayList<>();
    for (String[] row = next(reader); row != null; row = next(reader)) {
      Symbol symbol = symbol(row);
      Time time = time(row, timeColumn);
      Bar bar =
          new Bar(
              symbol,
              ordered(symbol, time, timeColumn, true),
              time.dated(),
              price(row, "open"),
              price(row, "high"),
              price(row, "low"),
              price(row, "close"),
              size(row, sizeColumn));
      if (bar.low.compareTo(bar.open.min(bar.close)) > 0
          || bar.high.compareTo(bar.open.max(bar.close)) < 0) {
        throw refused("high", bar.high + ", low " + bar.low, "open and close between low and high");
      }
      bars.add(bar);
    }
    return bars;
  }

  private static void addPaths(List<Bar> bars, Consumer<Trade> trades) {
    Map<Symbol, Duration> lengths = lengths(bars);
    for (Bar bar : bars) {
      Instant start = bar.at;
      Duration length = lengths.get(bar.symbol);
      if (bar.dated && !bar.symbol.isCrypto()) {
        LocalDate date = bar.at.atOffset(ZoneOffset.UTC).toLocalDate();
        Optional<MarketCalendar.Session> session = MarketCalendar.session(date);
        if (session.isPresent()) {
          start = session.get().opensAt();
          length = Duration.between(start, session.get().closesAt());
        }
      }
      addPath(bar, start, length, trades);
    }
  }

  private static void addPath(Bar bar, Instant start, Duration length, Consumer<Trade> trades) {
    boolean rising = bar.close.compareTo(bar.open) >= 0;
    List<BigDecimal> path =
        List.of(bar.open, rising ? bar.low : bar.high, rising ? bar.high : bar.low, bar.close);
    BigDecimal size = bar.volume.multiply(QUARTER).setScale(MarketTape.SCALE, RoundingMode.UP);
    for (int i = 0; i < path.size(); i++) {
      // the close is at 99 %, so that it is inside the session and before the next bar
      Duration offset =
          i == 3 ? length.multipliedBy(99).dividedBy(100) : length.multipliedBy(i).dividedBy(3);
      trades.accept(new Trade(bar.symbol, start.plus(offset), path.get(i), size));
    }
  }

  private static Map<Symbol, Duration> lengths(List<Bar> bars) {
    Map<Symbol, Duration> lengths = new HashMap<>();
    Map<Symbol, Instant> previous = new HashMap<>();
    for (Bar bar : bars) {
      Instant before = previous.put(bar.symbol, bar.at);
      Duration gap = before == null ? Duration.ofDays(1) : Duration.between(before, bar.at);
      lengths.merge(bar.symbol, gap, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
    return lengths;
  }

  /** The fields of the next line; null at the end of the file. */
  private String[] next(BufferedReader reader) throws IOException {
    String line = reader.readLine();
    lineNumber++;
    if (line == null) {
      return null;
    }
    if (line.isBlank()) {
      int blank = lineNumber;
      for (String rest = reader.readLine(); rest != null; rest = reader.readLine()) {
        if (!rest.isBlank()) {
          lineNumber = blank;
          throw refused("row", "", "no blank lines before the end of the file");
        }
      }
      return null;
    }
    String[] row = line.split(",", -1);
    if (row.length != columns.size()) {
      throw refused("row", row.length + " fields", columns.size() + " fields as in the first line");
    }
    return row;
  }

  private Symbol symbol(String[] row) {
    Integer column = columns.get("symbol");
    if (column == null) {
      return defaultSymbol;
    }
    String text = clean(row[column]);
    try {
      return Symbol.parse(text);
    } catch (InvalidValueException e) {
      throw refused("symbol", text, "a symbol like BTCUSD or AAPL");
    }
  }

  private Instant ordered(Symbol symbol, Time time, String column, boolean strictly) {
    Instant before = latest.put(symbol, time.at());
    boolean disordered =
        before != null && (strictly ? !time.at().isAfter(before) : time.at().isBefore(before));
    if (disordered) {
      throw refused(column, time.at(), (strictly ? "after " : "not before ") + before);
    }
    return time.at();
  }

  private Time time(String[] row, String column) {
    String text = clean(row[columns.get(column)]);
    try {
      if (STARTS_WITH_YEAR.matcher(text).lookingAt()) {
        return calendarTime(text);
      }
      BigDecimal number = number(row, column);
      BigDecimal millis = number.compareTo(MILLIS_FROM) >= 0 ? number : number.movePointRight(3);
      return new Time(Instant.ofEpochMilli(millis.longValue()), false);
    } catch (DateTimeException e) {
      throw refused(column, text, "seconds since 1970, or a time like 2013-11-25T00:00:00Z");
    }
  }

  private static Time calendarTime(String text) {
    return text.length() == DATE_LENGTH
        ? new Time(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(), true)
        : new Time(OffsetDateTime.parse(text.replace(' ', 'T')).toInstant(), false);
  }

  private BigDecimal price(String[] row, String column) {
    BigDecimal price = number(row, column);
    if (price.compareTo(SMALLEST) < 0 || price.compareTo(LARGEST_PRICE) > 0) {
      throw refused(column, price, "from " + SMALLEST.toPlainString() + " to " + LARGEST_PRICE);
    }
    return price;
  }

  private BigDecimal size(String[] row, String column) {
    BigDecimal size = number(row, column);
    if (size.signum() < 0) {
      throw refused(column, size, "a number >= 0");
    }
    return size;
  }

  private BigDecimal number(String[] row, String column) {
    String text = clean(row[columns.get(column)]);
    try {
      BigDecimal number = new BigDecimal(text);
      if (text.length() <= 40 && Math.abs((long) number.precision() - number.scale()) <= 20) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below like a number of absurd size
    }
    throw refused(column, text, "a decimal number");
  }

  private static String clean(String field) {
    String text = field.trim();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).trim() : text;
  }

  private InvalidValueException refused(String field, Object value, String expected) {
    return new InvalidValueException(
        file + " line " + lineNumber + ", " + field, value == null ? "" : value, expected);
  }
}
