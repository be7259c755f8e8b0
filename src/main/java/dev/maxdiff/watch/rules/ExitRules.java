package dev.maxdiff.watch.rules;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of an exit watcher (CONTRACT 5.2 and 5.5).
 *
 * <p>The watcher keeps one order at the take-profit for the position of its key. Without an expiry
 * it ends when its position has become flat; with an expiry it waits for the next position until
 * then. It never gives up. When it expires with an open position, its order stays at the broker.
 */
public final class ExitRules implements WatcherRules<ExitMemory> {

  /** The state of a watcher whose order is refused for its size. */
  private static final String UNSELLABLE = "unsellable";

  private static final Duration SHORTEST_COOLDOWN = Duration.ofSeconds(60);

  /** Pause before an order is sent again that was refused for its size. */
  private static final int UNPROCESSABLE = 422;

  private static final Duration SIZE_PATIENCE = Duration.ofMinutes(10);

  private final ExitParameters p;
  private final ExitOrderFit fit;

  public ExitRules(ExitParameters parameters) {
    this.p = parameters;
    this.fit = new ExitOrderFit(parameters);
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
    return p.side().opposite();
  }

  @Override
  public Duration poll() {
    return p.poll();
  }

  @Override
  public ExitMemory start() {
    return ExitMemory.EMPTY;
  }

  @Override
  public boolean needsAccount(
      Instant now, BigDecimal position, List<Order> orders, ExitMemory memory) {
    return false;
  }

  /**
   * Fills are needed for a target, and after a restart to distinguish a closed position from one
   * that has not existed yet.
   */
  @Override
  public boolean needsFills(BigDecimal position, ExitMemory memory) {
    return p.target() != null || (position.signum() == 0 && !memory.positionSeen());
  }

  @Override
  public BigDecimal filled(List<Order> orders) {
    return OwnOrders.filled(orders, p.sinceGeneration(), p.startedAt());
  }

  @Override
  public Decision<ExitMemory> decide(PollSnapshot snapshot, ExitMemory memory) {
    List<Order> working = OwnOrders.working(snapshot.orders());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("position_qty", snapshot.position());
    fields.put("open_order_count", snapshot.orders().size());
    if (p.expiresAt() != null && !snapshot.now().isBefore(p.expiresAt())) {
      return expired(snapshot, working, memory, fields);
    }
    ExitTarget target = target(snapshot);
    if (p.target() != null) {
      fields.put("target_remaining", target.remaining());
      fields.put("target_filled", snapshot.filled());
    }
    if (target.reached()) {
      return ended("target_filled", working, memory, fields);
    }
    // a position below one increment cannot be sold and must not keep the watcher running
    if (p.increments().round(snapshot.position()).signum() == 0) {
      return flat(snapshot, working, memory, fields);
    }
    ExitMemory seen = memory.seen();
    BigDecimal wanted = p.increments().round(target.order());
    if (wanted.signum() == 0) {
      return Decision.waiting("awaiting_target_qty", seen, fields);
    }
    if (working.isEmpty() && !snapshot.orders().isEmpty()) {
      return Decision.waiting("awaiting_release", seen, fields);
    }
    return working.isEmpty()
        ? place(snapshot, wanted, seen, fields)
        : watch(snapshot, working, wanted, seen.orderSeen(true), fields);
  }

  private Decision<ExitMemory> expired(
      PollSnapshot snapshot, List<Order> working, ExitMemory memory, Map<String, Object> fields) {
    fields.put("active", false);
    fields.put("expired_at", snapshot.now());
    if (p.increments().round(snapshot.position()).signum() > 0) {
      return Decision.of("expired_uncovered", List.of(new Effect.End(0)), memory, fields);
    }
    return ended("expired", working, memory, fields);
  }

  private static Decision<ExitMemory> ended(
      String state, List<Order> working, ExitMemory memory, Map<String, Object> fields) {
    fields.put("active", false);
    List<Effect> effects = WatcherOrderRules.cancels(working);
    effects.add(new Effect.End(0));
    return Decision.of(state, effects, memory, fields);
  }

  private Decision<ExitMemory> flat(
      PollSnapshot snapshot, List<Order> working, ExitMemory memory, Map<String, Object> fields) {
    boolean hadSome =
        memory.positionSeen() || (snapshot.filled() != null && snapshot.filled().signum() > 0);
    boolean nothingOpen = snapshot.orders().isEmpty();
    if (hadSome && nothingOpen && p.expiresAt() == null) {
      return ended("target_filled", working, memory, fields);
    }
    return Decision.of(
        "awaiting_position", WatcherOrderRules.cancels(working), memory.forgotten(), fields);
  }

  private Decision<ExitMemory> watch(
      PollSnapshot snapshot,
      List<Order> working,
      BigDecimal wanted,
      ExitMemory memory,
      Map<String, Object> fields) {
    Order kept =
        working.stream()
            .filter(order -> fit.hasRightPrice(order, snapshot.quote(), memory))
            .findFirst()
            .orElse(working.get(0));
    List<Order> others = working.stream().filter(order -> order != kept).toList();
    if (!others.isEmpty()) {
      return Decision.of("watching_orders", WatcherOrderRules.cancels(others), memory, fields);
    }
    if (fit.isSmallRest(kept) && kept.remaining().compareTo(wanted) >= 0) {
      return Decision.waiting("watching_orders", memory.missing(null), fields);
    }
    if (!fit.hasRightPrice(kept, snapshot.quote(), memory)) {
      return correct(snapshot, kept, wanted, memory, fields);
    }
    if (fit.hasRightQuantity(kept, wanted)) {
      return Decision.waiting("watching_orders", memory.missing(null), fields);
    }
    // A fill is visible on the order before it is visible in the position: only a difference that
    // persists until the next poll is corrected.
    if (memory.wantedBefore() == null || memory.wantedBefore().compareTo(wanted) != 0) {
      return Decision.waiting("watching_orders", memory.missing(wanted), fields);
    }
    return correct(snapshot, kept, wanted, memory, fields);
  }

  private Decision<ExitMemory> correct(
      PollSnapshot snapshot,
      Order order,
      BigDecimal wanted,
      ExitMemory memory,
      Map<String, Object> fields) {
    if (memory.isTooSmall(wanted, snapshot.now(), SIZE_PATIENCE)) {
      return Decision.waiting("watching_orders", memory, fields);
    }
    boolean replaceable =
        order.filledQuantity().signum() == 0 && !order.id().equals(memory.unreplaceable());
    Effect effect =
        replaceable
            ? new Effect.Replace(order.id(), new Quantity(wanted), price(snapshot))
            : new Effect.Cancel(order.id());
    return replaceable
        ? Decision.of("submitting_exit", List.of(effect), memory, fields)
        : Decision.of("awaiting_release", List.of(effect), memory.forgotten(), fields);
  }

  private Decision<ExitMemory> place(
      PollSnapshot snapshot, BigDecimal wanted, ExitMemory memory, Map<String, Object> fields) {
    if (memory.isTooSmall(wanted, snapshot.now(), SIZE_PATIENCE)) {
      return Decision.waiting(UNSELLABLE, memory, fields);
    }
    // A filled order disappears before its position does: a new order would sell the position
    // twice.
    if (memory.orderSeen()) {
      return Decision.waiting("cooldown_wait", memory.orderSeen(false), fields);
    }
    if (memory.submittedAt() != null) {
      Duration since = Duration.between(memory.submittedAt(), snapshot.now());
      if (since.compareTo(cooldown()) < 0) {
        fields.put("last_order_submitted_at", memory.submittedAt());
        fields.put("time_since_submit", seconds(since));
        fields.put("cooldown_seconds", seconds(cooldown()));
        return Decision.waiting("cooldown_wait", memory, fields);
      }
    }
    OrderRequest request =
        new OrderRequest(
            p.symbol(),
            orderSide(),
            new Quantity(wanted),
            price(snapshot),
            WatcherOrderRules.timeInForce(p.symbol(), wanted),
            null);
    return Decision.of("submitting_exit", List.of(new Effect.Submit(request)), memory, fields);
  }

  @Override
  public Outcome<ExitMemory> accepted(Effect effect, Order order, Instant now, ExitMemory memory) {
    return new Outcome<>(
        "exit_submitted", memory.sent(now, order.id()), Map.of("last_order_submitted_at", now));
  }

  @Override
  public Outcome<ExitMemory> failed(
      Effect effect, BrokerException failure, Instant now, ExitMemory memory) {
    if (failure.isForItsSize()) {
      return tooSmall(effect, failure, now, memory);
    }
    ExitMemory after = memory;
    if (failure.isOutcomeUnknown() && effect instanceof Effect.Submit) {
      after = memory.sent(now, memory.sentOrderId());
    } else if (isUnprocessable(failure) && effect instanceof Effect.Replace replace) {
      after = memory.cannotReplace(replace.orderId());
    }
    String state = WatcherOrderRules.afterRefusal(failure, "exit_error");
    return new Outcome<>(state, after, Map.of("error", failure.getMessage()));
  }

  /**
   * Whether the order cannot be replaced in its state, so that it is cancelled first. What the
   * broker forbids for another cause it would forbid as a new order too: the standing order stays.
   */
  private static boolean isUnprocessable(BrokerException failure) {
    return failure.failure() == Failure.REJECTED && failure.status() == UNPROCESSABLE;
  }

  /** An order of this size is not sent at every poll; an order that it should replace stays. */
  private static Outcome<ExitMemory> tooSmall(
      Effect effect, BrokerException failure, Instant now, ExitMemory memory) {
    Map<String, Object> error = Map.of("error", failure.getMessage());
    if (effect instanceof Effect.Submit submit) {
      ExitMemory after = memory.tooSmall(submit.request().quantity().value(), now);
      return new Outcome<>(UNSELLABLE, after, error);
    }
    ExitMemory after =
        effect instanceof Effect.Replace replace
            ? memory.tooSmall(replace.quantity().value(), now)
            : memory;
    return new Outcome<>("exit_error", after, error);
  }

  @Override
  public boolean givesUp(int consecutiveErrors, Duration since) {
    return false;
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mode", "exit");
    fields.put("symbol", p.symbol().text());
    fields.put("side", p.side().toString());
    fields.put("exit_side", orderSide().toString());
    fields.put("takeprofit_price", p.takeprofit().value());
    if (p.target() != null) {
      fields.put("target_qty", p.target().value());
    }
    fields.put("price_tolerance", p.tolerance());
    fields.put("expiry_at", p.expiresAt());
    return fields;
  }

  private ExitTarget target(PollSnapshot snapshot) {
    BigDecimal target = p.target() == null ? null : p.target().value();
    return ExitTarget.of(target, snapshot.filled(), snapshot.position());
  }

  private Price price(PollSnapshot snapshot) {
    return fit.price(snapshot.quote());
  }

  private Duration cooldown() {
    return WatcherOrderRules.threePolls(p.poll(), SHORTEST_COOLDOWN);
  }

  private static BigDecimal seconds(Duration duration) {
    return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
  }
}
