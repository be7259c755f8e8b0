package dev.maxdiff.broker.alpaca.selftest;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.alpaca.selftest.AssumptionResult.Verdict;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tests on a paper account the assumptions of this runtime about its broker.
 *
 * <p>The test places orders of about 20 USD at half or twice the price, so that no order fills;
 * {@link #cleanUp} cancels all of them. It must never run on an account with real money. All calls
 * block the calling thread.
 */
public final class PaperSelfTest {

  private static final Duration MOST_SKEW = Duration.ofSeconds(30);
  private static final int NOT_ENOUGH = 40310000;

  private final Broker broker;
  private final InstantSource machine;
  private final BooleanSupplier interrupted;
  private final Consumer<AssumptionResult> report;
  private final SelfTestOrders orders;
  private boolean allTrue = true;

  /**
   * @param machine the local clock, to compare with the broker's
   * @param run letters and digits that no other run uses
   * @param interrupted read before each step; true skips the remaining steps
   * @param report receives each result, in order
   */
  public PaperSelfTest(
      Broker broker,
      InstantSource machine,
      String run,
      BooleanSupplier interrupted,
      Consumer<AssumptionResult> report) {
    this.broker = broker;
    this.machine = machine;
    this.interrupted = interrupted;
    this.report = report;
    this.orders = new SelfTestOrders(broker, run);
  }

  /** The observation of a step. */
  private record Seen(Verdict verdict, String words) {
    static Seen of(boolean holds, String words) {
      return new Seen(holds ? Verdict.TRUE : Verdict.FALSE, words);
    }

    static Seen notTried(String why) {
      return new Seen(Verdict.NOT_TRIED, why);
    }
  }

  /**
   * Runs all steps; the caller must call {@link #cleanUp} afterwards.
   *
   * @return false when a result is {@code FALSE}, a step was skipped, or a request failed
   */
  public boolean run() {
    step("the broker's clock is at most 30 s from this machine's", this::clock);
    step("an order far from the market rests", () -> Seen.of(orders.rest().isOpen(), "it is open"));
    step("an order is found by its client_order_id", this::found);
    step("a client_order_id of an open order is refused (422)", this::idOfOpen);
    step("an open buy order holds its cash", this::cashIsHeld);
    step("PATCH carries a new client_order_id", this::patchWithId);
    step("a replaced order names the one that replaced it", this::replacedNamesNext);
    step("PATCH without client_order_id loses ours", this::patchWithoutId);
    step("DELETE's answer means accepted, not done", this::deleteIsAccepted);
    step("a client_order_id stays taken after a cancel (422)", this::idOfCancelled);
    step("a sale of more than there is: 403 40310000 with available", this::notEnough);
    step("a sale below the minimum value is taken, or refused for its size", this::small);
    step("a quantity stays reserved until its order is terminal", this::reserved);
    step("a price finer than a cent is refused (422)", this::subPenny);
    step("an order of a fractional quantity cannot be replaced", this::fractional);
    return allTrue;
  }

  /**
   * Cancels the open orders of every self-test.
   *
   * @return one line per order without a confirmed end; empty = all orders have ended
   */
  public List<String> cleanUp() {
    return orders.cancelAll();
  }

  private void step(String words, Supplier<Seen> trial) {
    if (interrupted.getAsBoolean()) {
      allTrue = false;
      return;
    }
    Seen seen;
    try {
      seen = trial.get();
    } catch (BrokerException e) {
      seen = unexpected(e);
      allTrue = false;
    }
    allTrue = allTrue && seen.verdict != Verdict.FALSE;
    report.accept(new AssumptionResult(words, seen.verdict, seen.words));
  }

  /** A failure without a response does not disprove an assumption. */
  private static Seen unexpected(BrokerException e) {
    return switch (e.failure()) {
      case RATE_LIMITED, UNREACHABLE, UNRESOLVED -> Seen.notTried(e.getMessage());
      default -> Seen.of(false, e.getMessage());
    };
  }

  private Seen clock() {
    Duration skew = Duration.between(machine.instant(), broker.clock().at()).abs();
    String shown = skew.toMillis() / 1000 + "." + skew.toMillis() % 1000 / 100 + " s";
    return Seen.of(skew.compareTo(MOST_SKEW) <= 0, shown);
  }

  private Seen found() {
    Order order = orders.rest();
    Optional<Order> read = broker.orderByClientOrderId(order.clientOrderId());
    boolean same = read.map(Order::id).filter(order.id()::equals).isPresent();
    return Seen.of(same, same ? order.clientOrderId() : "not found");
  }

  private Seen idOfOpen() {
    return refused(422, () -> orders.restAs(orders.rest().clientOrderId()));
  }

  private Seen cashIsHeld() {
    BigDecimal before = broker.account().nonMarginableBuyingPower();
    orders.rest();
    BigDecimal after = broker.account().nonMarginableBuyingPower();
    return Seen.of(after.compareTo(before) < 0, before + " before, " + after + " after");
  }

  private Seen patchWithId() {
    String id = orders.newClientOrderId();
    Order next = orders.move(orders.rest(), orders.far(Side.BUY, "0.49"), id);
    return Seen.of(next.clientOrderId().equals(id), "it is " + next.clientOrderId());
  }

  private Seen replacedNamesNext() {
    Order order = orders.rest();
    Order next = orders.move(order, orders.far(Side.BUY, "0.49"), orders.newClientOrderId());
    Order ended = orders.awaitTerminal(order.id());
    boolean names = ended.status() == OrderStatus.REPLACED && next.id().equals(ended.replacedBy());
    return Seen.of(names, ended.status() + " by " + ended.replacedBy());
  }

  private Seen patchWithoutId() {
    Order order = orders.rest();
    Order next = orders.move(order, orders.far(Side.BUY, "0.49"), null);
    boolean lost = !next.clientOrderId().startsWith(SelfTestOrders.PREFIX);
    return Seen.of(lost, "it became " + next.clientOrderId());
  }

  /** A read right after the cancel shows a pending order, unless the broker has finished before. */
  private Seen deleteIsAccepted() {
    Order order = orders.rest();
    broker.cancel(order.id());
    OrderStatus atOnce = broker.order(order.id()).map(Order::status).orElseThrow();
    Order ended = orders.awaitTerminal(order.id());
    if (ended.isOpen()) {
      return Seen.of(false, "still " + ended.status() + " after 20 s");
    }
    return atOnce.isTerminal()
        ? Seen.notTried("it was " + atOnce + " before it could be read")
        : Seen.of(true, atOnce + ", then " + ended.status());
  }

  private Seen idOfCancelled() {
    Order order = orders.rest();
    broker.cancel(order.id());
    Order ended = orders.awaitTerminal(order.id());
    return ended.isOpen()
        ? Seen.notTried("the order is still " + ended.status())
        : refused(422, () -> orders.restAs(order.clientOrderId()));
  }

  private Seen notEnough() {
    BigDecimal held = position().map(Position::quantity).orElse(BigDecimal.ZERO);
    return refusedAsNotEnough(held.add(BigDecimal.ONE));
  }

  /** Sells the unreserved quantity only, so that other orders of the account do not interfere. */
  private Seen reserved() {
    BigDecimal free = position().map(Position::available).orElse(BigDecimal.ZERO);
    if (free.multiply(orders.price(SelfTestOrders.COIN)).compareTo(SelfTestOrders.NOTIONAL) < 0) {
      return Seen.notTried(
          "it takes a free holding of " + SelfTestOrders.COIN + " of 20 USD or more");
    }
    Order order = orders.sale(free);
    Seen whileOpen = refusedAsNotEnough(free);
    broker.cancel(order.id());
    Order ended = orders.awaitTerminal(order.id());
    if (whileOpen.verdict != Verdict.TRUE || ended.isOpen()) {
      return Seen.of(false, whileOpen.words + "; then " + ended.status());
    }
    Order again = orders.sale(free);
    return Seen.of(again.isOpen(), "refused while open, taken once it was " + ended.status());
  }

  /**
   * Sells what is free, at most half of the minimum value. Alpaca does not document whether it
   * takes a closing order below its minimum: both answers are right, but the runtime must know a
   * refusal for the size by its words.
   */
  private Seen small() {
    BigDecimal free = position().map(Position::available).orElse(BigDecimal.ZERO);
    if (free.signum() == 0) {
      return Seen.notTried("it takes a free holding of " + SelfTestOrders.COIN);
    }
    BigDecimal quantity = free.min(orders.belowMinimum());
    String words =
        quantity.toPlainString() + " of the free " + free.stripTrailingZeros().toPlainString();
    try {
      return Seen.of(true, words + " was taken as " + orders.sale(quantity).status());
    } catch (BrokerException e) {
      return Seen.of(refusal(e).isForItsSize(), words + " was refused: " + e.getMessage());
    }
  }

  private Seen subPenny() {
    return untradable()
        .orElseGet(
            () -> {
              Price finer =
                  new Price(orders.half(SelfTestOrders.STOCK, 2).add(new BigDecimal("0.001")));
              return refused(422, () -> orders.stock(BigDecimal.ONE, finer));
            });
  }

  private Seen fractional() {
    return untradable()
        .orElseGet(
            () -> {
              Order order =
                  orders.stock(
                      new BigDecimal("0.5"), new Price(orders.half(SelfTestOrders.STOCK, 2)));
              Price lower =
                  new Price(orders.half(SelfTestOrders.STOCK, 2).subtract(BigDecimal.ONE));
              return refused(0, () -> orders.move(order, lower, orders.newClientOrderId()));
            });
  }

  /** The reason why the test cannot trade a stock; empty = it can. */
  private Optional<Seen> untradable() {
    boolean quoted = broker.quotes(Set.of(SelfTestOrders.STOCK)).containsKey(SelfTestOrders.STOCK);
    Optional<Asset> asset = broker.asset(SelfTestOrders.STOCK).filter(Asset::tradable);
    return quoted && asset.isPresent()
        ? Optional.empty()
        : Optional.of(Seen.notTried("the broker has no quote of " + SelfTestOrders.STOCK));
  }

  private Seen refusedAsNotEnough(BigDecimal quantity) {
    try {
      Order order = orders.sale(quantity);
      return Seen.of(false, "it was taken as " + order.status());
    } catch (BrokerException e) {
      boolean said = refusal(e).code() == NOT_ENOUGH && e.getMessage().contains("available");
      return Seen.of(e.status() == 403 && said, e.getMessage());
    }
  }

  /** Sends a request that the broker must reject; status 0 = any status of a rejection. */
  private Seen refused(int status, Supplier<Order> trial) {
    try {
      return Seen.of(false, "it was taken as " + trial.get().status());
    } catch (BrokerException e) {
      int answered = refusal(e).status();
      return Seen.of(status == 0 || status == answered, e.getMessage());
    }
  }

  /** Rethrows every failure but a rejection; {@link #unexpected} classifies it. */
  private static BrokerException refusal(BrokerException e) {
    if (e.failure() != Failure.REJECTED) {
      throw e;
    }
    return e;
  }

  private Optional<Position> position() {
    return broker.positions().positions().stream()
        .filter(held -> held.symbol().equals(SelfTestOrders.COIN))
        .findFirst();
  }

  /** The account of the test. */
  public Account account() {
    return broker.account();
  }
}
