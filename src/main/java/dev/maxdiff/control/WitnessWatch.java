package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.Disagreements.Note;
import dev.maxdiff.control.Supervisors.SlotState;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.BookLine;
import dev.maxdiff.execution.OrderGateway;
import dev.maxdiff.execution.OrderGateway.Sight;
import dev.maxdiff.execution.OwnOrder;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the three witnesses of every wanted exit again and again: supervisor, living process and
 * open closing order (DESIGN 4.6). It asks the broker nothing: the gateway's newest snapshot, which
 * watchers and desks keep fresh, is what it compares with.
 *
 * <p>{@link #hear} is called by one thread at a time; the rest may be asked from any.
 */
final class WitnessWatch {

  private static final Logger LOG = LoggerFactory.getLogger(WitnessWatch.class);

  private final WitnessSettings settings;
  private final Supervisors supervisors;
  private final OrderGateway gateway;
  private final MarketFacts market;
  private final HappeningHub hub;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Disagreements disagreements = new Disagreements();
  private final UncoveredTimes uncovered = new UncoveredTimes();
  private volatile Heard last =
      new Heard(List.of(), Set.of(), List.of(), List.of(), List.of(), List.of());
  private volatile UncoveredTimes.Figures figures = UncoveredTimes.Figures.NONE;

  /**
   * @param market asked for an asset's steps once, and only when something seems to be wrong
   * @param clock the watchers' time
   * @param nanos a monotonic clock, for the patience
   */
  WitnessWatch(
      WitnessSettings settings,
      Supervisors supervisors,
      OrderGateway gateway,
      MarketFacts market,
      HappeningHub hub,
      InstantSource clock,
      LongSupplier nanos) {
    this.settings = requireNonNull(settings, "settings");
    this.supervisors = requireNonNull(supervisors, "supervisors");
    this.gateway = requireNonNull(gateway, "gateway");
    this.market = requireNonNull(market, "market");
    this.hub = requireNonNull(hub, "hub");
    this.clock = requireNonNull(clock, "clock");
    this.nanos = requireNonNull(nanos, "nanos");
  }

  /** One hearing, of what is known by now; one that fails is logged, and the next is a new one. */
  void hear() {
    CompletableFuture.completedStage(this)
        .thenCompose(self -> supervisors.slots())
        .thenAccept(this::hear)
        .exceptionally(
            failure -> {
              LOG.error("The witnesses could not be heard", failure);
              return null;
            });
  }

  private void hear(List<SlotState> slots) {
    Set<Symbol> symbols = slots == last.slots ? last.symbols : symbolsOfExits(slots);
    gateway.sight(symbols).ifPresent(sight -> judge(findings(slots, symbols, sight)));
  }

  private static Set<Symbol> symbolsOfExits(List<SlotState> slots) {
    return slots.stream()
        .filter(state -> state.wanted() && state.slot().slot() == Slot.EXIT)
        .map(state -> state.slot().key().symbol())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Of the same the same is found: a runtime in which nothing changes has nothing to compare. */
  private List<Finding> findings(List<SlotState> slots, Set<Symbol> symbols, Sight sight) {
    List<Increments> steps = symbols.stream().map(market::knownIncrements).toList();
    if (!last.isOf(slots, sight, steps)) {
      var hearing = new Hearing(slots, sight.book(), sight.orders(), null);
      List<Finding> found = hearing.findings(market::knownIncrements, settings);
      last = new Heard(slots, symbols, sight.book(), sight.orders(), steps, found);
    }
    return last.findings;
  }

  /** What the last hearing was of, and what it found. */
  private record Heard(
      List<SlotState> slots,
      Set<Symbol> symbols,
      List<BookLine> book,
      List<OwnOrder> orders,
      List<Increments> steps,
      List<Finding> findings) {

    /** The slots are the same list while nothing changes there. */
    boolean isOf(List<SlotState> slots, Sight sight, List<Increments> steps) {
      return slots == this.slots
          && sight.book().equals(book)
          && sight.orders().equals(orders)
          && steps.equals(this.steps);
    }
  }

  /** Steps that are not known yet would make what rounding leaves look uncovered. */
  private void judge(List<Finding> findings) {
    findings.stream()
        .filter(finding -> !finding.agreed())
        .map(finding -> finding.slot().key().symbol())
        .filter(symbol -> !market.knows(symbol))
        .distinct()
        .forEach(market::increments);
    figures = uncovered.heard(clock.instant(), findings);
    disagreements.heard(nanos.getAsLong(), findings).forEach(this::tell);
  }

  private void tell(Note note) {
    if (note.alert()) {
      LOG.warn("{}: {}", note.slot(), note.words());
    } else {
      LOG.info("{}: {}", note.slot(), note.words());
    }
    hub.publish(
        new Happening(
            clock.instant(),
            note.alert() ? Happening.Kind.ALERT : Happening.Kind.RESOLVED,
            note.slot(),
            note.generation(),
            null,
            null,
            note.words()));
  }

  /** What the last hearing found. */
  UncoveredTimes.Figures figures() {
    return figures;
  }
}
