package dev.maxdiff.model;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.paper.engine.SimulatedExchange;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.NetworkModel;
import dev.maxdiff.execution.SimulationEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Virtual time and its events, on one thread; the same seed gives the same events.
 *
 * <p>Actions of operator, supervisor and ending processes run at their time, also during another
 * request. Actions that need an order manager wait for the outermost loop.
 */
final class Simulation implements NetworkModel, SimulationEnvironment {

  /**
   * Ends the current action: the runtime is killed. An error, so that no code of the runtime
   * handles it as a defect.
   */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private record Event(Instant at, long number, Runnable act) {}

  private static final Comparator<Event> ORDER =
      Comparator.comparing(Event::at).thenComparing(Event::number);

  private static final String ANSWERED = " answered";

  private final Random random;
  private final SimulatedExchange exchange;
  private final List<String> trace = new ArrayList<>();
  private final PriorityQueue<Event> deferred = new PriorityQueue<>(ORDER);
  private final PriorityQueue<Event> immediate = new PriorityQueue<>(ORDER);
  private Runnable meanwhile = () -> {};
  private final List<Consumer<String>> lostOrders = new ArrayList<>();
  private String asker = "";
  private Instant suppressedFrom = Instant.MAX;
  private long numbers;
  private int killIn;
  private int faultCount;
  private boolean inImmediate;

  Simulation(Random random, SimulatedExchange exchange) {
    this.random = random;
    this.exchange = exchange;
  }

  Random random() {
    return random;
  }

  SimulatedExchange exchange() {
    return exchange;
  }

  /** Sets the action that other processes may take while a request is under way. */
  void meanwhile(Runnable act) {
    meanwhile = act;
  }

  /** Adds a listener that gets the slot of each order with a fault. */
  void lostOrders(Consumer<String> listener) {
    lostOrders.add(listener);
  }

  /** The number of faults so far, suppressed requests included. */
  int faultCount() {
    return faultCount;
  }

  List<String> trace() {
    return trace;
  }

  /** Kills the runtime after this number of steps. */
  void killIn(int steps) {
    killIn = steps;
  }

  /** Plays until {@code end}; calls {@code killed} after each kill of the runtime. */
  void play(Instant end, Runnable killed) {
    while (next().isBefore(end)) {
      try {
        Instant next = next();
        passTo(next);
        if (!deferred.isEmpty() && !deferred.peek().at.isAfter(next)) {
          deferred.poll().act.run();
        }
      } catch (Killed e) {
        asker = "";
        suppressedFrom = Instant.MAX;
        killed.run();
      }
    }
    passTo(end);
  }

  private Instant next() {
    Instant first = deferred.isEmpty() ? Instant.MAX : deferred.peek().at;
    boolean sooner = !immediate.isEmpty() && immediate.peek().at.isBefore(first);
    return sooner ? immediate.peek().at : first;
  }

  @Override
  public Instant now() {
    return exchange.now();
  }

  @Override
  public void later(Duration by, Runnable act) {
    deferred.add(new Event(now().plus(by), numbers++, act));
  }

  /** Schedules an action at its time, also during a request. */
  void anyMoment(Duration by, Runnable act) {
    immediate.add(new Event(now().plus(by), numbers++, act));
  }

  @Override
  public void pass(Duration time) {
    passTo(now().plus(time));
  }

  private void passTo(Instant at) {
    while (!inImmediate && !immediate.isEmpty() && !immediate.peek().at.isAfter(at)) {
      Event next = immediate.poll();
      exchange.advanceTo(next.at);
      inImmediate = true;
      try {
        next.act.run();
      } finally {
        inImmediate = false;
      }
    }
    exchange.advanceTo(at);
  }

  @Override
  public Duration transitTime() {
    return Duration.ofMillis(5 + random.nextInt(60));
  }

  @Override
  public void between(String step) {
    if (killIn > 0 && --killIn == 0) {
      note("KILLED at " + step);
      throw new Killed();
    }
    boolean request = step.startsWith("GET ") || step.startsWith("POST ");
    if (now().isAfter(suppressedFrom) && !step.endsWith(ANSWERED) && request) {
      faultCount++;
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, step + ": suppressed");
    }
    String call =
        step.endsWith(ANSWERED) ? step.substring(0, step.length() - ANSWERED.length()) : step;
    boolean reading = call.equals("GET /v2/positions") || call.equals("GET /v2/orders");
    if (!reading) { // the reader of a snapshot holds a lock
      meanwhile.run();
    }
  }

  @Override
  public void onFault(String call, Fault fault) {
    faultCount++;
    note("FAULT " + fault + " on " + call);
    if (call.startsWith("POST")) {
      lostOrders.forEach(listener -> listener.accept(asker));
    }
  }

  @Override
  public String asker() {
    return asker;
  }

  @Override
  public <T> T actFor(String slots, Duration patience, Supplier<T> task) {
    String askerBefore = asker;
    Instant suppressedBefore = suppressedFrom;
    asker = slots;
    suppressedFrom = now().plus(patience);
    T done = task.get();
    asker = askerBefore;
    suppressedFrom = suppressedBefore;
    return done;
  }

  @Override
  public void note(String line) {
    trace.add(now() + " " + line);
  }
}
