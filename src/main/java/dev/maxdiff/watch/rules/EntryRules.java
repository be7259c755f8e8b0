package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.domain.PlacementPrice;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The rules of an entry watcher (CONTRACT 5.1 and 5.4).
 *
 * <p>The watcher stages its target quantity until it expires. An entry that holds its target stays
 * {@code position_open}; after its position is closed, it waits for its trigger again. A price that
 * the market has passed is a trigger too. An own order of this generation was sent for this wish;
 * its price moves only towards the limit. An order of an earlier generation must fit price and
 * quantity, or it is replaced: a new wish never waits on the old wish's price (hazard H14).
 */
public final class EntryRules implements WatcherRules<EntryMemory> {

  private static final Duration SHORTEST_RESERVATION = Duration.ofSeconds(120);
  private static final Duration ERROR_LIMIT_TIME = Duration.ofMinutes(5);
  private static final int MOST_ERRORS = 10;
  private static final BigDecimal MATCH_CRYPTO = new BigDecimal("0.005");
  private static final BigDecimal MATCH_EQUITY = new BigDecimal("0.001");

  private final EntryParameters p;
  private final PlacementPrice price;

  public EntryRules(EntryParameters parameters) {
    this.p = parameters;
    this.price = new PlacementPrice(Slot.ENTRY, p.side(), p.limit(), p.increments());
  }

  @Override
  public Symbol symbol() {
    return p.symbol();
  }

  @Override
  public Side entrySide() {
    return p.side();
  }

  @Override
  public Side orderSide() {
    return p.side();
  }

  @Override
  public Duration poll() {
    return p.poll();
  }

  @Override
  public EntryMemory start() {
    return EntryMemory.EMPTY;
  }

  @Override
  public boolean needsAccount(
      Instant now, BigDecimal position, List<Order> orders, EntryMemory memory) {
    return orders.isEmpty()
        && now.isBefore(p.expiresAt())
        && !exposure(now, position, orders, memory).targetReached();
  }

  @Override
  public boolean needsFills(BigDecimal position, EntryMemory memory) {
    return false;
  }

  @Override
  public BigDecimal filled(List<Order> orders) {
    return OwnOrders.filled(orders, p.generation(), Instant.MAX);
  }

  @Override
  public Decision<EntryMemory> decide(PollSnapshot snapshot, EntryMemory memory) {
    List<Order> working = OwnOrders.working(snapshot.orders());
    Map<String, Object> fields = new LinkedHashMap<>();
    if (!snapshot.now().isBefore(p.expiresAt())) {
      return expired(snapshot, working, memory);
    }
    EntryExposure exposure =
        exposure(snapshot.now(), snapshot.position(), snapshot.orders(), memory);
    EntryMemory seen = memory.seen(exposure, snapshot.position());
    report(fields, snapshot, exposure);
    List<Order> stale = WatcherOrderRules.stale(working, snapshot.now());
    if (!stale.isEmpty()) {
      return Decision.of("old_orders_canceled", WatcherOrderRules.cancels(stale), seen, fields);
    }
    List<Order> misfits = working.stream().filter(order -> !fits(order, snapshot)).toList();
    if (!misfits.isEmpty()) {
      return correct(snapshot, working, misfits, seen, fields);
    }
    if (exposure.targetReached()) {
      return Decision.waiting("position_open", seen, fields);
    }
    if (!snapshot.orders().isEmpty()) {
      return Decision.waiting("awaiting_fill", seen, fields);
    }
    return place(snapshot, exposure, seen, fields);
  }

  private Decision<EntryMemory> expired(
      PollSnapshot snapshot, List<Order> working, EntryMemory memory) {
    List<Effect> effects = WatcherOrderRules.cancels(working);
    effects.add(new Effect.End(0));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("active", false);
    fields.put("expired_at", snapshot.now());
    return Decision.of("expired", effects, memory, fields);
  }

  /**
   * Replaces an order of an earlier wish by one of this wish; cancels it while the trigger
   * condition is not met.
   */
  private Decision<EntryMemory> correct(
      PollSnapshot snapshot,
      List<Order> working,
      List<Order> misfits,
      EntryMemory memory,
      Map<String, Object> fields) {
    Order first = misfits.get(0);
    BigDecimal wanted = p.increments().round(wanted(snapshot.position()));
    boolean replaceable =
        working.size() == misfits.size()
            && first.filledQuantity().signum() == 0
            && !first.id().equals(memory.unreplaceable());
    if (replaceable && wanted.signum() > 0 && isTriggered(snapshot)) {
      List<Effect> effects = WatcherOrderRules.cancels(misfits.subList(1, misfits.size()));
      effects.add(new Effect.Replace(first.id(), new Quantity(wanted), price(snapshot)));
      return Decision.of("submitting_order", effects, memory, fields);
    }
    return Decision.of("old_orders_canceled", WatcherOrderRules.cancels(misfits), memory, fields);
  }

  private Decision<EntryMemory> place(
      PollSnapshot snapshot,
      EntryExposure exposure,
      EntryMemory memory,
      Map<String, Object> fields) {
    BigDecimal reference = WatcherOrderRules.reference(p.side(), snapshot.quote());
    if (reference.signum() <= 0) {
      return Decision.waiting("awaiting_price", memory, fields);
    }
    if (!isTriggered(snapshot)) {
      return Decision.waiting("waiting_for_trigger", memory, fields);
    }
    Price price = price(snapshot);
    BigDecimal quantity = quantity(exposure.remaining());
    if (!EntryCash.allows(p.side(), price.value(), quantity, snapshot.account())) {
      return Decision.waiting("blocked_no_cash", memory, fields);
    }
    boolean overriding = p.force() && !memory.triggerOverridden();
    List<String> states =
        overriding ? List.of("trigger_override", "submitting_order") : List.of("submitting_order");
    OrderRequest request =
        new OrderRequest(
            p.symbol(),
            p.side(),
            new Quantity(quantity),
            price,
            WatcherOrderRules.timeInForce(p.symbol(), quantity),
            null);
    return new Decision<>(
        states,
        List.of(new Effect.Submit(request)),
        overriding ? memory.overridden() : memory,
        fields);
  }

  @Override
  public Outcome<EntryMemory> accepted(
      Effect effect, Order order, Instant now, EntryMemory memory) {
    BigDecimal quantity =
        effect instanceof Effect.Submit submit
            ? submit.request().quantity().value()
            : BigDecimal.ZERO; // the order was counted when it was placed
    return new Outcome<>(
        "order_submitted",
        memory.reserved(quantity, now.plus(reservation())),
        Map.of("order_submission", "accepted"));
  }

  @Override
  public Outcome<EntryMemory> failed(
      Effect effect, BrokerException failure, Instant now, EntryMemory memory) {
    EntryMemory after = memory;
    if (failure.isOutcomeUnknown() && effect instanceof Effect.Submit submit) {
      after = memory.reserved(submit.request().quantity().value(), now.plus(reservation()));
    } else if (failure.failure() == Failure.REJECTED && effect instanceof Effect.Replace replace) {
      after = memory.cannotReplace(replace.orderId());
    }
    String state = WatcherOrderRules.afterRefusal(failure, "order_error");
    return new Outcome<>(state, after, Map.of("error", failure.getMessage()));
  }

  /**
   * Returns true for a stock entry with at least 10 errors in a row over at least 5 minutes; a
   * crypto entry never gives up.
   */
  @Override
  public boolean givesUp(int consecutiveErrors, Duration since) {
    return !p.symbol().isCrypto()
        && consecutiveErrors >= MOST_ERRORS
        && since.compareTo(ERROR_LIMIT_TIME) >= 0;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mode", "entry");
    fields.put("symbol", p.symbol().text());
    fields.put("side", p.side().toString());
    fields.put("limit_price", p.limit().value());
    fields.put("target_qty", p.target().value());
    fields.put("tolerance_pct", p.tolerance());
    fields.put("expiry_at", p.expiresAt());
    fields.put("force_immediate", p.force());
    if (p.priorityRank() != null) {
      fields.put("priority_rank", p.priorityRank());
    }
    return fields;
  }

  private EntryExposure exposure(
      Instant now, BigDecimal position, List<Order> orders, EntryMemory memory) {
    return EntryExposure.of(
        memory, position, OwnOrders.openQuantity(orders), p.target().value(), now, reservation());
  }

  private void report(Map<String, Object> fields, PollSnapshot snapshot, EntryExposure exposure) {
    fields.put("position_qty", snapshot.position());
    fields.put("open_order_count", snapshot.orders().size());
    fields.put("open_order_qty", OwnOrders.openQuantity(snapshot.orders()));
    fields.put("effective_qty", exposure.effective());
    fields.put("remaining_qty", exposure.remaining());
    fields.put("pending_qty", exposure.pending());
    fields.put("pending_expires_at", exposure.pendingExpiresAt());
    BigDecimal reference = WatcherOrderRules.reference(p.side(), snapshot.quote());
    fields.put("last_reference_price", reference.signum() > 0 ? reference : null);
  }

  /**
   * An order of this generation was sent for this wish: it keeps its quantity, and its price as
   * long as {@link PlacementPrice#keeps} it or the trigger condition is not met. An order without a
   * generation in its id counts as such an order.
   */
  private boolean fits(Order order, PollSnapshot snapshot) {
    OptionalLong placedBy = OwnOrders.generation(order);
    if (placedBy.isEmpty()) {
      return true;
    }
    BigDecimal limit = order.limitPrice();
    if (placedBy.getAsLong() == p.generation()) {
      return limit == null
          || !isTriggered(snapshot)
          || price.keeps(limit, snapshot.quote(), p.tolerance());
    }
    BigDecimal near = p.symbol().isCrypto() ? MATCH_CRYPTO : MATCH_EQUITY;
    BigDecimal difference = order.remaining().subtract(wanted(snapshot.position())).abs();
    return limit != null
        && !price.isWorse(limit)
        && (price.own().isWithin(near, limit) || price.serves(limit, snapshot.quote()))
        && difference.compareTo(p.increments().quantity()) <= 0;
  }

  private BigDecimal wanted(BigDecimal position) {
    return p.target().value().subtract(position).max(BigDecimal.ZERO);
  }

  private boolean isTriggered(PollSnapshot snapshot) {
    BigDecimal reference = WatcherOrderRules.reference(p.side(), snapshot.quote());
    return reference.signum() > 0
        && (p.force()
            || price.isPassed(snapshot.quote())
            || WatcherOrderRules.withinTolerance(
                reference.doubleValue(),
                p.limit().value().doubleValue(),
                p.tolerance().doubleValue()));
  }

  private Price price(PollSnapshot snapshot) {
    return price.at(snapshot.quote());
  }

  private BigDecimal quantity(BigDecimal remaining) {
    BigDecimal raised =
        WatcherOrderRules.raisedToMinimum(
            p.symbol(), remaining, p.limit().value(), p.environment());
    return raised.equals(remaining)
        ? p.increments().round(remaining)
        : p.increments().roundUp(raised);
  }

  private Duration reservation() {
    return WatcherOrderRules.threePolls(p.poll(), SHORTEST_RESERVATION);
  }
}
