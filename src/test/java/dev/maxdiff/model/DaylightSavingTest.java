package dev.maxdiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.FaultRule;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A position of 10.5 shares over a weekend on which New York's clocks change, while the broker's
 * clock is wrong by an hour from the change until Monday's second hour. The fractional exit, a day
 * order, must be open in every session, and no order without a wish may fill.
 */
class DaylightSavingTest {

  private static final WatcherKey KEY = WatcherKey.parse("AAPL|buy|alpha");
  private static final BigDecimal PRICE = new BigDecimal("100");
  private static final BigDecimal SHARES = new BigDecimal("10.5");
  private static final Duration POLL = Duration.ofMinutes(5);

  @ParameterizedTest
  @CsvSource({
    "2026-10-30T17:00:00Z, 2026-11-01T06:00:00Z, 1", // clocks go back, the broker's does not
    "2026-10-30T17:00:00Z, 2026-11-01T06:00:00Z, -1",
    "2026-03-06T17:00:00Z, 2026-03-08T07:00:00Z, -1", // clocks go forward
    "2026-03-06T17:00:00Z, 2026-03-08T07:00:00Z, 1"
  })
  void theExitIsOpenInEverySession(Instant friday, Instant change, long hoursOff) {
    Instant monday = MarketCalendar.nextOpen(change);
    FaultRule wrong =
        FaultRule.of(new Fault.ClockOff(Duration.ofHours(hoursOff)))
            .withFrom(change)
            .withUntil(monday.plus(Duration.ofHours(1)));
    Simulation simulation =
        new Simulation(
            1,
            ModelMarket.account(
                tape(friday, MarketCalendar.nextClose(monday)), "5000", Duration.ofMillis(200), 1),
            FaultPlan.of(1, wrong));

    InvariantChecker checker = run(simulation, friday, monday);

    assertThat(simulation.struck()).as("wrong clocks").isPositive();
    assertThat(checker.violations()).isEmpty();
    assertThat(checker.fills()).as("one entry, no exit").isEqualTo(1);
  }

  private static InvariantChecker run(Simulation simulation, Instant friday, Instant monday) {
    GenerationHistory generations = new GenerationHistory();
    InvariantChecker checker =
        new InvariantChecker(
            simulation.audit(), generations, simulation::now, simulation.exchange()::lastPrice);
    RuntimeModel runtime = new RuntimeModel(simulation, Defect.NONE, generations, checker);
    simulation.pass(Duration.ofSeconds(1));
    simulation.later(Duration.ZERO, runtime::start);
    simulation.play(friday.plusSeconds(10), runtime::killed);
    runtime.wish(entry(friday));
    runtime.wish(exit());
    simulation.play(friday.plus(POLL.multipliedBy(3)), runtime::killed);
    assertCovered(checker, simulation);
    for (Instant at = monday.plusSeconds(1);
        at.isBefore(MarketCalendar.nextClose(monday));
        at = at.plus(POLL)) {
      simulation.play(at, runtime::killed);
      assertCovered(checker, simulation);
    }
    return checker;
  }

  private static void assertCovered(InvariantChecker checker, Simulation simulation) {
    checker.catchUp();
    assertThat(checker.openOrders(KEY + " exit"))
        .as("open exits at " + simulation.now())
        .hasSize(1);
  }

  /** A wish for an entry that ends on Friday, before the close. */
  private static EntryWish entry(Instant friday) {
    return new EntryWish(
        KEY,
        new Price(PRICE),
        new Quantity(SHARES),
        new BigDecimal("0.02"),
        friday.plus(Duration.ofHours(1)),
        POLL,
        true,
        null);
  }

  private static ExitWish exit() {
    Price price = new Price(PRICE.multiply(new BigDecimal("1.1")));
    return new ExitWish(KEY, price, null, BigDecimal.ZERO, null, POLL, false, false);
  }

  private static MarketTape tape(Instant from, Instant to) {
    List<Trade> trades = new ArrayList<>();
    BigDecimal swing = new BigDecimal("0.1");
    for (Instant at = from; at.isBefore(to); at = at.plusSeconds(60)) {
      if (MarketCalendar.isOpen(at)) {
        BigDecimal price = trades.size() % 2 == 0 ? PRICE : PRICE.subtract(swing);
        trades.add(new Trade(KEY.symbol(), at, price, new BigDecimal("100")));
      }
    }
    return MarketTape.of("weekend", trades);
  }
}
