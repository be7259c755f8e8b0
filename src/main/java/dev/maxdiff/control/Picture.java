package dev.maxdiff.control;

import dev.maxdiff.broker.Order;
import dev.maxdiff.control.Supervisors.SlotState;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.OrderGateway.BookLine;
import dev.maxdiff.execution.OrderGateway.Overview;
import dev.maxdiff.execution.OrderGateway.OwnOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Supervision's slots and the gateway's overview, read at one moment, in the forms that people see.
 *
 * @param overview null when the broker could not be read
 * @param brokerError why not; null when it could
 */
record Picture(List<SlotState> slots, Overview overview, String brokerError) {

  StatusView status(Venue venue, Instant at) {
    return new StatusView(
        venue,
        at,
        brokerError,
        overview == null ? null : overview.account(),
        overview == null
            ? List.of()
            : overview.book().stream().filter(Picture::isHeld).map(Picture::position).toList(),
        overview == null ? List.of() : orders(),
        slots.stream().map(Picture::watcher).toList(),
        overview == null ? List.of() : capital(),
        overview == null ? List.of() : overview.pauses().stream().map(EntryPause::words).toList());
  }

  private List<StatusView.CapitalLine> capital() {
    return overview.reservations().stream()
        .map(line -> new StatusView.CapitalLine(line.slot().key(), line.needed(), line.reserved()))
        .toList();
  }

  /** The symbols whose steps a comparison with the broker's figures needs. */
  Set<Symbol> symbols() {
    return overview == null
        ? Set.of()
        : slots.stream()
            .filter(SlotState::wanted)
            .map(state -> state.slot().key().symbol())
            .collect(Collectors.toUnmodifiableSet());
  }

  /** One view for every slot that wants, runs or has ordered something, in the order of keys. */
  List<WitnessView> witnesses(Function<Symbol, Increments> increments) {
    Map<SlotId, SlotState> states =
        slots.stream()
            .collect(Collectors.toMap(SlotState::slot, state -> state, (a, b) -> b, TreeMap::new));
    TreeSet<SlotId> heard = new TreeSet<>();
    slots.stream()
        .filter(state -> state.wanted() || state.pid() > 0)
        .map(SlotState::slot)
        .forEach(heard::add);
    if (overview != null) {
      overview.orders().stream().map(OwnOrder::slot).forEach(heard::add);
    }
    return heard.stream()
        .map(slot -> witnesses(slot, states.get(slot), increments.apply(slot.key().symbol())))
        .map(Witnesses::view)
        .toList();
  }

  private Witnesses witnesses(SlotId slot, SlotState state, Increments increments) {
    if (overview == null) {
      return new Witnesses(slot, state, null, BigDecimal.ZERO, increments, brokerError);
    }
    List<OwnOrder> own =
        overview.orders().stream().filter(order -> order.slot().equals(slot)).toList();
    return new Witnesses(slot, state, own, coverable(slot, state), increments, null);
  }

  private BigDecimal coverable(SlotId slot, SlotState state) {
    Wish wish = state == null ? null : state.wish();
    boolean claims = wish instanceof ExitWish exit && exit.claimUnowned();
    return overview.book().stream()
        .filter(line -> line.symbol().equals(slot.key().symbol()))
        .map(
            line ->
                line.owned()
                    .getOrDefault(slot.key(), BigDecimal.ZERO)
                    .add(claims ? line.unowned() : BigDecimal.ZERO))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<StatusView.OrderLine> orders() {
    return Stream.concat(
            overview.orders().stream().map(Picture::own),
            overview.foreign().stream().map(order -> line(order, null, 0)))
        .toList();
  }

  private static StatusView.OrderLine own(OwnOrder own) {
    return line(own.order(), own.slot(), own.generation());
  }

  private static StatusView.OrderLine line(Order order, SlotId slot, long generation) {
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
        order.clientOrderId());
  }

  /** The book also remembers symbols that were traded once. */
  private static boolean isHeld(BookLine line) {
    return line.position().signum() != 0
        || line.owned().values().stream().anyMatch(owned -> owned.signum() != 0);
  }

  private static StatusView.PositionLine position(BookLine line) {
    return new StatusView.PositionLine(
        line.symbol(),
        line.position(),
        line.owned(),
        line.unowned(),
        line.averageEntryPrice(),
        line.currentPrice());
  }

  private static StatusView.WatcherLine watcher(SlotState state) {
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
        state.error());
  }
}
