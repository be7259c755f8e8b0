package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.checks.ConsistencyAlerts;
import dev.maxdiff.control.checks.ConsistencyAlerts.Alert;
import dev.maxdiff.control.checks.ConsistencyFinding;
import dev.maxdiff.control.checks.ConsistencyRound;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.checks.UncoveredTimes;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.execution.gateway.OrderGateway.Observation;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the three witnesses of every wanted exit again and again: supervisor, living process and
 * open closing order (DESIGN 4.6). It asks the broker nothing: the gateway's newest snapshot, which
 * watchers and desks keep fresh, is what it compares with.
 *
 * <p>{@link #check} is called by one thread at a time; the rest may be asked from any.
 */
final class ConsistencyMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(ConsistencyMonitor.class);

  private final ConsistencySettings settings;
  private final Supervisors supervisors;
  private final OrderGateway gateway;
  private final MarketDataCache market;
  private final EventBus hub;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ConsistencyAlerts disagreements = new ConsistencyAlerts();
  private final UncoveredTimes uncovered = new UncoveredTimes();
  private volatile LastCheck last =
      new LastCheck(List.of(), Set.of(), List.of(), List.of(), List.of(), List.of());
  private volatile UncoveredTimes.Figures figures = UncoveredTimes.Figures.NONE;

  /**
   * @param market asked for an asset's steps once, and only when something seems to be wrong
   * @param clock the watchers' time
   * @param nanos a monotonic clock, for the patience
   */
  ConsistencyMonitor(
      ConsistencySettings settings,
      Supervisors supervisors,
      OrderGateway gateway,
      MarketDataCache market,
      EventBus hub,
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
  void check() {
    try {
      check(supervisors.slots());
    } catch (RuntimeException e) {
      LOG.error("The consistency check failed", e);
    }
  }

  private void check(List<SlotView> slots) {
    Set<Symbol> symbols = slots == last.slots ? last.symbols : symbolsOfExits(slots);
    gateway.observation(symbols).ifPresent(sight -> evaluate(findings(slots, symbols, sight)));
  }

  private static Set<Symbol> symbolsOfExits(List<SlotView> slots) {
    return slots.stream()
        .filter(state -> state.wanted() && state.slot().slot() == Slot.EXIT)
        .map(state -> state.slot().key().symbol())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Of the same the same is found: a runtime in which nothing changes has nothing to compare. */
  private List<ConsistencyFinding> findings(
      List<SlotView> slots, Set<Symbol> symbols, Observation sight) {
    List<Increments> steps = symbols.stream().map(market::loadedIncrements).toList();
    if (!last.isOf(slots, sight, steps)) {
      var hearing = new ConsistencyRound(slots, sight.ledger(), sight.orders(), null);
      List<ConsistencyFinding> found = hearing.findings(market::loadedIncrements, settings);
      last = new LastCheck(slots, symbols, sight.ledger(), sight.orders(), steps, found);
    }
    return last.findings;
  }

  /** What the last hearing was of, and what it found. */
  private record LastCheck(
      List<SlotView> slots,
      Set<Symbol> symbols,
      List<SymbolPosition> book,
      List<OwnOrder> orders,
      List<Increments> steps,
      List<ConsistencyFinding> findings) {

    /** The slots are the same list while nothing changes there. */
    boolean isOf(List<SlotView> slots, Observation sight, List<Increments> steps) {
      return slots == this.slots
          && sight.ledger().equals(book)
          && sight.orders().equals(orders)
          && steps.equals(this.steps);
    }
  }

  /** Steps that are not known yet would make what rounding leaves look uncovered. */
  private void evaluate(List<ConsistencyFinding> findings) {
    findings.stream()
        .filter(finding -> !finding.agreed())
        .map(finding -> finding.slot().key().symbol())
        .filter(symbol -> !market.isLoaded(symbol))
        .distinct()
        .forEach(market::increments);
    figures = uncovered.update(clock.instant(), findings);
    disagreements.update(nanos.getAsLong(), findings).forEach(this::publish);
  }

  private void publish(Alert note) {
    if (note.alert()) {
      LOG.warn("{}: {}", note.slot(), note.words());
    } else {
      LOG.info("{}: {}", note.slot(), note.words());
    }
    hub.publish(
        new RuntimeEvent(
            clock.instant(),
            note.alert() ? RuntimeEvent.Kind.ALERT : RuntimeEvent.Kind.RESOLVED,
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
