package dev.maxdiff.runtime.context;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.execution.orders.FinalOrders;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.state.OwnedElsewhereException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The undo steps of a start, run as phases of CoordinatedShutdown: {@code close-intake}, {@code
 * end-watchers}, {@code release-model-resources}, then the servers, the actor system, the journal.
 *
 * <p>Each step of the start registers its undo step when it has begun something. A phase runs the
 * undo steps that are registered when the phase begins, the latest first: a failed start, a signal,
 * an embedding program and the JVM's own hook end the runtime in the same way. Thread-safe.
 */
public final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /**
   * Added to the limits of a phase's own steps: the phase ends before its time-out, after which
   * Akka would leave it running in the background.
   */
  private static final Duration PHASE_MARGIN = Duration.ofSeconds(2);

  /** The reason in Akka's logs. */
  private static final class StopRequested implements CoordinatedShutdown.Reason {}

  /**
   * The resources that close together in {@code service-unbind}. The steps of one resource run one
   * after the other. All resources but the events close at the same time, the events last.
   */
  public enum Resource {
    HTTP,
    ORDERS,
    PROCESSES,
    FILES,
    EVENTS
  }

  private final ActorSystem<?> system;
  private final CoordinatedShutdown phases;
  private final Runnable unlock;
  private final Deque<Supplier<CompletionStage<Void>>> intakes = new ConcurrentLinkedDeque<>();
  private final Deque<Runnable> sweepPreparations = new ConcurrentLinkedDeque<>();
  private final Map<Resource, Deque<Supplier<CompletionStage<Void>>>> closers =
      new EnumMap<>(Resource.class);
  private volatile Supplier<CompletionStage<SweepReport>> sweep =
      () -> CompletableFuture.completedFuture(new SweepReport(0, 0, List.of()));
  private volatile OrdersEnd orders = OrdersEnd.NONE;

  private final CompletableFuture<SweepReport> swept = new CompletableFuture<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> sweeping = new CompletableFuture<>();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private volatile FinalOrders.Report ordersLeft = FinalOrders.Report.NOTHING;

  /**
   * @param unlock runs after each {@link #run}, when the actor system has ended
   */
  Shutdown(ActorSystem<?> system, Runnable unlock) {
    this.system = system;
    this.phases = CoordinatedShutdown.get(system);
    this.unlock = unlock;
    for (Resource resource : Resource.values()) {
      closers.put(resource, new ConcurrentLinkedDeque<>());
    }
  }

  /** The timeouts of the phases that follow from other settings. */
  static Config phases(Duration sweepDeadline, Duration cancelPatience) {
    // the orders settle, the watchers end, and what is left is read
    Duration all = sweepDeadline.plus(cancelPatience.multipliedBy(2));
    return ConfigFactory.parseMap(
        Map.of(
            "akka.coordinated-shutdown.phases.end-watchers.timeout",
            all.plus(PHASE_MARGIN).toMillis() + "ms"));
  }

  /**
   * Adds the phases of the runtime to CoordinatedShutdown; once, before the first undo step.
   *
   * @param hooks of the embedding program, run one after the other; a failed hook is logged and the
   *     next one runs
   */
  public void install(List<Supplier<CompletionStage<?>>> hooks) {
    add("close-intake", "close the intake", this::closeIntake);
    add("end-watchers", "end watchers", this::endWatchers);
    add("release-model-resources", "release hooks", () -> release(hooks));
    add("service-unbind", "close servers and files", this::close);
  }

  private void add(String phase, String name, Supplier<CompletionStage<Void>> task) {
    phases.addTask(phase, name, () -> task.get().thenApply(done -> Done.getInstance()));
  }

  /** Registers a step that keeps new work out. A failed step ends the phase. */
  public void onIntakeClosing(Supplier<CompletionStage<Void>> close) {
    intakes.push(close);
  }

  /**
   * Registers an action that runs before the watchers are signalled. It must not block. A failed
   * action is logged: the sweep runs all the same.
   */
  public void beforeSweep(Runnable action) {
    sweepPreparations.push(action);
  }

  /** Registers the step that ends every watcher. The last registered step counts. */
  public void onSweep(Supplier<CompletionStage<SweepReport>> step) {
    sweep = step;
  }

  /** Registers the end of the orders, around the sweep. The last registered one counts. */
  public void onOrders(OrdersEnd end) {
    orders = end;
  }

  /** Registers a step that closes a part of {@code resource}. A failed step is logged. */
  public void onClosing(Resource resource, Supplier<CompletionStage<Void>> close) {
    closers.get(resource).push(close);
  }

  /** {@link #onClosing} for a part whose {@code close} blocks. */
  public void onClosing(Resource resource, AutoCloseable part) {
    onClosing(
        resource,
        () ->
            CompletableFuture.runAsync(
                () -> {
                  try {
                    part.close();
                  } catch (Exception e) {
                    throw new CompletionException(e);
                  }
                }));
  }

  private CompletionStage<Void> closeIntake() {
    begun.complete(null);
    return inOrder(intakes);
  }

  private CompletionStage<Void> endWatchers() {
    return begin(orders::settle)
        .exceptionally(Shutdown::logged)
        .thenCompose(settled -> sweep())
        .thenCompose(swept -> begin(orders::report))
        .thenAccept(report -> ordersLeft = report);
  }

  private CompletionStage<SweepReport> sweep() {
    sweeping.complete(null);
    sweepPreparations.forEach(Shutdown::prepare);
    return sweep.get().whenComplete(this::recordSweep);
  }

  private static void prepare(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      logged(e);
    }
  }

  private void recordSweep(SweepReport report, Throwable failed) {
    if (failed == null) {
      swept.complete(report);
    } else {
      swept.completeExceptionally(failed);
    }
  }

  private static CompletionStage<Void> release(List<Supplier<CompletionStage<?>>> hooks) {
    CompletionStage<Void> all = done();
    for (Supplier<CompletionStage<?>> hook : hooks) {
      all =
          all.thenCompose(before -> hook.get().<Void>thenApply(done -> null))
              .exceptionally(Shutdown::logged);
    }
    return all;
  }

  private CompletionStage<Void> close() {
    List<CompletionStage<Void>> together = new ArrayList<>();
    closers.forEach(
        (resource, steps) -> {
          if (resource != Resource.EVENTS) {
            together.add(begin(() -> inOrder(steps)));
          }
        });
    CompletionStage<Void> all = done();
    for (CompletionStage<Void> closing : together) {
      all = all.thenCompose(before -> closing).exceptionally(Shutdown::logged);
    }
    return all.thenCompose(closed -> begin(() -> inOrder(closers.get(Resource.EVENTS))))
        .exceptionally(Shutdown::logged);
  }

  /** Each step begins when the step before has completed; a failure skips the rest. */
  private static CompletionStage<Void> inOrder(Iterable<Supplier<CompletionStage<Void>>> steps) {
    CompletionStage<Void> all = done();
    for (Supplier<CompletionStage<Void>> step : steps) {
      all = all.thenCompose(before -> step.get());
    }
    return all;
  }

  /**
   * Converts an exception of the step's begin into a failed stage: other steps begin all the same.
   */
  private static <T> CompletionStage<T> begin(Supplier<CompletionStage<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private static Void logged(Throwable failed) {
    LOG.warn("A step of the shutdown failed: {}", failed.toString());
    return null;
  }

  /** Ends the wait for orders; the watchers are signalled at once. */
  public void hurry() {
    orders.hurry();
  }

  /** Completes when the phases begin. */
  public CompletionStage<Void> begun() {
    return begun.minimalCompletionStage();
  }

  /** Completes when the intake is closed and the watchers are about to be signalled. */
  public CompletionStage<Void> sweeping() {
    return sweeping.minimalCompletionStage();
  }

  /** The cause of an end that the runtime itself began; empty in all other cases. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get()).map(cause -> String.valueOf(cause.getMessage()));
  }

  /** Whether the runtime has ended itself because another one owns its account or directory. */
  public boolean isOwnedElsewhere() {
    return failure.get() instanceof OwnedElsewhereException;
  }

  /** Ends the runtime because of {@code cause}; without effect when it ends already. */
  public void endFor(String cause) {
    endFor(new IllegalStateException(cause));
  }

  /** {@link #endFor(String)} because of the message of {@code cause}. */
  public void endFor(RuntimeException cause) {
    if (!begun.isDone() && failure.compareAndSet(null, cause)) {
      LOG.error("The runtime ends: {}", cause.getMessage());
      run();
    }
  }

  /** Ends the runtime because a client asked for it; without effect when it ends already. */
  public void endOnRequest() {
    LOG.info("Received the command shutdown, shutting down gracefully...");
    run();
  }

  /**
   * Runs the phases, once however often it is called; completes when the actor system has ended and
   * the directory is unlocked.
   */
  public CompletionStage<StopReport> run() {
    return phases
        .runAll(new StopRequested())
        .thenCompose(done -> system.getWhenTerminated())
        .thenApply(done -> report())
        .whenComplete((report, failed) -> unlock.run());
  }

  private StopReport report() {
    List<Integer> left = new ArrayList<>();
    boolean known = swept.isDone() && !swept.isCompletedExceptionally();
    if (known) {
      left.addAll(swept.join().unkillable());
    }
    return new StopReport(known, left, ordersLeft.unconfirmed(), ordersLeft.uncovered());
  }
}
