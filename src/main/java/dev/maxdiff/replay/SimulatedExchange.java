package dev.maxdiff.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.engine.Transaction;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The engine of the embedded exchange on a {@link Timeline}, without its actor, journal and HTTP.
 *
 * <p>It plays its tape whenever the timeline's clock moves. Neither the number of these plays nor
 * the number of reads changes its state, its order ids or its audit lines.
 */
public final class SimulatedExchange {

  /**
   * The market and the account.
   *
   * @param startingCash USD
   * @param seed of quotes and of the account number
   */
  public record Market(
      MarketTape tape, EngineSettings settings, BigDecimal startingCash, long seed) {}

  private final Timeline timeline;
  private final Market market;
  private final ExchangeEngine engine;
  private final Consumer<ObjectNode> audit;
  private ExchangeState state;

  /**
   * Opens the account at the time of the timeline.
   *
   * @param audit gets the lines of the exchange's audit log
   */
  public SimulatedExchange(
      Timeline timeline, Market market, MarketFaults faults, Consumer<ObjectNode> audit) {
    this.timeline = timeline;
    this.market = market;
    this.engine = new ExchangeEngine(market.settings, market.tape, market.seed, faults);
    this.audit = audit;
    this.state = ExchangeState.empty();
    ExchangeEvent.Opened opened =
        new ExchangeEvent.Opened(
            "RP" + Long.toUnsignedString(market.seed),
            market.startingCash,
            market.seed,
            market.tape.fingerprint(),
            market.tape.countUntil(timeline.instant()),
            timeline.instant());
    adopt(List.of(new Transaction.Step(opened, state.on(opened))));
    timeline.follow(this::play);
  }

  /** The exchange as a broker behind a network. */
  public Broker behind(ExchangeNetwork network) {
    return new ExchangeBroker(this, network);
  }

  /** The price of the last trade; zero before the first trade of the symbol. */
  public BigDecimal lastPrice(Symbol symbol) {
    return engine.quotes().price(symbol, state.cursor());
  }

  ExchangeView view() {
    return new ExchangeView(
        state, market.settings, market.tape, engine.quotes(), timeline.instant());
  }

  ExchangeEngine.Outcome submit(OrderRequest request) {
    return decide(turn -> engine.submit(turn, request, timeline.instant()));
  }

  ExchangeEngine.Outcome replace(String id, ReplaceRequest request) {
    return decide(turn -> engine.replace(turn, id, request, timeline.instant()));
  }

  ExchangeEngine.Outcome cancel(String id) {
    return decide(turn -> engine.cancel(turn, id, timeline.instant()));
  }

  /** Adds the line of a request to the audit log. */
  void answered(String method, String path, String clientOrderId, ApiError refusal) {
    int status = refusal == null ? 200 : refusal.status();
    String message = refusal == null ? null : refusal.message();
    audit.accept(
        AuditLines.request(method, path, clientOrderId, status, message, timeline.instant()));
  }

  /**
   * Plays the tape. The engine's event for the elapsed time is no event here: how often the clock
   * moves must not show in the sequence of events.
   */
  private void play(Instant now) {
    Transaction turn = new Transaction(state);
    engine.advance(turn, now);
    List<Transaction.Step> steps = turn.steps();
    adopt(steps.subList(0, steps.size() - 1));
    state = state.elapsed(turn.state().cursor(), turn.state().at());
  }

  private ExchangeEngine.Outcome decide(Function<Transaction, ExchangeEngine.Outcome> request) {
    Transaction turn = new Transaction(state);
    ExchangeEngine.Outcome outcome = request.apply(turn);
    adopt(turn.steps());
    return outcome;
  }

  private void adopt(List<Transaction.Step> steps) {
    for (Transaction.Step step : steps) {
      state = step.after();
      AuditLines.of(step.event(), state).forEach(audit);
    }
  }
}
