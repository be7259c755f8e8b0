package dev.maxdiff.embed;

import dev.maxdiff.broker.Order;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.state.RuntimeFile;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What each phase of the {@link Shutdown} does to the parts that the start has reached. */
final class Teardown {

  private static final Duration UNBIND_PATIENCE = Duration.ofMillis(200);

  private final Parts parts;
  private final Ground ground;
  private final RuntimeSettings settings;

  Teardown(Parts parts, Ground ground, RuntimeSettings settings) {
    this.parts = parts;
    this.ground = ground;
    this.settings = settings;
  }

  void register(Shutdown shutdown, List<Supplier<CompletionStage<?>>> releaseHooks) {
    shutdown.closeIntake(this::closeIntake);
    shutdown.endWatchers(this::sweep, this::cancelOrders);
    shutdown.release(releaseHooks);
    shutdown.close(
        List.of(
            this::unbind,
            this::unbindGatewayAndExchange,
            () -> closed(parts.processes),
            () -> closed(parts.files)),
        () -> closed(parts.hub));
  }

  private CompletionStage<Void> closeIntake() {
    if (parts.control != null) {
      parts.control.closeIntake();
    }
    CompletionStage<Void> quiet = parts.supervision == null ? done() : parts.supervision.quiesce();
    return parts.processes == null ? quiet : quiet.thenCompose(done -> parts.processes.closeGate());
  }

  private CompletionStage<SweepReport> sweep() {
    if (parts.files != null) {
      parts.files.hurry();
    }
    return parts.processes == null
        ? CompletableFuture.completedFuture(new SweepReport(0, 0, List.of()))
        : parts.processes.sweep();
  }

  private CompletionStage<List<Order>> cancelOrders() {
    if (parts.gateway == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    parts.gateway.withdrawAll(settings.cancelOnShutdown());
    return parts.gateway.cancelAllOrders(settings.cancelOnShutdown(), settings.cancelPatience());
  }

  private CompletionStage<Void> unbind() {
    if (parts.http == null) {
      return done();
    }
    if (ground.stillOurs()) {
      RuntimeFile.delete(ground.directory());
    }
    return parts.http.unbind(UNBIND_PATIENCE);
  }

  private CompletionStage<Void> unbindGatewayAndExchange() {
    CompletionStage<Void> gateway =
        parts.gateway == null ? done() : parts.gateway.unbind().thenApply(unbound -> null);
    return gateway.thenCompose(unbound -> parts.upstream == null ? done() : parts.upstream.close());
  }

  private static CompletionStage<Void> closed(AutoCloseable closeable) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            if (closeable != null) {
              closeable.close();
            }
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }
}
