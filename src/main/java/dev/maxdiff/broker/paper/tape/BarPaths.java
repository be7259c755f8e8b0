package dev.maxdiff.broker.paper.tape;

import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns bars into trades: each bar becomes four of a quarter of its volume: open, first extreme
 * (the low of a rising bar, the high of a falling bar), second extreme, close. A bar lasts as long
 * as the shortest gap between two bars of its symbol. A daily bar of a stock covers the session of
 * its day, whether it is stamped with the date, with midnight (of New York or of UTC), with the
 * opening or with the close.
 */
final class BarPaths {

  private static final BigDecimal QUARTER = new BigDecimal("0.25");

  /** A day with the hour of daylight saving taken off, and stamps that move with the close. */
  private static final Duration SHORTEST_DAY = Duration.ofHours(19);

  /** From Thursday to Monday or Tuesday: a weekend with holidays is still a gap between days. */
  private static final Duration LONGEST_GAP_OF_DAYS = Duration.ofDays(5);

  /**
   * @param at the start; for a daily bar of a stock any instant of its day
   */
  record Bar(
      Symbol symbol,
      TapeTimes.Time at,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume) {}

  private final Map<Symbol, Duration> lengths = new HashMap<>();
  private int withoutSession;

  private BarPaths(List<Bar> bars) {
    Map<Symbol, Instant> previous = new HashMap<>();
    for (Bar bar : bars) {
      Instant before = previous.put(bar.symbol(), bar.at().at());
      Duration gap =
          before == null ? Duration.ofDays(1) : Duration.between(before, bar.at().at()).abs();
      lengths.merge(bar.symbol(), gap, (a, b) -> a.compareTo(b) <= 0 ? a : b);
    }
  }

  /**
   * @param bars of one order of time, rising or falling
   * @return what the user should know of them
   */
  static Optional<String> add(List<Bar> bars, Consumer<Trade> trades) {
    BarPaths paths = new BarPaths(bars);
    bars.forEach(bar -> paths.add(bar, trades));
    return paths.withoutSession == 0
        ? Optional.empty()
        : Optional.of(
            "bars of days without a session, in which nothing fills: " + paths.withoutSession);
  }

  private void add(Bar bar, Consumer<Trade> trades) {
    Duration length = lengths.get(bar.symbol());
    if (bar.symbol().isCrypto() || !isDaily(bar, length)) {
      addPath(bar, bar.at().at(), length, trades);
      return;
    }
    Optional<MarketCalendar.Session> session = MarketCalendar.session(day(bar.at()));
    if (session.isEmpty()) {
      withoutSession++;
      addPath(bar, bar.at().at(), length, trades);
      return;
    }
    Instant opens = session.get().opensAt();
    addPath(bar, opens, Duration.between(opens, session.get().closesAt()), trades);
  }

  private static boolean isDaily(Bar bar, Duration length) {
    return bar.at().dated()
        || length.compareTo(SHORTEST_DAY) >= 0 && length.compareTo(LONGEST_GAP_OF_DAYS) < 0;
  }

  /** Midnight of UTC is a date without a zone; any other instant is of the day in New York. */
  private static LocalDate day(TapeTimes.Time time) {
    OffsetDateTime utc = time.at().atOffset(ZoneOffset.UTC);
    return utc.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? utc.toLocalDate()
        : MarketCalendar.dateOf(time.at());
  }

  private static void addPath(Bar bar, Instant start, Duration length, Consumer<Trade> trades) {
    boolean rising = bar.close().compareTo(bar.open()) >= 0;
    List<BigDecimal> path =
        List.of(
            bar.open(),
            rising ? bar.low() : bar.high(),
            rising ? bar.high() : bar.low(),
            bar.close());
    BigDecimal size = bar.volume().multiply(QUARTER).setScale(MarketTape.SCALE, RoundingMode.UP);
    for (int i = 0; i < path.size(); i++) {
      // the close is at 99 %, so that it is inside the session and before the next bar
      Duration offset =
          i == 3 ? length.multipliedBy(99).dividedBy(100) : length.multipliedBy(i).dividedBy(3);
      trades.accept(new Trade(bar.symbol(), start.plus(offset), path.get(i), size));
    }
  }
}
