package dev.maxdiff.control;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderDescription;
import dev.maxdiff.broker.OrderTerms;
import dev.maxdiff.control.checks.ConsistencyRound;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.checks.UncoveredTimes;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.gateway.OrderGateway.AccountOverview;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.wishes.GeneralHold;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The slots of supervision and the overview of the gateway at one moment, with their views.
 *
 * @param generalHold the hold of all keys
 * @param overview null if the broker could not be read
 * @param brokerError the reason; null if the broker was read
 * @param owed the withdrawn slots whose last order is still open
 */
record StatusSnapshot(
    List<SlotView> slots,
    GeneralHold generalHold,
    AccountOverview overview,
    String brokerError,
    Set<SlotId> owed) {

  StatusView status(
      Venue venue, Instant at, List<UncoveredTimes.ExitLine> uncovered, List<String> reconciled) {
    return new StatusView(
        venue,
        at,
        brokerError,
        overview == null ? null : overview.account(),
        overview == null
            ? List.of()
            : overview.ledger().stream()
                .filter(StatusSnapshot::isHeld)
                .map(StatusSnapshot::position)
                .toList(),
        overview == null ? List.of() : orders(),
        slots.stream().map(StatusSnapshot::watcher).toList(),
        overview == null ? List.of() : capital(),
        overview == null ? List.of() : overview.pauses().stream().map(EntryPause::words).toList(),
        HoldMessages.lines(generalHold, slots),
        uncovered.stream().map(StatusSnapshot::uncovered).toList(),
        overview == null ? List.of() : overview.unread().words(),
        reconciled);
  }

  private static StatusView.UncoveredLine uncovered(UncoveredTimes.ExitLine line) {
    return new StatusView.UncoveredLine(
        line.slot().key(),
        line.notice().quantity(),
        line.since(),
        line.notice().words(),
        line.notice().state(line.isNaked()));
  }

  private List<StatusView.CapitalLine> capital() {
    return overview.reservations().stream()
        .map(line -> new StatusView.CapitalLine(line.slot().key(), line.needed(), line.reserved()))
        .toList();
  }

  /** Returns the symbols whose increments the consistency check needs. */
  Set<Symbol> symbols() {
    return overview == null
        ? Set.of()
        : Stream.concat(
                slots.stream().filter(SlotView::wanted).map(state -> state.slot().key().symbol()),
                overview.ledger().stream()
                    .filter(line -> !line.owned().isEmpty())
                    .map(SymbolPosition::symbol))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the {@link ConsistencyRound#views} of this snapshot. */
  List<ConsistencyView> consistency(Function<Symbol, ClosingTerms> terms, Set<SlotId> naked) {
    return round().views(terms, naked);
  }

  private ConsistencyRound round() {
    return overview == null
        ? new ConsistencyRound(slots, List.of(), List.of(), brokerError)
        : new ConsistencyRound(slots, overview.ledger(), overview.orders(), null);
  }

  private List<StatusView.OrderLine> orders() {
    return Stream.of(
            overview.orders().stream().map(this::own),
            overview.foreign().stream().map(order -> line(order, null, 0, false)),
            overview.unread().multiLeg().map(StatusSnapshot::multiLeg))
        .flatMap(lines -> lines)
        .toList();
  }

  private static StatusView.OrderLine multiLeg(OpaqueOrder order) {
    return new StatusView.OrderLine(
        null,
        null,
        0,
        null,
        null,
        null,
        null,
        null,
        order.status(),
        order.clientOrderId(),
        "multi-leg",
        OrderTerms.NONE,
        order.description(),
        order.legs(),
        false);
  }

  private StatusView.OrderLine own(OwnOrder own) {
    return line(own.order(), own.slot(), own.generation(), owed.contains(own.slot()));
  }

  private static StatusView.OrderLine line(
      Order order, SlotId slot, long generation, boolean isWithdrawn) {
    return new StatusView.OrderLine(
        slot == null ? null : slot.key(),
        slot == null ? null : slot.slot(),
        generation,
        order.symbol(),
        order.side(),
        order.quantity(),
        order.filledQuantity(),
        order.limitPrice(),
        order.status().toString(),
        order.clientOrderId(),
        order.type(),
        order.terms(),
        OrderDescription.price(order),
        List.of(),
        isWithdrawn);
  }

  /** Filters symbols without a position: the ledger keeps every symbol that was traded. */
  private static boolean isHeld(SymbolPosition line) {
    return line.position().signum() != 0
        || line.owned().values().stream().anyMatch(owned -> owned.signum() != 0);
  }

  private static StatusView.PositionLine position(SymbolPosition line) {
    return new StatusView.PositionLine(
        line.symbol(),
        line.position(),
        line.owned(),
        line.unowned(),
        line.averageEntryPrice(),
        line.currentPrice());
  }

  private static StatusView.WatcherLine watcher(SlotView state) {
    Wish wish = state.wish();
    return new StatusView.WatcherLine(
        state.slot().key(),
        state.slot().slot(),
        state.generation(),
        state.wanted(),
        state.pid() > 0,
        state.pid(),
        state.state(),
        wish == null ? null : wish.price(),
        wish == null ? null : wish.quantity().orElse(null),
        wish == null ? null : wish.tolerance(),
        state.startedAt(),
        wish == null ? null : wish.expiry().orElse(null),
        state.updatedAt(),
        state.restarts(),
        state.error(),
        state.heldSince());
  }
}
