package dev.maxdiff.runtime.context;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.orders.FinalOrders;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The phases of the shutdown, with stubs for the runtime's components. */
@Timeout(60)
class ShutdownTest {

  @TempDir Path directory;
  private ActorSystem<Void> system;

  @AfterEach
  void terminate() {
    system.terminate();
  }

  /** A failed cancel neither shortens nor prevents the sweep. */
  @Test
  void p4ACancelThatFailsAtOnceNeitherKeepsNorHurriesTheSweep() {
    Shutdown shutdown = shutdown();
    CompletableFuture<SweepReport> swept = new CompletableFuture<>();
    CompletableFuture<Boolean> sweptBeforeTheRest = new CompletableFuture<>();
    shutdown.onSweep(
        () ->
            swept.completeAsync(
                () -> new SweepReport(1, 0, List.of(77)),
                delayedExecutor(300, TimeUnit.MILLISECONDS)));
    shutdown.onOrders(
        new Orders() {
          @Override
          public CompletionStage<Void> settle() {
            throw new IllegalStateException("no broker");
          }
        });
    shutdown.install(
        List.of(
            () -> {
              sweptBeforeTheRest.complete(swept.isDone());
              return CompletableFuture.completedFuture(null);
            }));

    StopReport report = shutdown.run().toCompletableFuture().join();

    assertThat(sweptBeforeTheRest).isCompletedWithValue(true);
    assertThat(report.swept()).isTrue();
    assertThat(report.unkillable()).containsExactly(77);
  }

  @Test
  void p4AFailedPreparationDoesNotPreventTheSweep() {
    Shutdown shutdown = shutdown();
    shutdown.beforeSweep(
        () -> {
          throw new IllegalStateException("no files");
        });
    shutdown.onSweep(() -> CompletableFuture.completedFuture(new SweepReport(1, 0, List.of(77))));
    shutdown.install(List.of());

    StopReport report = shutdown.run().toCompletableFuture().join();

    assertThat(report.swept()).isTrue();
    assertThat(report.unkillable()).containsExactly(77);
  }

  /** A fill during the shutdown is covered by a watcher that still lives. */
  @Test
  void theWatchersAreEndedWhenTheOrdersHaveSettled() {
    Shutdown shutdown = shutdown();
    CompletableFuture<Void> settled = new CompletableFuture<>();
    CompletableFuture<Boolean> settledBeforeSweep = new CompletableFuture<>();
    shutdown.onOrders(
        new Orders() {
          @Override
          public CompletionStage<Void> settle() {
            return settled.completeAsync(() -> null, delayedExecutor(300, TimeUnit.MILLISECONDS));
          }
        });
    shutdown.onSweep(
        () -> {
          settledBeforeSweep.complete(settled.isDone());
          return CompletableFuture.completedFuture(new SweepReport(1, 0, List.of()));
        });
    shutdown.install(List.of());

    StopReport report = shutdown.run().toCompletableFuture().join();

    assertThat(settledBeforeSweep).isCompletedWithValue(true);
    assertThat(report.uncovered()).containsExactly(Orders.LEFT);
  }

  /** Orders that settle at once and leave one key uncovered. */
  private static class Orders implements OrdersEnd {

    static final ExitCoverage LEFT =
        new ExitCoverage(
            new SlotId(WatcherKey.parse("BTCUSD|buy|maxdiff"), Slot.EXIT),
            BigDecimal.ONE,
            BigDecimal.ZERO,
            new ClosingTerms(Increments.CRYPTO, BigDecimal.ZERO, null));

    @Override
    public CompletionStage<Void> settle() {
      return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<FinalOrders.Report> report() {
      return CompletableFuture.completedStage(new FinalOrders.Report(List.of(), List.of(LEFT)));
    }

    @Override
    public void hurry() {}
  }

  private Shutdown shutdown() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "ending",
            Configuration.load(directory.resolve("none.conf"), Map.of()));
    return new Shutdown(system, () -> {});
  }
}
