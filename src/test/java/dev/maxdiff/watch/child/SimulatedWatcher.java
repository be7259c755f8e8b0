package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.rules.Decision;
import dev.maxdiff.watch.rules.Effect;
import dev.maxdiff.watch.rules.PollSnapshot;
import dev.maxdiff.watch.rules.WatcherRules;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** A complete bundled watcher on virtual time, poll by poll, without a process. */
public final class SimulatedWatcher {

  /**
   * Deliberate defects.
   *
   * @param forgetsReservations drops the reservation for an order that was sent
   */
  public record Defects(boolean forgetsReservations) {
    public static final Defects NONE = new Defects(false);
  }

  private final ChildArguments arguments;
  private final Broker broker;
  private final AccountSource source;
  private final Defects defects;
  private final PollErrors faults;
  private final WatcherStateReport report;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private PollLoop<?> loop;
  private String state = "starting";

  /**
   * @param command arguments with which the runtime starts the child
   * @param line connection to the gateway
   */
  public SimulatedWatcher(
      List<String> command,
      long generation,
      HttpTransport line,
      InstantSource clock,
      Defects defects) {
    this.arguments = WatcherSimulation.parsed(command, generation);
    this.broker = new AlpacaBroker(line, line, GetRetry.NONE);
    this.source = GatewayAccountSource.over(line, broker, arguments.symbol());
    this.defects = defects;
    LongSupplier nanos =
        () -> clock.instant().getEpochSecond() * 1_000_000_000L + clock.instant().getNano();
    PrintStream log = new PrintStream(lines, true, StandardCharsets.UTF_8);
    this.report = new WatcherStateReport(List.of(json -> true), log, clock, nanos);
    this.faults = new PollErrors(report, nanos);
  }

  /** Runs one poll; returns the exit code when the watcher has ended. */
  public OptionalInt poll() {
    lines.reset();
    OptionalInt end = begun() ? loop.poll() : OptionalInt.empty();
    report.flush();
    lines
        .toString(StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> state = line.substring(line.indexOf(' ') + 1));
    return end;
  }

  /** Returns the last reported state with its detail. */
  public String state() {
    return state;
  }

  /** Returns the pause until the next poll. */
  public Duration pause() {
    return faults.pause(arguments.poll());
  }

  /** Reads the increments as the child does before its first poll. */
  private boolean begun() {
    if (loop != null) {
      return true;
    }
    try {
      Instant now = broker.clock().at();
      Increments increments = broker.asset(arguments.symbol()).orElseThrow().increments();
      begin(arguments.rules(now, increments, Map.of()));
      return true;
    } catch (BrokerException e) {
      faults.add(e);
      return false;
    }
  }

  private <M> void begin(WatcherRules<M> rules) {
    WatcherRules<M> used = defects.forgetsReservations ? new Forgetful<>(rules) : rules;
    loop = new PollLoop<>(used, source, broker, report, faults, pause -> {});
  }

  /** The same rules without the reservation for sent orders. */
  private record Forgetful<M>(WatcherRules<M> rules) implements WatcherRules<M> {
    @Override
    public Symbol symbol() {
      return rules.symbol();
    }

    @Override
    public Side entrySide() {
      return rules.entrySide();
    }

    @Override
    public Side orderSide() {
      return rules.orderSide();
    }

    @Override
    public Duration poll() {
      return rules.poll();
    }

    @Override
    public M start() {
      return rules.start();
    }

    @Override
    public boolean needsAccount(Instant now, BigDecimal position, List<Order> orders, M memory) {
      return rules.needsAccount(now, position, orders, memory);
    }

    @Override
    public boolean needsFills(BigDecimal position, M memory) {
      return rules.needsFills(position, memory);
    }

    @Override
    public BigDecimal filled(List<Order> orders) {
      return rules.filled(orders);
    }

    @Override
    public Decision<M> decide(PollSnapshot snapshot, M memory) {
      return rules.decide(snapshot, memory);
    }

    @Override
    public Outcome<M> accepted(Effect effect, Order order, Instant now, M memory) {
      Outcome<M> outcome = rules.accepted(effect, order, now, memory);
      return new Outcome<>(outcome.state(), memory, outcome.fields());
    }

    @Override
    public Outcome<M> failed(Effect effect, BrokerException failure, Instant now, M memory) {
      Outcome<M> outcome = rules.failed(effect, failure, now, memory);
      return new Outcome<>(outcome.state(), memory, outcome.fields());
    }

    @Override
    public boolean givesUp(int consecutiveErrors, Duration since) {
      return rules.givesUp(consecutiveErrors, since);
    }

    @Override
    public Map<String, Object> describe() {
      return rules.describe();
    }
  }
}
