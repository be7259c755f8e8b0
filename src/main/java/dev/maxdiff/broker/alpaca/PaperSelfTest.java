package dev.maxdiff.broker.alpaca;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.Assumption.Verdict;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tries on a paper account whether the broker behaves as this runtime assumes.
 *
 * <p>It places orders of about 20 USD at half or twice the price, so that none fills, and cancels
 * all of them in the end, whatever happened. It must never be pointed at real money. The calling
 * thread does all the work and blocks meanwhile.
 */
public final class PaperSelfTest {

  private static final Symbol COIN = new Symbol("BTCUSD");
  private static final Symbol STOCK = new Symbol("AAPL");
  private static final BigDecimal NOTIONAL = new BigDecimal("20");
  private static final BigDecimal TWO = new BigDecimal("2");
  private static final Duration MOST_SKEW = Duration.ofSeconds(30);
  private static final int NOT_ENOUGH = 40310000;

  private final Broker broker;
  private final InstantSource machine;
  private final BooleanSupplier interrupted;
  private final Consumer<Assumption> report;
  private final SelfTestOrders orders;
  private boolean allTrue = true;

  /**
   * @param machine the clock that the broker's is compared with
   * @param run letters and digits that no other run has used
   * @param interrupted asked between two steps; when true the rest is left out
   * @param report is told each finding, in order
   */
  public PaperSelfTest(
      Broker broker,
      InstantSource machine,
      String run,
      BooleanSupplier interrupted,
      Consumer<Assumption> report) {
    this.broker = broker;
    this.machine = machine;
    this.interrupted = interrupted;
    this.report = report;
    this.orders = new SelfTestOrders(broker, run);
  }

  /** What a step saw of its assumption. */
  private record Seen(Verdict verdict, String words) {
    static Seen of(boolean holds, String words) {
      return new Seen(holds ? Verdict.TRUE : Verdict.FALSE, words);
    }

    static Seen notTried(String why) {
      return new Seen(Verdict.NOT_TRIED, why);
    }
  }

  /**
   * Tries everything; {@link #cleanUp} belongs after it.
   *
   * @return whether nothing was found false, left out, or lost for want of an answer
   */
  public boolean run() {
    step("the broker's clock is at most 30 s from this machine's", this::clock);
    step("an order far from the market rests", () -> Seen.of(rest().isOpen(), "it is open"));
    step("an order is found by its client_order_id", this::found);
    step("a client_order_id of an open order is refused (422)", this::idOfOpen);
    step("an open buy order holds its cash", this::cashIsHeld);
    step("PATCH carries a new client_order_id", this::patchWithId);
    step("a replaced order names the one that replaced it", this::replacedNamesNext);
    step("PATCH without client_order_id loses ours", this::patchWithoutId);
    step("DELETE's answer means accepted, not done", this::deleteIsAccepted);
    step("a client_order_id stays taken after a cancel (422)", this::idOfCancelled);
    step("a sale of more than there is: 403 40310000 with available", this::notEnough);
    step("a quantity stays reserved until its order is terminal", this::reserved);
    step("a price finer than a cent is refused (422)", this::subPenny);
    step("an order of a fractional quantity cannot be replaced", this::fractional);
    return allTrue;
  }

  /** Cancels everything that any self-test has left open; what could not be confirmed, in words. */
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
    report.accept(new Assumption(words, seen.verdict, seen.words));
  }

  /** Only an answer can speak against an assumption. */
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
    Order order = rest();
    Optional<Order> read = broker.orderByClientOrderId(order.clientOrderId());
    boolean same = read.map(Order::id).filter(order.id()::equals).isPresent();
    return Seen.of(same, same ? order.clientOrderId() : "not found");
  }

  private Seen idOfOpen() {
    return refused(422, () -> restAs(rest().clientOrderId()));
  }

  private Seen cashIsHeld() {
    BigDecimal before = broker.account().nonMarginableBuyingPower();
    rest();
    BigDecimal after = broker.account().nonMarginableBuyingPower();
    return Seen.of(after.compareTo(before) < 0, before + " before, " + after + " after");
  }

  private Seen patchWithId() {
    String id = orders.newClientOrderId();
    Order next = orders.move(rest(), far(Side.BUY, "0.49"), id);
    return Seen.of(next.clientOrderId().equals(id), "it is " + next.clientOrderId());
  }

  private Seen replacedNamesNext() {
    Order order = rest();
    Order next = orders.move(order, far(Side.BUY, "0.49"), orders.newClientOrderId());
    Order ended = orders.awaitTerminal(order.id());
    boolean names = ended.status() == OrderStatus.REPLACED && next.id().equals(ended.replacedBy());
    return Seen.of(names, ended.status() + " by " + ended.replacedBy());
  }

  private Seen patchWithoutId() {
    Order order = rest();
    Order next = orders.move(order, far(Side.BUY, "0.49"), null);
    boolean lost = !next.clientOrderId().startsWith(SelfTestOrders.PREFIX);
    return Seen.of(lost, "it became " + next.clientOrderId());
  }

  /** Whoever reads a cancelled order at once sees it pending, unless the broker was quicker. */
  private Seen deleteIsAccepted() {
    Order order = rest();
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
    Order order = rest();
    broker.cancel(order.id());
    Order ended = orders.awaitTerminal(order.id());
    return ended.isOpen()
        ? Seen.notTried("the order is still " + ended.status())
        : refused(422, () -> restAs(order.clientOrderId()));
  }

  private Seen notEnough() {
    BigDecimal held = position().map(Position::quantity).orElse(BigDecimal.ZERO);
    return refusedAsNotEnough(held.add(BigDecimal.ONE));
  }

  /** Only what is free is offered, so that no order of the account is in the way. */
  private Seen reserved() {
    BigDecimal free = position().map(Position::available).orElse(BigDecimal.ZERO);
    if (free.multiply(price(COIN)).compareTo(NOTIONAL) < 0) {
      return Seen.notTried("it takes a free holding of " + COIN + " of 20 USD or more");
    }
    Order order = sale(free);
    Seen whileOpen = refusedAsNotEnough(free);
    broker.cancel(order.id());
    Order ended = orders.awaitTerminal(order.id());
    if (whileOpen.verdict != Verdict.TRUE || ended.isOpen()) {
      return Seen.of(false, whileOpen.words + "; then " + ended.status());
    }
    Order again = sale(free);
    return Seen.of(again.isOpen(), "refused while open, taken once it was " + ended.status());
  }

  private Seen subPenny() {
    return untradable()
        .orElseGet(
            () -> {
              Price finer = new Price(half(STOCK, 2).add(new BigDecimal("0.001")));
              return refused(422, () -> stock(BigDecimal.ONE, finer));
            });
  }

  private Seen fractional() {
    return untradable()
        .orElseGet(
            () -> {
              Order order = stock(new BigDecimal("0.5"), new Price(half(STOCK, 2)));
              Price lower = new Price(half(STOCK, 2).subtract(BigDecimal.ONE));
              return refused(0, () -> orders.move(order, lower, orders.newClientOrderId()));
            });
  }

  /** Why no stock can be tried here; empty when it can. */
  private Optional<Seen> untradable() {
    boolean quoted = broker.quotes(Set.of(STOCK)).containsKey(STOCK);
    Optional<Asset> asset = broker.asset(STOCK).filter(Asset::tradable);
    return quoted && asset.isPresent()
        ? Optional.empty()
        : Optional.of(Seen.notTried("the broker has no quote of " + STOCK));
  }

  private Order rest() {
    return restAs(orders.newClientOrderId());
  }

  private Order restAs(String clientOrderId) {
    Price price = far(Side.BUY, "0.5");
    BigDecimal quantity = NOTIONAL.divide(price.value(), 6, RoundingMode.UP);
    return orders.place(
        COIN, Side.BUY, new Quantity(quantity), price, TimeInForce.GTC, clientOrderId);
  }

  private Order sale(BigDecimal quantity) {
    return orders.place(
        COIN,
        Side.SELL,
        new Quantity(quantity),
        far(Side.SELL, "2"),
        TimeInForce.GTC,
        orders.newClientOrderId());
  }

  private Order stock(BigDecimal quantity, Price price) {
    return orders.place(
        STOCK, Side.BUY, new Quantity(quantity), price, TimeInForce.DAY, orders.newClientOrderId());
  }

  private Seen refusedAsNotEnough(BigDecimal quantity) {
    try {
      Order order = sale(quantity);
      return Seen.of(false, "it was taken as " + order.status());
    } catch (BrokerException e) {
      boolean said = refusal(e).code() == NOT_ENOUGH && e.getMessage().contains("available");
      return Seen.of(e.status() == 403 && said, e.getMessage());
    }
  }

  /** Tries what must be refused; a status of 0 is any that changes nothing. */
  private Seen refused(int status, Supplier<Order> trial) {
    try {
      return Seen.of(false, "it was taken as " + trial.get().status());
    } catch (BrokerException e) {
      int answered = refusal(e).status();
      return Seen.of(status == 0 || status == answered, e.getMessage());
    }
  }

  /** What is no answer to the question goes on to {@link #unexpected}. */
  private static BrokerException refusal(BrokerException e) {
    if (e.failure() != Failure.REJECTED) {
      throw e;
    }
    return e;
  }

  private Optional<Position> position() {
    return broker.positions().stream().filter(held -> held.symbol().equals(COIN)).findFirst();
  }

  private Price far(Side side, String factor) {
    BigDecimal price = price(COIN).multiply(new BigDecimal(factor));
    return new Price(price.setScale(1, side == Side.BUY ? RoundingMode.DOWN : RoundingMode.UP));
  }

  private BigDecimal half(Symbol symbol, int scale) {
    return price(symbol).divide(TWO, scale, RoundingMode.DOWN);
  }

  private BigDecimal price(Symbol symbol) {
    Quote quote = broker.quotes(Set.of(symbol)).get(symbol);
    if (quote == null || quote.bid().signum() <= 0) {
      throw new BrokerException(
          Failure.NOT_FOUND, 404, 0, "no quote of " + symbol + " to place orders by");
    }
    return quote.bid();
  }

  /** The account that would be tried. */
  public Account account() {
    return broker.account();
  }
}
