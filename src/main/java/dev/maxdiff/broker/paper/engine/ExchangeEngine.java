package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.CancelRequested;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderAccepted;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderCanceled;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.OrderRejected;
import dev.maxdiff.broker.paper.engine.ExchangeEvent.ReplaceRequested;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides requests and the passage of time: pure functions of {@link ExchangeState}, deterministic
 * for seed, tape and requests.
 *
 * <p>The engine plays all trades up to the time of a request, then decides the request. A
 * marketable order fills at the quote at once, in full and as taker; {@link Matching} fills resting
 * orders. A replacement is a new order for the requested quantity (default: the remaining quantity
 * of the old order). Fills of the old order before the replacement reduce that quantity; at zero
 * the replacement is rejected.
 */
public final class ExchangeEngine {

  private final EngineSettings settings;
  private final OrderValidator rules;
  private final QuoteModel quotes;
  private final Matching matching;
  private final MarketFaults faults;

  ExchangeEngine(EngineSettings settings, MarketTape tape, long seed) {
    this(settings, tape, seed, MarketFaults.NONE);
  }

  public ExchangeEngine(EngineSettings settings, MarketTape tape, long seed, MarketFaults faults) {
    this.settings = settings;
    this.quotes = new QuoteModel(tape, settings.spread(), seed);
    this.rules = new OrderValidator(tape, quotes, settings.multiplier());
    this.matching = new Matching(settings, tape, faults);
    this.faults = faults;
  }

  /** The outcome of a request. */
  public sealed interface Outcome {
    /** The accepted order before its first fill. */
    record Placed(ExchangeOrder order) implements Outcome {}

    record CancelAccepted(String id) implements Outcome {}

    record Transferred(ExchangeTransfer transfer) implements Outcome {}

    record Refused(ApiError refusal) implements Outcome {}
  }

  public QuoteModel quotes() {
    return quotes;
  }

  /** Plays the tape up to {@code now}; an earlier time has no effect. */
  public void advance(Transaction transaction, Instant now) {
    matching.advance(transaction, now);
  }

  public Outcome submit(Transaction transaction, OrderRequest request, Instant now) {
    matching.advance(transaction, now);
    ExchangeState state = transaction.state();
    Optional<ApiError> refusal = rules.submit(state, request);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    ExchangeOrder order = newOrder(state, request, null);
    transaction.emit(new OrderAccepted(order, state.at()));
    if (faults.rejects(order, state.at())) {
      transaction.emit(new OrderRejected(order.id(), state.at()));
    } else if (order.status() == OrderStatus.NEW) {
      takeQuote(transaction, order);
    }
    boolean unfilled = transaction.state().open().containsKey(order.id());
    if (request.timeInForce() == TimeInForce.IOC && unfilled) {
      transaction.emit(new OrderCanceled(order.id(), state.at()));
    }
    return new Outcome.Placed(order);
  }

  public Outcome cancel(Transaction transaction, String id, Instant now) {
    matching.advance(transaction, now);
    ExchangeState state = transaction.state();
    Optional<ExchangeOrder> order = state.order(id);
    Optional<ApiError> refusal =
        order.isEmpty() ? Optional.of(unknown(id)) : rules.cancel(order.get());
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    transaction.emit(new CancelRequested(id, due(state), state.at()));
    return new Outcome.CancelAccepted(id);
  }

  public Outcome replace(Transaction transaction, String id, ReplaceRequest request, Instant now) {
    matching.advance(transaction, now);
    ExchangeState state = transaction.state();
    Optional<ExchangeOrder> found = state.order(id);
    if (found.isEmpty()) {
      return new Outcome.Refused(unknown(id));
    }
    ExchangeOrder old = found.get();
    OrderRequest terms = replacementTerms(old, request);
    Optional<ApiError> refusal = rules.replace(state, old, request, terms);
    if (refusal.isPresent()) {
      return new Outcome.Refused(refusal.get());
    }
    ExchangeOrder replacement = newOrder(state, terms, old);
    transaction.emit(new ReplaceRequested(id, replacement, due(state), state.at()));
    return new Outcome.Placed(replacement);
  }

  /**
   * Moves money into or out of the account. What open orders and positions bind stays.
   *
   * @param amount in USD, not zero; positive = deposit, negative = withdrawal
   */
  public Outcome transfer(Transaction transaction, BigDecimal amount, Instant now) {
    matching.advance(transaction, now);
    ExchangeState state = transaction.state();
    BigDecimal free = AccountFunds.of(state, quotes, settings.multiplier()).cashPower();
    if (amount.negate().compareTo(free) > 0) {
      return new Outcome.Refused(
          ApiError.forbidden(
              "amount: "
                  + ApiError.text(amount)
                  + " (expected: at most "
                  + AccountFunds.shown(free).toPlainString()
                  + " withdrawn)"));
    }
    transaction.emit(new ExchangeEvent.CashTransferred(amount, state.at()));
    List<ExchangeTransfer> transfers = transaction.state().transfers();
    return new Outcome.Transferred(transfers.get(transfers.size() - 1));
  }

  /** The terms of a replacement: a field that the request leaves out keeps its value. */
  private static OrderRequest replacementTerms(ExchangeOrder old, ReplaceRequest request) {
    OrderRequest before = old.terms();
    boolean open = old.remaining().signum() > 0;
    Quantity remaining = open ? new Quantity(old.remaining()) : before.quantity();
    return new OrderRequest(
        before.symbol(),
        before.side(),
        request.quantity() != null ? request.quantity() : remaining,
        request.limitPrice() != null ? request.limitPrice() : before.limitPrice(),
        request.timeInForce() != null ? request.timeInForce() : before.timeInForce(),
        request.clientOrderId());
  }

  private void takeQuote(Transaction transaction, ExchangeOrder order) {
    ExchangeState state = transaction.state();
    Optional<Quote> quote = quotes.quote(order.symbol(), state.cursor(), state.at());
    if (quote.isEmpty()) {
      return;
    }
    boolean buys = order.side() == Side.BUY;
    BigDecimal price = buys ? quote.get().ask() : quote.get().bid();
    int better = order.limit().compareTo(price);
    if (price.signum() > 0 && (buys ? better >= 0 : better <= 0)) {
      BigDecimal quantity = faults.fillQuantity(order, order.quantity(), state.at());
      matching.fill(transaction, order, price, quantity, false, state.at());
    }
  }

  private ExchangeOrder newOrder(
      ExchangeState state, OrderRequest request, ExchangeOrder replaced) {
    long number = state.clientOrderIds().size() + 1L;
    String id = uuid(state, "order", number);
    OrderRequest terms =
        request.clientOrderId() != null
            ? request
            : new OrderRequest(
                request.symbol(),
                request.side(),
                request.quantity(),
                request.limitPrice(),
                request.timeInForce(),
                uuid(state, "client order", number));
    Instant submitted = state.at();
    if (!submitted.isAfter(state.lastSubmission())) {
      submitted = state.lastSubmission().plusNanos(1_000); // clients page by this time
    }
    boolean waits = !request.symbol().isCrypto() && !MarketCalendar.isOpen(state.at());
    OrderStatus status =
        replaced != null ? OrderStatus.PENDING_NEW : waits ? OrderStatus.ACCEPTED : OrderStatus.NEW;
    return new ExchangeOrder(
        id,
        number,
        terms,
        status,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        submitted,
        submitted,
        null,
        null,
        status == OrderStatus.ACCEPTED ? MarketCalendar.nextOpen(state.at()) : null,
        expiry(terms, state.at()),
        replaced == null ? null : replaced.id(),
        null,
        replaced == null ? null : replaced.filled());
  }

  private static Instant expiry(OrderRequest terms, Instant at) {
    return terms.timeInForce() == TimeInForce.DAY ? MarketCalendar.nextClose(at) : null;
  }

  private Instant due(ExchangeState state) {
    return state.at().plus(settings.cancelDelay());
  }

  private static ApiError unknown(String id) {
    return ApiError.notFound("order not found for " + id);
  }

  private static String uuid(ExchangeState state, String kind, long number) {
    String name =
        kind + ":" + state.account().number() + ":" + state.account().epoch() + ":" + number;
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
