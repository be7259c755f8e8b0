package dev.maxdiff.supervision;

import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.PlannedTrades;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.TradeDecision;
import dev.maxdiff.supervision.wishes.WishDecision;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Wish;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Measures a supervisor's decision on a wish, without actor and journal.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class SupervisorDecisionsBench {

  private static final TradeDecision TRADES =
      new TradeDecision(PlannedTrades.NONE, (first, last) -> Optional.empty());

  private final ExitWish exit = Fixture.exit("110250");
  private final ExitWish same = Fixture.exit("110250.000");
  private final ExitWish other = Fixture.exit("105000");
  private final EntryWish entry = Fixture.entry("104800");
  private final SlotState active =
      SlotState.NONE.on(new SlotEvent.ExitWanted(1, exit, Fixture.NOW));
  private final SlotEvent replaced = new SlotEvent.ExitWanted(2, other, Fixture.NOW);
  private final KeyState state = KeyState.EMPTY.on(new SlotEvent.ExitWanted(1, exit, Fixture.NOW));

  @Benchmark
  public Object equalWish() {
    return decide(active, same);
  }

  @Benchmark
  public Object anotherPrice() {
    return decide(active, other);
  }

  @Benchmark
  public Object firstEntry() {
    return decide(SlotState.NONE, entry);
  }

  @Benchmark
  public Object eventOnState() {
    return state.on(replaced);
  }

  private static WishDecision.Decision decide(SlotState before, Wish wish) {
    CheckedWish checked = new CheckedWish(wish, Increments.CRYPTO, false, false);
    return WishDecision.decide(before, checked, TRADES, 0, Fixture.NOW);
  }
}
