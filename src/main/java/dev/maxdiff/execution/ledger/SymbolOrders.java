package dev.maxdiff.execution.ledger;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.HashPMap;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;
import org.pcollections.TreePVector;

/**
 * The open orders of one symbol, with what the checks of an order ask of them; no answer visits
 * every order. Immutable.
 */
final class SymbolOrders {

  static final SymbolOrders NONE =
      new SymbolOrders(
          TreePMap.empty(),
          TreePVector.empty(),
          TreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          SideOrders.NONE,
          SideOrders.NONE);

  private final TreePMap<Submission, OwnOrder> own;
  private final TreePVector<Order> foreign;
  private final TreePMap<SlotId, TreePMap<Submission, OwnOrder>> bySlot;
  private final HashPMap<String, Order> byId;
  private final HashPMap<String, TreePSet<String>> replacements; // by the id of the replaced order
  private final SideOrders buys;
  private final SideOrders sells;

  /**
   * One side.
   *
   * @param limits the limits, with the number of orders at each
   * @param entries number of entry orders of this installation
   */
  private record SideOrders(OpenChains chains, TreePMap<BigDecimal, Integer> limits, int entries) {

    static final SideOrders NONE = new SideOrders(OpenChains.NONE, TreePMap.empty(), 0);

    SideOrders counted(Order order, int change) {
      BigDecimal limit = order.limitPrice();
      if (limit == null) {
        return this;
      }
      int count = limits.getOrDefault(limit, 0) + change;
      return new SideOrders(
          chains, count == 0 ? limits.minus(limit) : limits.plus(limit, count), entries);
    }

    SideOrders with(OpenChains other) {
      return new SideOrders(other, limits, entries);
    }

    SideOrders withEntries(int change) {
      return new SideOrders(chains, limits, entries + change);
    }
  }

  private SymbolOrders(
      TreePMap<Submission, OwnOrder> own,
      TreePVector<Order> foreign,
      TreePMap<SlotId, TreePMap<Submission, OwnOrder>> bySlot,
      HashPMap<String, Order> byId,
      HashPMap<String, TreePSet<String>> replacements,
      SideOrders buys,
      SideOrders sells) {
    this.own = own;
    this.foreign = foreign;
    this.bySlot = bySlot;
    this.byId = byId;
    this.replacements = replacements;
    this.buys = buys;
    this.sells = sells;
  }

  SymbolOrders plus(OwnOrder line) {
    Submission at = Submission.of(line.order());
    SymbolOrders next =
        new SymbolOrders(
            own.plus(at, line),
            foreign,
            bySlot.plus(line.slot(), of(line.slot()).plus(at, line)),
            byId,
            replacements,
            buys,
            sells);
    return next.plus(line.order()).withEntries(line, 1);
  }

  SymbolOrders minus(OwnOrder line) {
    Submission at = Submission.of(line.order());
    TreePMap<Submission, OwnOrder> left = of(line.slot()).minus(at);
    SymbolOrders next =
        new SymbolOrders(
            own.minus(at),
            foreign,
            left.isEmpty() ? bySlot.minus(line.slot()) : bySlot.plus(line.slot(), left),
            byId,
            replacements,
            buys,
            sells);
    return next.minus(line.order()).withEntries(line, -1);
  }

  /** Adds orders of other origin. */
  SymbolOrders plusForeign(Collection<Order> orders) {
    SymbolOrders all =
        new SymbolOrders(own, foreign.plusAll(orders), bySlot, byId, replacements, buys, sells);
    for (Order order : orders) {
      all = all.plus(order);
    }
    return all;
  }

  /** Whether an order is open decides the chain of its replacements, so these are added anew. */
  private SymbolOrders plus(Order order) {
    TreePSet<String> itsReplacements = replacements.getOrDefault(order.id(), TreePSet.empty());
    SymbolOrders next = this;
    for (String id : itsReplacements) {
      next = next.withoutChain(byId.get(id));
    }
    next = next.with(byId.plus(order.id(), order), next.replacementsWith(order));
    next = next.withSide(order.side(), next.side(order.side()).counted(order, 1)).withChain(order);
    for (String id : itsReplacements) {
      next = next.withChain(byId.get(id));
    }
    return next;
  }

  private SymbolOrders minus(Order order) {
    TreePSet<String> itsReplacements = replacements.getOrDefault(order.id(), TreePSet.empty());
    SymbolOrders next = withoutChain(order);
    for (String id : itsReplacements) {
      next = next.withoutChain(byId.get(id));
    }
    next = next.with(byId.minus(order.id()), next.replacementsWithout(order));
    next = next.withSide(order.side(), next.side(order.side()).counted(order, -1));
    for (String id : itsReplacements) {
      next = next.withChain(byId.get(id));
    }
    return next;
  }

  private HashPMap<String, TreePSet<String>> replacementsWith(Order order) {
    if (order.replaces() == null) {
      return replacements;
    }
    TreePSet<String> ids = replacements.getOrDefault(order.replaces(), TreePSet.empty());
    return replacements.plus(order.replaces(), ids.plus(order.id()));
  }

  private HashPMap<String, TreePSet<String>> replacementsWithout(Order order) {
    if (order.replaces() == null) {
      return replacements;
    }
    TreePSet<String> left = replacements.get(order.replaces()).minus(order.id());
    return left.isEmpty()
        ? replacements.minus(order.replaces())
        : replacements.plus(order.replaces(), left);
  }

  private String chain(Order order) {
    return isOpen(order.replaces()) ? order.replaces() : order.id();
  }

  private SymbolOrders withChain(Order order) {
    SideOrders side = side(order.side());
    return withSide(order.side(), side.with(side.chains.plus(chain(order), order)));
  }

  private SymbolOrders withoutChain(Order order) {
    SideOrders side = side(order.side());
    return withSide(order.side(), side.with(side.chains.minus(chain(order), order)));
  }

  private SymbolOrders withEntries(OwnOrder line, int change) {
    Side side = line.order().side();
    return line.slot().slot() == Slot.ENTRY ? withSide(side, side(side).withEntries(change)) : this;
  }

  private SymbolOrders with(
      HashPMap<String, Order> orders, HashPMap<String, TreePSet<String>> ofReplaced) {
    return new SymbolOrders(own, foreign, bySlot, orders, ofReplaced, buys, sells);
  }

  private SymbolOrders withSide(Side side, SideOrders next) {
    return side == Side.BUY
        ? new SymbolOrders(own, foreign, bySlot, byId, replacements, next, sells)
        : new SymbolOrders(own, foreign, bySlot, byId, replacements, buys, next);
  }

  private SideOrders side(Side side) {
    return side == Side.BUY ? buys : sells;
  }

  /** Returns our orders, oldest submission first. */
  Collection<OwnOrder> own() {
    return own.values();
  }

  List<Order> foreign() {
    return foreign;
  }

  /** Returns the orders of the slot by submission. */
  TreePMap<Submission, OwnOrder> of(SlotId slot) {
    return bySlot.getOrDefault(slot, TreePMap.empty());
  }

  /** Returns every order, foreign orders first. */
  List<Order> all() {
    List<Order> all = new ArrayList<>(foreign);
    own.values().forEach(line -> all.add(line.order()));
    return all;
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  boolean isOpen(String id) {
    return id != null && byId.containsKey(id);
  }

  /** Whether an entry order of this installation is on that side. */
  boolean hasEntry(Side side) {
    return side(side).entries > 0;
  }

  /** Returns the limit of that side which an order of the other side meets first. */
  Optional<BigDecimal> bestLimit(Side side) {
    TreePMap<BigDecimal, Integer> limits = side(side).limits;
    return limits.isEmpty()
        ? Optional.empty()
        : Optional.of(side == Side.BUY ? limits.lastKey() : limits.firstKey());
  }

  /**
   * Returns the quantity that the orders of the side may still fill, without {@code except}.
   *
   * @param except null = none
   */
  BigDecimal quantity(Side side, Order except) {
    OpenChains chains = side(side).chains;
    Order left = except == null ? null : byId.get(except.id());
    return left == null || left.side() != side
        ? chains.total()
        : chains.minus(chain(left), left).total();
  }
}
