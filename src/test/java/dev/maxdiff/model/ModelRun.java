package dev.maxdiff.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.engine.SimulatedExchange;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** One random life of one runtime, judged. */
final class ModelRun {

  private static final Instant MONDAY = Instant.parse("2013-11-25T15:00:00Z");
  private static final Duration BUSY = Duration.ofMinutes(9);
  private static final Duration CALM = Duration.ofMinutes(4);
  private static final int SHOWN = 60;

  private final World world;
  private final RuntimeModel runtime;
  private final Judge judge;
  private final Operator operator;
  private final List<ModelMarket.Instrument> instruments;
  private final Instant busyUntil;

  /** What has been done in some runs. */
  record Tally(
      int runs, int polls, int orders, int fills, int supersedes, int restarts, int faults) {

    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally other) {
      return new Tally(
          runs + other.runs,
          polls + other.polls,
          orders + other.orders,
          fills + other.fills,
          supersedes + other.supersedes,
          restarts + other.restarts,
          faults + other.faults);
    }
  }

  ModelRun(long seed, Breaks breaks) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    instruments = ModelMarket.choose(random, 2);
    SimulatedExchange exchange =
        new SimulatedExchange(
            ModelMarket.tape(random, instruments, MONDAY, BUSY.plus(CALM)),
            seed,
            Trouble.plan(random, seed),
            random.nextBoolean() ? "4000" : "1500",
            2,
            Duration.ofMillis(50 + random.nextInt(1_500)));
    ModelLedger ledger = new ModelLedger();
    busyUntil = exchange.now().plus(BUSY);
    world = new World(random, exchange);
    judge = new Judge(exchange.audit(), ledger, world::now, exchange::lastPrice);
    world.lostOrders(judge::attempted);
    runtime = new RuntimeModel(world, breaks, ledger, judge);
    operator = new Operator(world, runtime, instruments, busyUntil);
  }

  ModelRun play() {
    world.pass(Duration.ofSeconds(10));
    somebodyElse();
    world.later(Duration.ZERO, runtime::start);
    world.play(world.now().plusSeconds(1), runtime::killed);
    operator.begin();
    world.play(busyUntil, runtime::killed);
    world.note("CALM");
    world.killIn(0);
    world.exchange().calm();
    world.play(busyUntil.plus(CALM).minusSeconds(1), runtime::killed);
    judge.catchUp();
    runtime.slots().forEach(judge::nothingLeft);
    return this;
  }

  /** In some runs somebody holds a position by hand, and has an order that never fills. */
  private void somebodyElse() {
    ModelMarket.Instrument one = instruments.get(0);
    if (!one.symbol().isCrypto() || world.random().nextInt(3) > 0) {
      return;
    }
    Broker byHand = world.exchange().over(world);
    double last = world.exchange().lastPrice(one.symbol()).doubleValue();
    try {
      byHand.submit(order(one, 200 / last, last * 1.02, "by-hand-1"));
      byHand.submit(order(one, 20 / (last * 0.5), last * 0.5, "by-hand-2"));
    } catch (BrokerException e) {
      world.note("by hand: " + e.getMessage());
    }
  }

  private static OrderRequest order(
      ModelMarket.Instrument one, double quantity, double price, String clientOrderId) {
    return new OrderRequest(
        one.symbol(),
        Side.BUY,
        new Quantity(BigDecimal.valueOf(quantity).setScale(4, RoundingMode.UP)),
        new Price(BigDecimal.valueOf(price).setScale(one.decimals(), RoundingMode.UP)),
        TimeInForce.GTC,
        clientOrderId);
  }

  List<Judge.Violation> violations() {
    return judge.violations();
  }

  Tally tally() {
    return new Tally(
        1,
        runtime.polls(),
        judge.placed(),
        judge.fills(),
        runtime.supersedes(),
        runtime.restarts(),
        world.exchange().struck());
  }

  /** What a person needs to understand a violation: what led to it, oldest first. */
  List<String> trace(Instant until) {
    List<String> before = trace().stream().filter(line -> !at(line).isAfter(until)).toList();
    return before.subList(Math.max(0, before.size() - SHOWN), before.size());
  }

  /** Everything: acts, intents, faults, states of watchers, and the audit log. */
  List<String> trace() {
    List<String> lines = new ArrayList<>(world.trace());
    world
        .exchange()
        .audit()
        .forEach(line -> lines.add(line.path("at").asText() + "    " + brief(line)));
    lines.sort(Comparator.comparing(ModelRun::at));
    return lines;
  }

  private static Instant at(String line) {
    return Instant.parse(line.substring(0, line.indexOf(' ')));
  }

  private static String brief(JsonNode line) {
    StringBuilder words = new StringBuilder();
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
        words.append(' ').append(field).append('=').append(line.path(field).asText());
      }
    }
    return words.toString();
  }
}
