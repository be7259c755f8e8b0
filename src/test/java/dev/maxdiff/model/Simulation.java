package dev.maxdiff.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.PlannedFaults;
import dev.maxdiff.execution.orders.RequestScope;
import dev.maxdiff.execution.orders.VirtualTime;
import dev.maxdiff.replay.SimulatedExchange;
import dev.maxdiff.replay.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A {@link Timeline} with the simulated exchange behind a network with faults, the kills of the
 * runtime and a trace; the same seed gives the same events.
 *
 * <p>Actions of operator, supervisor and ending processes run at their time, also during another
 * request. Actions that need an order manager wait for the end of the current action.
 */
final class Simulation implements VirtualTime, RequestScope {

  /**
   * Ends the current action: the runtime is killed. An error, so that no code of the runtime
   * handles it as a defect.
   */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static final String ANSWERED = " answered";

  private final Dice dice;
  private final Timeline timeline;
  private final PlannedFaults faults;
  private final SentAudit audit;
  private final SimulatedExchange exchange;
  private final FaultyNetwork network;
  private final List<String> trace = new ArrayList<>();
  private Runnable meanwhile = () -> {};
  private final List<Consumer<String>> lostOrders = new ArrayList<>();
  private String asker = "";
  private int killIn;
  private boolean isDead;
  private int faultCount;

  Simulation(long seed, SimulatedExchange.Market market, FaultPlan plan) {
    this.dice = new Dice(seed);
    this.timeline = new Timeline(market.tape().start());
    this.faults = new PlannedFaults(plan, timeline.instant(), timeline);
    this.audit = new SentAudit(timeline);
    this.exchange = new SimulatedExchange(timeline, market, faults, audit);
    this.network = new FaultyNetwork(this, timeline, faults, audit);
  }

  /** The generator of one decision; {@code step} numbers the decisions of that name. */
  Random random(String decision, long step) {
    return dice.of(decision, step);
  }

  /** The generator of a decision that is taken at most once at an instant. */
  Random random(String decision) {
    return dice.of(decision, timeline.nanoTime());
  }

  SimulatedExchange exchange() {
    return exchange;
  }

  /** The exchange behind the network with faults. */
  Broker broker() {
    return exchange.behind(network);
  }

  /** The audit lines so far; the list grows. */
  List<ObjectNode> audit() {
    return audit.lines();
  }

  /** Ends all faults of the plan. */
  void calm() {
    faults.end();
  }

  /** The number of faults of the plan so far. */
  int struck() {
    return faults.struck();
  }

  /** Sets the action that other processes may take while a request is under way. */
  void meanwhile(Runnable act) {
    meanwhile = act;
  }

  /** Adds a listener that gets the slot of each order with a fault. */
  void lostOrders(Consumer<String> listener) {
    lostOrders.add(listener);
  }

  /** The number of faults so far. */
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
    while (timeline.instant().isBefore(end)) {
      try {
        timeline.playUntil(end);
      } catch (Killed e) {
        isDead = false;
        asker = "";
        killed.run();
      }
    }
  }

  @Override
  public Instant instant() {
    return timeline.instant();
  }

  @Override
  public long nanoTime() {
    return timeline.nanoTime();
  }

  Instant now() {
    return timeline.instant();
  }

  @Override
  public void later(Duration by, Runnable act) {
    timeline.schedule(by, Timeline.Rank.PROGRAM, "", act);
  }

  /** Schedules an action at its time, also during a request. */
  void anyMoment(Duration by, Runnable act) {
    timeline.schedule(by, Timeline.Rank.WORLD, "", act);
  }

  @Override
  public void pass(Duration time) {
    timeline.pass(time);
  }

  /** Transit time of a message. */
  Duration transitTime(String call) {
    return Duration.ofMillis(5 + random("transit " + asker + call).nextInt(60));
  }

  /** Called between two steps; the runtime may die there. */
  void between(String step) {
    if (killIn > 0 && --killIn == 0) {
      note("KILLED at " + step);
      isDead = true;
    }
    if (isDead) { // also where a read in parallel has caught the first one
      throw new Killed();
    }
    String call =
        step.endsWith(ANSWERED) ? step.substring(0, step.length() - ANSWERED.length()) : step;
    boolean reading = call.equals("GET /v2/positions") || call.equals("GET /v2/orders");
    if (!reading) { // the reader of a snapshot holds a lock
      meanwhile.run();
    }
  }

  /** A fault of the plan affected this call. */
  void onFault(String call, Fault fault) {
    faultCount++;
    note("FAULT " + fault + " on " + call);
    if (call.startsWith("POST")) {
      lostOrders.forEach(listener -> listener.accept(asker));
    }
  }

  /** The sender of the current request. */
  String asker() {
    return asker;
  }

  @Override
  public <T> T within(String slots, Supplier<T> request) {
    String askerBefore = asker;
    asker = slots;
    T done = request.get();
    asker = askerBefore;
    return done;
  }

  /** Adds a line to the trace. */
  void note(String line) {
    trace.add(now() + " " + line);
  }
}
