package dev.maxdiff.runtime.context;

import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
    shutdown.onCancel(
        () -> {
          throw new IllegalStateException("no broker");
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

  private Shutdown shutdown() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            "ending",
            Configuration.load(directory.resolve("none.conf"), Map.of()));
    return new Shutdown(system, () -> {});
  }
}
