package dev.maxdiff.model;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.paper.engine.SimulatedExchange;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.Wire;
import dev.maxdiff.execution.Surroundings;
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
 * Virtual time and everything that happens in it, on one thread and the same for the same seed.
 *
 * <p>What an operator, a supervisor or a dying process does happens whenever its time comes, also
 * in the middle of another one's request. What needs a desk waits for the outermost loop.
 */
final class World implements Wire, Surroundings {

  /** The runtime has been killed, right here. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Event(Instant at, long number, Runnable act) {}

  private static final Comparator<Event> ORDER =
      Comparator.comparing(Event::at).thenComparing(Event::number);

  private static final String ANSWERED = " answered";

  private final Random random;
  private final SimulatedExchange exchange;
  private final List<String> trace = new ArrayList<>();
  private final PriorityQueue<Event> desk = new PriorityQueue<>(ORDER);
  private final PriorityQueue<Event> control = new PriorityQueue<>(ORDER);
  private Runnable meanwhile = () -> {};
  private final List<Consumer<String>> lostOrders = new ArrayList<>();
  private String asker = "";
  private Instant heldBack = Instant.MAX;
  private long numbers;
  private int killIn;
  private int troubles;
  private boolean inControl;

  World(Random random, SimulatedExchange exchange) {
    this.random = random;
    this.exchange = exchange;
  }

  Random random() {
    return random;
  }

  SimulatedExchange exchange() {
    return exchange;
  }

  /** What another process may do while a request is under way. */
  void meanwhile(Runnable act) {
    meanwhile = act;
  }

  /** Each is told for which slot an order has met a fault on its way. */
  void lostOrders(Consumer<String> listener) {
    lostOrders.add(listener);
  }

  /** Faults so far, held back calls included. */
  int troubles() {
    return troubles;
  }

  List<String> trace() {
    return trace;
  }

  /** Kills the runtime between two steps of whatever it will be doing by then. */
  void killIn(int steps) {
    killIn = steps;
  }

  /** Plays until then; {@code killed} is told each time that the runtime is killed. */
  void play(Instant end, Runnable killed) {
    while (next().isBefore(end)) {
      try {
        Instant next = next();
        passTo(next);
        if (!desk.isEmpty() && !desk.peek().at.isAfter(next)) {
          desk.poll().act.run();
        }
      } catch (Killed e) {
        asker = "";
        heldBack = Instant.MAX;
        killed.run();
      }
    }
    passTo(end);
  }

  private Instant next() {
    Instant first = desk.isEmpty() ? Instant.MAX : desk.peek().at;
    boolean sooner = !control.isEmpty() && control.peek().at.isBefore(first);
    return sooner ? control.peek().at : first;
  }

  @Override
  public Instant now() {
    return exchange.now();
  }

  @Override
  public void later(Duration by, Runnable act) {
    desk.add(new Event(now().plus(by), numbers++, act));
  }

  /** Something that can happen at any moment, in the middle of a request too. */
  void anyMoment(Duration by, Runnable act) {
    control.add(new Event(now().plus(by), numbers++, act));
  }

  @Override
  public void pass(Duration time) {
    passTo(now().plus(time));
  }

  private void passTo(Instant at) {
    while (!inControl && !control.isEmpty() && !control.peek().at.isAfter(at)) {
      Event next = control.poll();
      exchange.advanceTo(next.at);
      inControl = true;
      try {
        next.act.run();
      } finally {
        inControl = false;
      }
    }
    exchange.advanceTo(at);
  }

  @Override
  public Duration way() {
    return Duration.ofMillis(5 + random.nextInt(60));
  }

  @Override
  public void between(String step) {
    if (killIn > 0 && --killIn == 0) {
      note("KILLED at " + step);
      throw new Killed();
    }
    boolean request = step.startsWith("GET ") || step.startsWith("POST ");
    if (now().isAfter(heldBack) && !step.endsWith(ANSWERED) && request) {
      troubles++;
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, step + ": held back");
    }
    String call =
        step.endsWith(ANSWERED) ? step.substring(0, step.length() - ANSWERED.length()) : step;
    boolean reading = call.equals("GET /v2/positions") || call.equals("GET /v2/orders");
    if (!reading) { // the reader of a snapshot holds a lock
      meanwhile.run();
    }
  }

  @Override
  public void trouble(String call, Fault fault) {
    troubles++;
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
    Instant heldBefore = heldBack;
    asker = slots;
    heldBack = now().plus(patience);
    T done = task.get();
    asker = askerBefore;
    heldBack = heldBefore;
    return done;
  }

  @Override
  public void note(String words) {
    trace.add(now() + " " + words);
  }
}
