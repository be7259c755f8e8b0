package dev.maxdiff.broker.paper.tape;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The recorded market: an immutable list of trades of one or more symbols, in order of time.
 *
 * <p>The trades are in arrays of primitives, because a week of one symbol has 100 000 trades.
 * Prices and sizes are integers in units of 10<sup>-9</sup>. Trades of one instant keep the order
 * of the file.
 */
public final class MarketTape {

  /** Decimals of a price or size. */
  public static final int SCALE = 9;

  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final String BITSTAMP = "bitstamp_trades_from_20131125_usd.csv";
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE, SCALE);

  private final String name;
  private final List<String> notes;
  private final List<Symbol> symbols;
  private final long[] times;
  private final int[] symbolOf;
  private final long[] prices;
  private final long[] sizes;
  private final int[][] indexes;

  private MarketTape(String name, TapeColumns columns, List<String> notes) {
    if (columns.isEmpty()) {
      throw new InvalidValueException("data", name, "at least one trade or bar");
    }
    columns.finish();
    this.name = name;
    this.notes = List.copyOf(notes);
    this.symbols = columns.symbols();
    this.times = columns.times();
    this.symbolOf = columns.symbolOf();
    this.prices = columns.prices();
    this.sizes = columns.sizes();
    this.indexes =
        IntStream.range(0, symbols.size())
            .mapToObj(s -> IntStream.range(0, times.length).filter(i -> symbolOf[i] == s).toArray())
            .toArray(int[][]::new);
  }

  /** The trades of BTC/USD at Bitstamp from 2013-11-25 to 2013-12-01, from the class path. */
  public static MarketTape bitstamp() {
    InputStream resource = MarketTape.class.getResourceAsStream("/" + BITSTAMP);
    if (resource == null) {
      throw new InvalidValueException("data", BITSTAMP, "on the class path (ta4j-examples)");
    }
    try (BufferedReader reader = TapeFile.text(resource)) {
      return read(BITSTAMP, reader, Optional.empty(), new Symbol("BTCUSD"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a CSV file of trades or bars, also from a gzip or zip file; {@link TapeReader} describes
   * the forms.
   *
   * @param symbol chosen by the user: the rows of this symbol in a file with a column {@code
   *     symbol}, all rows of another file; empty = not chosen
   * @param usual taken where neither user, rows nor the file's name tell a symbol
   * @throws InvalidValueException when the file is unreadable or a row is invalid
   */
  public static MarketTape read(Path file, Optional<Symbol> symbol, Symbol usual) {
    requireNonNull(usual, "usual");
    try (BufferedReader reader = TapeFile.open(file)) {
      return read(String.valueOf(file.getFileName()), reader, symbol, usual);
    } catch (NoSuchFileException e) {
      throw new InvalidValueException("data", file, "an existing CSV file");
    } catch (IOException e) {
      throw new InvalidValueException("data", file, "a readable CSV file: " + e.getMessage());
    }
  }

  static MarketTape read(String name, BufferedReader reader, Optional<Symbol> symbol, Symbol usual)
      throws IOException {
    TapeReader.Read read = TapeReader.read(name, reader, new TapeSymbols(name, symbol, usual));
    return new MarketTape(name, read.columns(), read.notes());
  }

  /**
   * A tape of these trades, sorted by time; trades of one instant keep their order.
   *
   * @throws InvalidValueException when there is no trade
   */
  public static MarketTape of(String name, List<Trade> trades) {
    TapeColumns columns = new TapeColumns();
    trades.forEach(columns::add);
    return new MarketTape(name, columns, List.of());
  }

  /** The source of the trades, for display. */
  public String name() {
    return name;
  }

  /** How the file was understood and what was left out of it, for display; often none. */
  public List<String> notes() {
    return notes;
  }

  public List<Symbol> symbols() {
    return symbols;
  }

  public int size() {
    return times.length;
  }

  public Instant start() {
    return Instant.ofEpochMilli(times[0]);
  }

  public Instant end() {
    return Instant.ofEpochMilli(times[times.length - 1]);
  }

  public Trade trade(int index) {
    return new Trade(
        symbols.get(symbolOf[index]),
        Instant.ofEpochMilli(times[index]),
        decimal(prices[index]),
        decimal(sizes[index]));
  }

  /** The trades of a symbol from {@code from} (included) to {@code until} (excluded). */
  public Stream<Trade> trades(Symbol symbol, Instant from, Instant until) {
    int number = symbols.indexOf(symbol);
    if (number < 0) {
      return Stream.empty();
    }
    int first = countBefore(from);
    int end = countBefore(until);
    return Arrays.stream(indexes[number])
        .dropWhile(i -> i < first)
        .takeWhile(i -> i < end)
        .mapToObj(this::trade);
  }

  /** The last trade of a symbol at or before an instant. */
  public Optional<Trade> last(Symbol symbol, Instant at) {
    int index = lastIndex(symbols.indexOf(symbol), countUntil(at));
    return index < 0 ? Optional.empty() : Optional.of(trade(index));
  }

  /** A fingerprint of all trades. */
  public String fingerprint() {
    int hash = Arrays.hashCode(times);
    hash = 31 * hash + Arrays.hashCode(prices);
    hash = 31 * hash + Arrays.hashCode(sizes);
    hash = 31 * hash + Arrays.hashCode(symbolOf);
    return symbols + ":" + times.length + ":" + Integer.toHexString(31 * hash + symbols.hashCode());
  }

  /** Number of trades up to an instant, inclusive. */
  public int countUntil(Instant at) {
    return countBefore(at.plusNanos(1));
  }

  /** Number of trades strictly before an instant. */
  int countBefore(Instant at) {
    long sought = at.plusNanos(NANOS_PER_MILLI - 1).toEpochMilli(); // rounded up
    int low = 0;
    int high = times.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (times[middle] < sought) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Index of the last trade of a symbol among the first {@code cursor} trades; -1 = none. */
  public int lastIndex(int symbolNumber, int cursor) {
    if (symbolNumber < 0) {
      return -1;
    }
    int[] own = indexes[symbolNumber];
    int found = Arrays.binarySearch(own, cursor);
    int before = found >= 0 ? found : -found - 1;
    return before == 0 ? -1 : own[before - 1];
  }

  public BigDecimal firstPrice(Symbol symbol) {
    return decimal(prices[indexes[symbolNumber(symbol)][0]]);
  }

  public int symbolNumber(Symbol symbol) {
    return symbols.indexOf(symbol);
  }

  public long millis(int index) {
    return times[index];
  }

  public int symbolNumberAt(int index) {
    return symbolOf[index];
  }

  public long price(int index) {
    return prices[index];
  }

  /**
   * The value in units of 10<sup>-9</sup>, truncated; a value that is too large becomes the
   * maximum.
   */
  public static long scaled(BigDecimal value) {
    return value.min(LARGEST).setScale(SCALE, RoundingMode.DOWN).unscaledValue().longValueExact();
  }

  public static BigDecimal decimal(long scaled) {
    return plain(BigDecimal.valueOf(scaled, SCALE));
  }

  public static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
