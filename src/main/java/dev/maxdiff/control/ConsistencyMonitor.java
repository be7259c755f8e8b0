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
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.gateway.OrderGateway;
import dev.maxdiff.execution.gateway.OrderGateway.Observation;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares supervisor, running process and open closing order of every exit that is wanted, or
 * whose key owns something, at intervals (DESIGN 4.6). The monitor sends no request to the broker:
 * it reads the gateway's newest snapshot, which watchers and order managers keep fresh.
 *
 * <p>{@link #check} is called by one thread at a time; all other methods from any thread.
 */
final class ConsistencyMonitor {

  private static final Logger LOG = LoggerFactory.getLogger(ConsistencyMonitor.class);

  private final ConsistencySettings settings;
  private final Supervisors supervisors;
  private final OrderGateway gateway;
  private final MarketDataCache market;
  private final EventBus events;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ConsistencyAlerts alerts = new ConsistencyAlerts();
  private final UncoveredTimes uncovered = new UncoveredTimes();
  private volatile LastCheck last =
      new LastCheck(List.of(), Set.of(), List.of(), List.of(), List.of(), List.of());
  private volatile UncoveredTimes.Figures figures = UncoveredTimes.Figures.NONE;

  /**
   * @param market loads the increments of an asset after its first inconsistency
   * @param clock the watchers' time
   * @param nanos the monotonic clock for the patience, nanoseconds
   */
  ConsistencyMonitor(
      ConsistencySettings settings,
      Supervisors supervisors,
      OrderGateway gateway,
      MarketDataCache market,
      EventBus events,
      InstantSource clock,
      LongSupplier nanos) {
    this.settings = requireNonNull(settings, "settings");
    this.supervisors = requireNonNull(supervisors, "supervisors");
    this.gateway = requireNonNull(gateway, "gateway");
    this.market = requireNonNull(market, "market");
    this.events = requireNonNull(events, "events");
    this.clock = requireNonNull(clock, "clock");
    this.nanos = requireNonNull(nanos, "nanos");
  }

  /** Runs one consistency check; a failure is logged, and the next check is independent of it. */
  void check() {
    try {
      check(supervisors.slots());
    } catch (RuntimeException e) {
      LOG.error("The consistency check failed", e);
    }
  }

  private void check(List<SlotView> slots) {
    gateway
        .observation(symbolsOfExits(slots))
        .ifPresent(observation -> evaluate(findings(slots, observation)));
  }

  private Set<Symbol> symbolsOfExits(List<SlotView> slots) {
    return slots == last.slots
        ? last.symbols
        : slots.stream()
            .filter(state -> state.wanted() && state.slot().slot() == Slot.EXIT)
            .map(state -> state.slot().key().symbol())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the previous findings if no input has changed since. */
  private List<ConsistencyFinding> findings(List<SlotView> slots, Observation observation) {
    Instant now = clock.instant();
    List<ClosingTerms> terms =
        observation.ledger().stream().map(line -> market.terms(line.symbol(), now)).toList();
    if (!last.isOf(slots, observation, terms)) {
      var round = new ConsistencyRound(slots, observation.ledger(), observation.orders(), null);
      last =
          new LastCheck(
              slots,
              symbolsOfExits(slots),
              observation.ledger(),
              observation.orders(),
              terms,
              round.findings(symbol -> market.terms(symbol, now), settings));
    }
    return last.findings;
  }

  /** Input and findings of the last check. */
  private record LastCheck(
      List<SlotView> slots,
      Set<Symbol> symbols,
      List<SymbolPosition> ledger,
      List<OwnOrder> orders,
      List<ClosingTerms> terms,
      List<ConsistencyFinding> findings) {

    /** Compares slots by identity: supervision returns the same list until a slot changes. */
    boolean isOf(List<SlotView> slots, Observation observation, List<ClosingTerms> terms) {
      return slots == this.slots
          && observation.ledger().equals(ledger)
          && observation.orders().equals(orders)
          && terms.equals(this.terms);
    }
  }

  /** Loads missing increments: without them a rounding remainder would count as uncovered. */
  private void evaluate(List<ConsistencyFinding> findings) {
    findings.stream()
        .filter(finding -> !finding.agreed() || finding.notice() != null)
        .map(finding -> finding.slot().key().symbol())
        .filter(symbol -> !market.isLoaded(symbol))
        .distinct()
        .forEach(market::increments);
    long now = nanos.getAsLong();
    figures = uncovered.update(clock.instant(), now, findings);
    alerts.update(now, findings).forEach(this::publish);
  }

  private void publish(Alert alert) {
    if (alert.alert()) {
      LOG.warn("{}: {}", alert.slot(), alert.words());
    } else {
      LOG.info("{}: {}", alert.slot(), alert.words());
    }
    events.publish(
        new RuntimeEvent(
            clock.instant(),
            alert.alert() ? RuntimeEvent.Kind.ALERT : RuntimeEvent.Kind.RESOLVED,
            alert.slot(),
            alert.generation(),
            null,
            null,
            alert.words()));
  }

  /** Returns the figures of the last check. */
  UncoveredTimes.Figures figures() {
    return figures;
  }
}
