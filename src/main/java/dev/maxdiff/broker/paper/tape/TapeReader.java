package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a CSV file of trades or of bars, as exchanges, data vendors and libraries write them;
 * {@link TapeLayout} finds columns and separator, {@link TapeTimes} reads the times, {@link
 * BarPaths} turns bars into trades.
 *
 * <ul>
 *   <li>trades: a time, {@code price}, a size
 *   <li>bars: a time, {@code open}, {@code high}, {@code low}, {@code close}, {@code volume}; a bar
 *       without volume fills nothing
 *   <li>{@code symbol}: optional in both, several symbols may share a file
 * </ul>
 *
 * <p>Rows are oldest first or newest first. A row whose prices are all empty or {@code null} is
 * left out; every other doubt is refused by line. What was understood or left out is told in notes.
 */
final class TapeReader {

  private static final List<String> PRICES = List.of("open", "high", "low", "close");
  private static final BigDecimal LARGEST_PRICE = new BigDecimal("1000000000");
  private static final BigDecimal SMALLEST = new BigDecimal("0.000000001");

  /** Prices adjusted for dividends are floats: a high may miss the close by their rounding. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.00000001");

  private static final Instant BEGINNING =
      MarketCalendar.FIRST_DAY.atStartOfDay(ZoneOffset.UTC).toInstant();

  private final TapeRows rows;
  private final TapeSymbols symbols;
  private final TapeTimes times = new TapeTimes();
  private final TapeOrder order = new TapeOrder();
  private final String timeColumn;
  private int firstWithoutPrice;
  private int withoutPrice;

  private TapeReader(TapeRows rows, TapeSymbols symbols) {
    this.rows = rows;
    this.symbols = symbols;
    this.timeColumn = required(TapeLayout.TIME, "timestamp, time or date");
  }

  /** What a file holds, and what its reader should tell. */
  record Read(TapeColumns columns, List<String> notes) {}

  /**
   * Reads the whole file.
   *
   * @throws InvalidValueException at the first invalid row
   */
  static Read read(String file, BufferedReader reader, TapeSymbols symbols) throws IOException {
    TapeReader tape = new TapeReader(TapeRows.open(file, reader), symbols);
    TapeColumns columns = new TapeColumns();
    Optional<String> ofBars =
        tape.rows.layout().isBars() ? tape.readBars(columns) : tape.readTrades(columns);
    return new Read(columns, tape.notes(ofBars));
  }

  private Optional<String> readTrades(TapeColumns columns) throws IOException {
    required(List.of("price"), "price and amount");
    String size = required(TapeLayout.SIZE, "amount (or open, high, …)");
    while (rows.next()) {
      if (rows.isNothing("price")) {
        leaveOut();
        continue;
      }
      Optional<Symbol> symbol = symbols.of(rows);
      if (symbol.isPresent()) {
        TapeTimes.Time at = time(symbol.get(), false);
        columns.add(new Trade(symbol.get(), at.at(), price("price"), size(size)));
      }
    }
    if (order.isNewestFirst()) {
      columns.reverse();
    }
    return Optional.empty();
  }

  private Optional<String> readBars(TapeColumns columns) throws IOException {
    PRICES.forEach(column -> required(List.of(column), "open, high, low, close and volume"));
    Optional<String> volume = rows.layout().barVolume();
    List<BarPaths.Bar> bars = new ArrayList<>();
    while (rows.next()) {
      if (PRICES.stream().allMatch(rows::isNothing)) {
        leaveOut();
        continue;
      }
      Optional<Symbol> symbol = symbols.of(rows);
      if (symbol.isPresent()) {
        bars.add(bar(symbol.get(), volume));
      }
    }
    if (order.isNewestFirst()) {
      Collections.reverse(bars);
    }
    symbols.requirePlausible(bars);
    Optional<String> paths = BarPaths.add(bars, columns::add);
    return volume.isPresent()
        ? paths
        : Optional.of("no column volume: nothing fills in these bars");
  }

  private BarPaths.Bar bar(Symbol symbol, Optional<String> volume) {
    TapeTimes.Time at = time(symbol, true);
    BigDecimal open = price("open");
    BigDecimal close = price("close");
    BigDecimal high = price("high");
    BigDecimal low = price("low");
    BigDecimal highest = open.max(close);
    BigDecimal lowest = open.min(close);
    BigDecimal rounding = highest.multiply(ROUNDING, MathContext.DECIMAL64);
    if (low.subtract(rounding).compareTo(lowest) > 0 || high.add(rounding).compareTo(highest) < 0) {
      throw rows.refused("high", high + ", low " + low, "open and close between low and high");
    }
    BigDecimal traded =
        volume.filter(column -> !rows.isNothing(column)).map(this::size).orElse(BigDecimal.ZERO);
    return new BarPaths.Bar(symbol, at, open, high.max(highest), low.min(lowest), close, traded);
  }

  private TapeTimes.Time time(Symbol symbol, boolean distinct) {
    String text = rows.text(timeColumn);
    TapeTimes.Time time =
        times
            .read(text, symbol.isCrypto())
            .orElseThrow(() -> rows.refused(timeColumn, text, TapeTimes.FORMS));
    if (time.at().isBefore(BEGINNING) && !symbol.isCrypto()) {
      throw rows.refused(
          timeColumn,
          text,
          MarketCalendar.FIRST_DAY + " or later: the calendar of sessions begins then");
    }
    order.check(rows, timeColumn, symbol, time.at(), distinct);
    return time;
  }

  private BigDecimal price(String column) {
    BigDecimal price = rows.number(column);
    if (price.compareTo(SMALLEST) < 0 || price.compareTo(LARGEST_PRICE) > 0) {
      throw rows.refused(
          column, price, "from " + SMALLEST.toPlainString() + " to " + LARGEST_PRICE);
    }
    return price;
  }

  private BigDecimal size(String column) {
    BigDecimal size = rows.number(column);
    if (size.signum() < 0) {
      throw rows.refused(column, size, "a number >= 0");
    }
    return size;
  }

  private void leaveOut() {
    withoutPrice++;
    firstWithoutPrice = firstWithoutPrice == 0 ? rows.line() : firstWithoutPrice;
  }

  private String required(List<String> names, String expected) {
    return rows.layout().first(names).orElseThrow(() -> rows.refusedColumns(expected));
  }

  private List<String> notes(Optional<String> ofBars) {
    Optional<String> implied =
        rows.layout().implied()
            ? Optional.of(
                "no names of columns: read as " + String.join(", ", rows.layout().columns()))
            : Optional.empty();
    Optional<String> newestFirst =
        order.isNewestFirst() ? Optional.of("newest first: read from the end") : Optional.empty();
    Optional<String> priceless =
        withoutPrice == 0
            ? Optional.empty()
            : Optional.of(
                "rows without a price, left out: "
                    + withoutPrice
                    + "; the first is line "
                    + firstWithoutPrice);
    return Stream.of(
            implied, times.words(), newestFirst, priceless, rows.leftOut(), ofBars, symbols.words())
        .flatMap(Optional::stream)
        .toList();
  }
}
