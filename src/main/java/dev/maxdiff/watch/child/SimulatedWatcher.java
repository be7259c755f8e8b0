package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.watch.rules.WatcherRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * The bundled watcher without its process: the same rules and the same poll loop, poll by poll, on
 * the clock of its caller. It never sleeps; the caller waits for the {@link #pause} between two
 * polls in virtual time.
 */
public final class SimulatedWatcher {

  private final Duration poll;
  private final Broker broker;
  private final AccountSource source;
  private final WatcherStart start;
  private final UnaryOperator<WatcherRules<?>> changed;
  private final PollErrors errors;
  private final WatcherStateReport report;
  private final List<String> states = new ArrayList<>();
  private String state = "starting";

  /** Null until the server has answered once. */
  private PollLoop<?> loop;

  /**
   * Returns a watcher before its first poll.
   *
   * @param command arguments with which the runtime starts the child
   * @param gateway connection to the gateway, with the token of the generation
   * @throws IllegalArgumentException when the child would refuse the arguments
   */
  public static SimulatedWatcher of(
      List<String> command, long generation, HttpTransport gateway, InstantSource clock) {
    return of(parsed(command, generation), gateway, clock, UnaryOperator.identity());
  }

  static SimulatedWatcher of(
      ChildArguments arguments,
      HttpTransport gateway,
      InstantSource clock,
      UnaryOperator<WatcherRules<?>> changed) {
    Broker broker = new AlpacaBroker(gateway, gateway, GetRetry.NONE);
    AccountSource source = GatewayAccountSource.over(gateway, broker, arguments.symbol());
    return new SimulatedWatcher(arguments, broker, source, json -> true, clock, changed);
  }

  /**
   * @param source the source of account data
   * @param broker executes orders
   * @param sink gets the state reports
   * @param changed the rules that run instead of the shipped ones
   */
  SimulatedWatcher(
      ChildArguments arguments,
      Broker broker,
      AccountSource source,
      StateSink sink,
      InstantSource clock,
      UnaryOperator<WatcherRules<?>> changed) {
    LongSupplier nanos =
        () -> clock.instant().getEpochSecond() * 1_000_000_000L + clock.instant().getNano();
    this.poll = arguments.poll();
    this.broker = broker;
    this.source = source;
    this.changed = changed;
    this.report = new WatcherStateReport(List.of(sink), this::logged, clock, nanos);
    this.errors = new PollErrors(report, nanos);
    this.start = new WatcherStart(arguments, Map.of(), broker, report);
    start.describe();
  }

  /** The child's arguments for this generation. */
  static ChildArguments parsed(List<String> command, long generation) {
    try {
      return ChildArguments.parse(command, Map.of("MAXDIFF_GENERATION", Long.toString(generation)));
    } catch (UsageException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Runs one poll; returns the exit code when the watcher has ended. */
  public OptionalInt poll() {
    states.clear();
    OptionalInt end = hasStarted() ? loop.poll() : OptionalInt.empty();
    report.flush();
    return end;
  }

  /** Returns the pause until the next poll. */
  public Duration pause() {
    return errors.pause(poll);
  }

  /** Returns the last reported state with its detail. */
  public String state() {
    return state;
  }

  /** Returns the states that the last poll has reported, with their details. */
  List<String> states() {
    return List.copyOf(states);
  }

  /** A line of the child's log: its time, a blank, the state. */
  private void logged(String line) {
    state = line.substring(line.indexOf(' ') + 1);
    states.add(state);
  }

  private boolean hasStarted() {
    if (loop != null) {
      return true;
    }
    try {
      loop =
          new PollLoop<>(changed.apply(start.rules()), source, broker, report, errors, pause -> {});
      return true;
    } catch (BrokerException e) {
      errors.add(e);
      return false;
    }
  }
}
