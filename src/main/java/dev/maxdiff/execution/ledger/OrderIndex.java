package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;

/**
 * The orders of this installation by id, by slot and by their last change. Immutable and
 * persistent: no answer visits an order that it does not return.
 *
 * @param ids broker id by client order id
 * @param bySlot also ended orders
 * @param byChange the orders of a symbol by the number of their last change
 * @param changes number of changes so far
 */
record OrderIndex(
    HashPMap<String, Indexed> byId,
    HashPMap<String, String> ids,
    TreePMap<SlotId, SlotOrders> bySlot,
    TreePMap<Symbol, TreePMap<Long, OwnOrder>> byChange,
    long changes) {

  static final OrderIndex EMPTY =
      new OrderIndex(
          HashTreePMap.empty(), HashTreePMap.empty(), TreePMap.empty(), TreePMap.empty(), 0);

  private record Indexed(OwnOrder own, long change) {}

  /**
   * @param highestNumber highest number in a client order id of the slot; 0 = none
   */
  private record SlotOrders(TreePMap<Submission, OwnOrder> orders, long highestNumber) {

    static final SlotOrders NONE = new SlotOrders(TreePMap.empty(), 0);

    SlotOrders plus(OwnOrder own) {
      long number =
          ClientOrderId.parse(own.order().clientOrderId()).map(ClientOrderId::n).orElse(0L);
      return new SlotOrders(
          orders.plus(Submission.of(own.order()), own), Math.max(highestNumber, number));
    }

    SlotOrders minus(OwnOrder own) {
      return new SlotOrders(orders.minus(Submission.of(own.order())), highestNumber);
    }
  }

  /** Returns the index with an order added or changed. */
  OrderIndex plus(OwnOrder own) {
    String id = own.order().id();
    Indexed known = byId.get(id);
    OrderIndex others = known == null ? this : without(known);
    long change = changes + 1;
    return new OrderIndex(
        byId.plus(id, new Indexed(own, change)),
        ids.plus(own.order().clientOrderId(), id),
        others.bySlot.plus(own.slot(), others.slot(own.slot()).plus(own)),
        others.byChange.plus(
            own.order().symbol(), others.changesOf(own.order().symbol()).plus(change, own)),
        change);
  }

  /** Removes an order that {@link #plus} adds again; its id stays known. */
  private OrderIndex without(Indexed known) {
    OwnOrder own = known.own;
    Symbol symbol = own.order().symbol();
    return new OrderIndex(
        byId,
        ids,
        bySlot.plus(own.slot(), slot(own.slot()).minus(own)),
        byChange.plus(symbol, changesOf(symbol).minus(known.change)),
        changes);
  }

  private SlotOrders slot(SlotId slot) {
    return bySlot.getOrDefault(slot, SlotOrders.NONE);
  }

  private TreePMap<Long, OwnOrder> changesOf(Symbol symbol) {
    return byChange.getOrDefault(symbol, TreePMap.empty());
  }

  /** Returns the symbol's orders in any state, in no order. */
  Collection<OwnOrder> ofSymbol(Symbol symbol) {
    return changesOf(symbol).values();
  }

  Optional<OwnOrder> order(String id) {
    return Optional.ofNullable(byId.get(id)).map(Indexed::own);
  }

  Optional<OwnOrder> orderByClientOrderId(String clientOrderId) {
    return Optional.ofNullable(ids.get(clientOrderId)).flatMap(this::order);
  }

  /** Returns the slot's orders in any state, oldest submission first. */
  Collection<OwnOrder> of(SlotId slot) {
    return slot(slot).orders.values();
  }

  /** Returns the highest number in a client order id of the slot; 0 without an order. */
  long highestNumber(SlotId slot) {
    return slot(slot).highestNumber;
  }

  /** Returns the symbol's orders that have changed after this change, oldest submission first. */
  List<OwnOrder> changedSince(Symbol symbol, long change) {
    return changesOf(symbol).tailMap(change, false).values().stream()
        .sorted(Comparator.comparing(own -> Submission.of(own.order())))
        .toList();
  }
}
