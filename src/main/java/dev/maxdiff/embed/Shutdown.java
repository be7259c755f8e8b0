package dev.maxdiff.embed;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Order;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one sweep, as phases of CoordinatedShutdown: {@code close-intake}, {@code end-watchers},
 * {@code release-model-resources}, then the servers, the actor system, the journal.
 *
 * <p>The same whether a signal, an embedding program or the JVM's own hook asks for it.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /** A phase that is given up goes on in the background: it must end by itself before. */
  private static final Duration PHASE_MARGIN = Duration.ofSeconds(2);

  /** Names the reason in Akka's logs. */
  private static final class Asked implements CoordinatedShutdown.Reason {}

  private final ActorSystem<?> system;
  private final CoordinatedShutdown phases;
  private final CompletableFuture<SweepReport> swept = new CompletableFuture<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final CompletableFuture<Void> sweeping = new CompletableFuture<>();
  private volatile List<Order> unconfirmed = List.of();

  Shutdown(ActorSystem<?> system) {
    this.system = system;
    this.phases = CoordinatedShutdown.get(system);
  }

  /** No wish is taken, nothing is restarted. */
  void closeIntake(Supplier<CompletionStage<Void>> close) {
    add(
        "close-intake",
        "close the intake",
        () -> {
          begun.complete(null);
          return close.get();
        });
  }

  /** How long the phases may take, where that follows from other settings. */
  static Config phases(Duration sweepDeadline, Duration cancelPatience) {
    Duration longer = sweepDeadline.compareTo(cancelPatience) > 0 ? sweepDeadline : cancelPatience;
    return ConfigFactory.parseMap(
        Map.of(
            "akka.coordinated-shutdown.phases.end-watchers.timeout",
            longer.plus(PHASE_MARGIN).toMillis() + "ms"));
  }

  /** Completes when the phases begin. */
  CompletionStage<Void> begun() {
    return begun.minimalCompletionStage();
  }

  boolean hasBegun() {
    return begun.isDone();
  }

  /** Completes when nothing starts any more and the watchers are about to be signalled. */
  CompletionStage<Void> sweeping() {
    return sweeping.minimalCompletionStage();
  }

  /** Ends every watcher, and meanwhile the orders that shall not stay. */
  void endWatchers(
      Supplier<CompletionStage<SweepReport>> sweep, Supplier<CompletionStage<List<Order>>> cancel) {
    add(
        "end-watchers",
        "end watchers",
        () -> {
          sweeping.complete(null);
          CompletionStage<List<Order>> cancelled = begun(cancel);
          return sweep
              .get()
              .whenComplete(this::learnSweep)
              .thenCombine(cancelled, (report, left) -> unconfirmed = List.copyOf(left))
              .thenApply(left -> null);
        });
  }

  private void learnSweep(SweepReport report, Throwable failure) {
    if (failure == null) {
      swept.complete(report);
    } else {
      swept.completeExceptionally(failure);
    }
  }

  /**
   * Hooks of the embedding program, one after the other; one that fails is logged and passed over.
   */
  void release(List<Supplier<CompletionStage<?>>> hooks) {
    add(
        "release-model-resources",
        "release hooks",
        () -> {
          CompletionStage<Void> all = CompletableFuture.completedFuture(null);
          for (Supplier<CompletionStage<?>> hook : hooks) {
            all =
                all.thenCompose(before -> hook.get().<Void>thenApply(done -> null))
                    .exceptionally(Shutdown::logged);
          }
          return all;
        });
  }

  /** Unbinds servers and closes files, all at once; then what they have told to. */
  void close(List<Supplier<CompletionStage<Void>>> closers, Supplier<CompletionStage<Void>> last) {
    add(
        "service-unbind",
        "close servers and files",
        () -> {
          CompletionStage<Void> all = CompletableFuture.completedFuture(null);
          for (CompletionStage<Void> closing : closers.stream().map(Shutdown::begun).toList()) {
            all = all.thenCompose(before -> closing).exceptionally(Shutdown::logged);
          }
          return all.thenCompose(closed -> begun(last)).exceptionally(Shutdown::logged);
        });
  }

  /** One that fails at once does not keep the others from beginning. */
  private static <T> CompletionStage<T> begun(Supplier<CompletionStage<T>> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void add(String phase, String name, Supplier<CompletionStage<Void>> task) {
    phases.addTask(phase, name, () -> task.get().thenApply(done -> Done.getInstance()));
  }

  /** Runs the phases once, whoever asks how often; completes when the actor system has ended. */
  CompletionStage<StopReport> run() {
    return phases
        .runAll(new Asked())
        .thenCompose(done -> system.getWhenTerminated())
        .thenApply(done -> report());
  }

  private StopReport report() {
    List<Integer> left = new ArrayList<>();
    boolean known = swept.isDone() && !swept.isCompletedExceptionally();
    if (known) {
      left.addAll(swept.join().unkillable());
    }
    return new StopReport(known, left, unconfirmed);
  }

  private static Void logged(Throwable failure) {
    LOG.warn("A step of the shutdown failed: {}", failure.toString());
    return null;
  }
}
