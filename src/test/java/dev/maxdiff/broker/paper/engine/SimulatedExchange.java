package dev.maxdiff.broker.paper.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.NetworkModel;
import dev.maxdiff.broker.paper.faults.PlannedFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * The engine, matching and fault plan of the exchange on virtual time, without actor, journal and
 * HTTP. Its audit lines have two more fields: {@code asker}, the sender of the request behind the
 * event, and {@code sent}, the time of the request.
 */
public final class SimulatedExchange {

  private final MarketTape tape;
  private final ExchangeSettings settings;
  private final ExchangeEngine engine;
  private final PlannedFaults faults;
  private final List<ObjectNode> audit = new ArrayList<>();
  private final PriorityQueue<Late> late =
      new PriorityQueue<>(Comparator.comparing(Late::at).thenComparing(Late::number));
  private ExchangeState state;
  private Instant now;
  private long lateOnes;

  /** A request in transit whose client has timed out. */
  private record Late(Instant at, long number, Runnable act) {}

  /** Sender and time of a request. */
  record Sender(String asker, Instant at) {}

  /**
   * @param delay time from a fill to its position, and from a cancel request to its end
   */
  public SimulatedExchange(
      MarketTape tape, long seed, FaultPlan plan, String cash, int multiplier, Duration delay) {
    this.tape = tape;
    this.settings =
        new ExchangeSettings(
            "model",
            1,
            seed,
            new BigDecimal(cash),
            new BigDecimal("0.0004"),
            new BigDecimal("0.0015"),
            new BigDecimal("0.0025"),
            multiplier,
            delay,
            delay,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ZERO,
            "",
            "");
    this.now = tape.start();
    this.faults = new PlannedFaults(plan, now, () -> now);
    this.engine = new ExchangeEngine(settings.engine(), tape, seed, faults);
    Transaction turn = new Transaction(ExchangeState.empty());
    turn.emit(
        new ExchangeEvent.Opened(
            "MODEL", settings.startingCash(), seed, tape.fingerprint(), 0, now));
    end(turn, new Sender("", now));
  }

  public Instant now() {
    return now;
  }

  /** Plays the market and the late requests up to {@code at}. */
  public void advanceTo(Instant at) {
    while (!late.isEmpty() && !late.peek().at.isAfter(at)) {
      Late one = late.poll();
      play(one.at);
      one.act.run();
    }
    play(at);
  }

  private void play(Instant at) {
    now = at.isAfter(now) ? at : now;
    Transaction turn = new Transaction(state);
    engine.advance(turn, now);
    end(turn, new Sender("", now));
  }

  /** The exchange as a broker, over a wire with the faults of the plan. */
  public Broker over(NetworkModel network) {
    return new ExchangeLink(this, network);
  }

  /** Ends all faults. */
  public void calm() {
    faults.end();
  }

  /** Number of faults so far. */
  public int struck() {
    return faults.struck();
  }

  /** The audit lines so far; the list grows. */
  public List<ObjectNode> audit() {
    return audit;
  }

  public BigDecimal lastPrice(Symbol symbol) {
    return engine.quotes().price(symbol, state.cursor());
  }

  PlannedFaults faults() {
    return faults;
  }

  void later(Duration by, Runnable act) {
    late.add(new Late(now.plus(by), lateOnes++, act));
  }

  ExchangeView view() {
    return new ExchangeView(state, settings.engine(), tape, engine.quotes(), now);
  }

  ExchangeEngine.Outcome submit(OrderRequest request, Sender sender) {
    return outcome(turn -> engine.submit(turn, request, now), sender);
  }

  ExchangeEngine.Outcome replace(String id, ReplaceRequest request, Sender sender) {
    return outcome(turn -> engine.replace(turn, id, request, now), sender);
  }

  ExchangeEngine.Outcome cancel(String id, Sender sender) {
    return outcome(turn -> engine.cancel(turn, id, now), sender);
  }

  void requested(
      String method, String path, String clientOrderId, ApiError refusal, Sender sender) {
    int status = refusal == null ? 200 : refusal.status();
    String message = refusal == null ? null : refusal.message();
    ObjectNode line = AuditLines.request(method, path, clientOrderId, status, message, now);
    add(line.put("sent", sender.at.toString()));
  }

  private ExchangeEngine.Outcome outcome(
      Function<Transaction, ExchangeEngine.Outcome> act, Sender sender) {
    Transaction turn = new Transaction(state);
    ExchangeEngine.Outcome outcome = act.apply(turn);
    end(turn, sender);
    return outcome;
  }

  private void end(Transaction turn, Sender sender) {
    state = turn.state();
    for (Transaction.Step step : turn.steps()) {
      for (ObjectNode line : AuditLines.of(step.event(), step.after())) {
        line.put("asker", sender.asker);
        line.put("sent", sender.at.toString());
        add(line);
      }
    }
  }

  private void add(ObjectNode line) {
    audit.add(line.put("seq", audit.size() + 1L));
  }
}
