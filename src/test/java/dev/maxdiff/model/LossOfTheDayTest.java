package dev.maxdiff.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The account on virtual time ends the resting entries when the day has lost too much. */
class LossOfTheDayTest {

  private static final Instant BEGIN = Instant.parse("2013-11-25T15:00:00Z");
  private static final Instant FALL = BEGIN.plusSeconds(120);
  private static final WatcherKey HOLDS = WatcherKey.parse("BTCUSD|buy|holds");
  private static final WatcherKey WAITS = WatcherKey.parse("BTCUSD|buy|waits");

  private final Simulation simulation =
      new Simulation(
          1, ModelMarket.account(tape(), "5000", Duration.ofMillis(200), 1), FaultPlan.none());
  private final GenerationHistory generations = new GenerationHistory();
  private final InvariantChecker checker =
      new InvariantChecker(
          simulation.audit(), generations, simulation::now, simulation.exchange()::lastPrice);
  private final RuntimeModel runtime =
      new RuntimeModel(simulation, Defect.NONE, generations, checker, OptionalInt.of(100));

  /** The price falls by a twentieth. */
  private static MarketTape tape() {
    List<Trade> trades = new ArrayList<>();
    for (Instant at = BEGIN; at.isBefore(BEGIN.plusSeconds(600)); at = at.plusSeconds(1)) {
      BigDecimal price = new BigDecimal(at.isBefore(FALL) ? "100" : "95");
      trades.add(new Trade(HOLDS.symbol(), at, price, new BigDecimal("100")));
    }
    return MarketTape.of("fall", trades);
  }

  private static EntryWish entry(WatcherKey key, String price) {
    return new EntryWish(
        key,
        Price.parse(price),
        Quantity.parse("25"),
        new BigDecimal("0.02"),
        BEGIN.plusSeconds(3_600),
        Duration.ofSeconds(5),
        true,
        null);
  }

  private boolean rests() {
    return !checker.openOrders(WAITS.slot(Slot.ENTRY).toString()).isEmpty();
  }

  @Test
  void itEndsTheEntriesThatRestAndLetsThemOrderAgainAfterTheOperator() {
    simulation.pass(Duration.ofSeconds(1));
    simulation.later(Duration.ZERO, runtime::start);
    simulation.play(BEGIN.plusSeconds(10), runtime::killed);
    runtime.wish(entry(HOLDS, "101"));
    runtime.wish(entry(WAITS, "90"));
    simulation.play(FALL, runtime::killed);
    assertThat(runtime.pauses()).isEmpty();
    assertThat(rests()).isTrue();

    simulation.play(FALL.plusSeconds(45), runtime::killed);
    assertThat(runtime.pauses()).hasSize(1);
    assertThat(rests()).isFalse();

    runtime.killed();
    simulation.play(FALL.plusSeconds(90), runtime::killed);
    assertThat(runtime.pauses()).as("stored").hasSize(1);
    assertThat(rests()).isFalse();

    runtime.resume();
    simulation.play(FALL.plusSeconds(180), runtime::killed);
    assertThat(rests()).isTrue();
    assertThat(checker.violations()).isEmpty();
  }
}
