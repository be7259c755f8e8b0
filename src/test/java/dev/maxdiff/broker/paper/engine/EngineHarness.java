package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drives an engine without an actor, at chosen instants. */
public final class EngineHarness {

  private final MarketTape tape;
  private final ExchangeEngine engine;
  private final ExchangeSettings settings;
  private final List<Transaction.Step> steps = new ArrayList<>();
  private ExchangeState state;
  private Instant now;

  public EngineHarness(ExchangeSettings settings, MarketTape tape) {
    this(settings, tape, MarketFaults.NONE);
  }

  public EngineHarness(ExchangeSettings settings, MarketTape tape, MarketFaults faults) {
    this.tape = tape;
    this.settings = settings;
    this.engine = new ExchangeEngine(settings.engine(), tape, settings.seed(), faults);
    this.now = tape.start();
    this.state =
        ExchangeState.empty()
            .on(
                new ExchangeEvent.Opened(
                    "MX1", settings.startingCash(), 7, tape.fingerprint(), 0, tape.start()));
  }

  public EngineHarness at(Instant instant) {
    now = instant;
    Transaction turn = new Transaction(state);
    engine.advance(turn, now);
    return end(turn);
  }

  /** Seconds after the tape's start. */
  public EngineHarness at(double seconds) {
    return at(tape.start().plusMillis((long) (seconds * 1000)));
  }

  public ExchangeEngine.Outcome submit(
      Symbol symbol, Side side, String quantity, String price, TimeInForce tif, String id) {
    Transaction turn = new Transaction(state);
    var outcome =
        engine.submit(
            turn,
            new OrderRequest(symbol, side, Quantity.parse(quantity), Price.parse(price), tif, id),
            now);
    end(turn);
    return outcome;
  }

  /** Places a GTC order of BTC and returns its id. */
  public String buy(String quantity, String price) {
    return placed(submit(Tapes.BTC, Side.BUY, quantity, price, TimeInForce.GTC, null));
  }

  String sell(String quantity, String price) {
    return placed(submit(Tapes.BTC, Side.SELL, quantity, price, TimeInForce.GTC, null));
  }

  ApiError refusedBuy(String quantity, String price) {
    return refused(submit(Tapes.BTC, Side.BUY, quantity, price, TimeInForce.GTC, null));
  }

  ApiError refusedSell(String quantity, String price) {
    return refused(submit(Tapes.BTC, Side.SELL, quantity, price, TimeInForce.GTC, null));
  }

  public ExchangeEngine.Outcome cancel(String id) {
    Transaction turn = new Transaction(state);
    var outcome = engine.cancel(turn, id, now);
    end(turn);
    return outcome;
  }

  public ExchangeEngine.Outcome replace(
      String id, String quantity, String price, String clientOrderId) {
    Transaction turn = new Transaction(state);
    var outcome =
        engine.replace(
            turn,
            id,
            new ReplaceRequest(
                quantity == null ? null : Quantity.parse(quantity),
                price == null ? null : Price.parse(price),
                null,
                clientOrderId),
            now);
    end(turn);
    return outcome;
  }

  ExchangeOrder order(String id) {
    return state.order(id).orElseThrow();
  }

  public String status(String id) {
    return order(id).status().toString();
  }

  ExchangeState state() {
    return state;
  }

  public ExchangeView view() {
    return new ExchangeView(state, settings.engine(), tape, engine.quotes(), now);
  }

  BigDecimal position(Symbol symbol) {
    return MarketTape.plain(state.shownQuantity(symbol));
  }

  /** All events except the passage of time. */
  List<ExchangeEvent> events() {
    return steps.stream()
        .map(Transaction.Step::event)
        .filter(event -> !(event instanceof ExchangeEvent.Advanced))
        .toList();
  }

  /** All events, with the state after each. */
  public List<Transaction.Step> steps() {
    return List.copyOf(steps);
  }

  public static String placed(ExchangeEngine.Outcome outcome) {
    if (outcome instanceof ExchangeEngine.Outcome.Placed placed) {
      return placed.order().id();
    }
    throw new AssertionError("not placed: " + outcome);
  }

  static ApiError refused(ExchangeEngine.Outcome outcome) {
    if (outcome instanceof ExchangeEngine.Outcome.Refused refused) {
      return refused.refusal();
    }
    throw new AssertionError("not refused: " + outcome);
  }

  private EngineHarness end(Transaction turn) {
    state = turn.state();
    steps.addAll(turn.steps());
    return this;
  }
}
