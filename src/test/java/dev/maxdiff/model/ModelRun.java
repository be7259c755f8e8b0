package dev.maxdiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.replay.SimulatedExchange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** One random life of one runtime, with its checks. */
final class ModelRun {

  private static final Instant MONDAY = Instant.parse("2013-11-25T15:00:00Z");
  private static final Duration BUSY = Duration.ofMinutes(9);
  private static final Duration CALM = Duration.ofMinutes(4);

  /** Time without faults after which no entry order in the scope of a pause may be open. */
  private static final Duration UNTIL_PAUSED = Duration.ofSeconds(45);

  private static final Duration LENGTH = BUSY.plus(CALM);
  private static final int TRACE_LINES = 60;

  private final Simulation simulation;
  private final RuntimeModel runtime;
  private final InvariantChecker checker;
  private final RandomOperator operator;
  private final List<ModelMarket.Instrument> instruments;
  private final Instant busyUntil;

  /** The numbers of events in some runs. */
  record Tally(
      int runs,
      int polls,
      int orders,
      int fills,
      int supersedes,
      int restarts,
      int pauses,
      int faults) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          runs + other.runs,
          polls + other.polls,
          orders + other.orders,
          fills + other.fills,
          supersedes + other.supersedes,
          restarts + other.restarts,
          pauses + other.pauses,
          faults + other.faults);
    }
  }

  ModelRun(long seed, Defect defect) {
    Dice dice = new Dice(seed);
    instruments = ModelMarket.choose(dice.of("instruments", 0), 2);
    simulation =
        new Simulation(
            seed,
            market(
                dice.of("account", 0), ModelMarket.tape(dice, instruments, MONDAY, LENGTH), seed),
            RandomFaultPlans.plan(dice.of("faults", 0), seed));
    GenerationHistory generations = new GenerationHistory();
    busyUntil = simulation.now().plus(BUSY);
    checker =
        new InvariantChecker(
            simulation.audit(), generations, simulation::now, simulation.exchange()::lastPrice);
    simulation.lostOrders(checker::attempted);
    runtime = new RuntimeModel(simulation, defect, generations, checker);
    operator = new RandomOperator(simulation, runtime, instruments, busyUntil);
  }

  /** A market with a small account, on margin, and its time to settle. */
  private static SimulatedExchange.Market market(Random random, MarketTape tape, long seed) {
    Duration delay = Duration.ofMillis(50 + random.nextInt(1_500));
    return ModelMarket.account(tape, random.nextBoolean() ? "4000" : "1500", delay, seed);
  }

  ModelRun play() {
    simulation.pass(Duration.ofSeconds(10));
    tradeByHand();
    simulation.later(Duration.ZERO, runtime::start);
    simulation.play(simulation.now().plusSeconds(1), runtime::killed);
    operator.begin();
    simulation.play(busyUntil, runtime::killed);
    simulation.note("CALM");
    simulation.killIn(0);
    simulation.calm();
    simulation.play(busyUntil.plus(UNTIL_PAUSED), runtime::killed);
    checker.checkPaused(runtime.pauses(), runtime.slots());
    simulation.play(busyUntil.plus(CALM).minusSeconds(1), runtime::killed);
    checker.catchUp();
    runtime.slots().forEach(checker::checkEnd);
    checker.checkPaused(runtime.pauses(), runtime.slots());
    return this;
  }

  /** In some runs a person holds a position and has an order that never fills. */
  private void tradeByHand() {
    ModelMarket.Instrument instrument = instruments.get(0);
    if (!instrument.symbol().isCrypto() || simulation.random("by hand", 0).nextInt(3) > 0) {
      return;
    }
    Broker byHand = simulation.broker();
    double last = simulation.exchange().lastPrice(instrument.symbol()).doubleValue();
    try {
      byHand.submit(order(instrument, 200 / last, last * 1.02, "by-hand-1"));
      byHand.submit(order(instrument, 20 / (last * 0.5), last * 0.5, "by-hand-2"));
    } catch (BrokerException e) {
      simulation.note("by hand: " + e.getMessage());
    }
  }

  private static OrderRequest order(
      ModelMarket.Instrument instrument, double quantity, double price, String clientOrderId) {
    return new OrderRequest(
        instrument.symbol(),
        Side.BUY,
        new Quantity(BigDecimal.valueOf(quantity).setScale(4, RoundingMode.UP)),
        new Price(BigDecimal.valueOf(price).setScale(instrument.decimals(), RoundingMode.UP)),
        TimeInForce.GTC,
        clientOrderId);
  }

  List<InvariantChecker.Violation> violations() {
    return checker.violations();
  }

  Tally tally() {
    return new Tally(
        1,
        runtime.polls(),
        checker.placed(),
        checker.fills(),
        runtime.supersedes(),
        runtime.restarts(),
        runtime.resumes() + runtime.pauses().size(),
        simulation.struck());
  }

  /** The trace before a violation, oldest line first. */
  List<String> trace(Instant until) {
    List<String> before = trace().stream().filter(line -> !at(line).isAfter(until)).toList();
    return before.subList(Math.max(0, before.size() - TRACE_LINES), before.size());
  }

  /** The whole trace: actions, intents, faults, states of watchers, and the audit log. */
  List<String> trace() {
    List<String> lines = new ArrayList<>(simulation.trace());
    simulation.audit().forEach(line -> lines.add(line.path("at").asText() + "    " + brief(line)));
    lines.sort(Comparator.comparing(ModelRun::at));
    return lines;
  }

  private static Instant at(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }

  private static String brief(JsonNode line) {
    StringBuilder text = new StringBuilder();
    for (String field :
        List.of(
            "seq",
            "type",
            "method",
            "path",
            "client_order_id",
            "status",
            "qty",
            "filled_qty",
            "limit_price",
            "price",
            "position_after",
            "asker",
            "message")) {
      if (line.hasNonNull(field)) {
        text.append(' ').append(field).append('=').append(line.path(field).asText());
      }
    }
    return text.toString();
  }
}
