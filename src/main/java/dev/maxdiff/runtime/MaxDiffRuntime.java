package dev.maxdiff.runtime;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.runtime.context.StartGivenUpException;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.runtime.context.StateStore;
import dev.maxdiff.runtime.context.StopReport;
import dev.maxdiff.runtime.start.Components;
import dev.maxdiff.runtime.start.StartSequence;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A running MaxDiff runtime: its actor system, its watchers, its gateway and, on the embedded
 * venue, its exchange.
 *
 * <p>Several live in one JVM, each on a state directory of its own. No signal handlers are
 * installed and nothing ends the JVM; when the JVM ends by itself, every watcher is ended first.
 */
public final class MaxDiffRuntime implements AutoCloseable {

  private final StartContext context;
  private final Components components;

  private MaxDiffRuntime(StartContext context, Components components) {
    this.context = context;
    this.components = components;
  }

  /**
   * Starts everything, each step finished before the next (DESIGN 4.4), and blocks until wishes are
   * taken. What fails is undone.
   *
   * @throws dev.maxdiff.state.OwnedElsewhereException when another runtime owns the directory, or
   *     it belongs to another account
   * @throws dev.maxdiff.domain.InvalidValueException when a setting or file is wrong
   */
  public static MaxDiffRuntime start(RuntimeOptions options) {
    return start(options, new CompletableFuture<>());
  }

  /** {@link #start(RuntimeOptions, CompletionStage, StartListener)} without a listener. */
  public static MaxDiffRuntime start(RuntimeOptions options, CompletionStage<?> giveUp) {
    return start(options, giveUp, StartListener.NONE);
  }

  /**
   * {@link #start(RuntimeOptions)} that can be given up until the first watcher is launched.
   *
   * @param giveUp completes when the runtime is not wanted any more
   * @param listener told of the steps before the first watcher is launched
   * @throws StartGivenUpException when that came first; nothing is left running
   */
  public static MaxDiffRuntime start(
      RuntimeOptions options, CompletionStage<?> giveUp, StartListener listener) {
    StartSequence.requireGoodSettings(options);
    if (giveUp.toCompletableFuture().isDone()) {
      throw new StartGivenUpException();
    }
    StateStore store = StateStore.open(options.config(), options.venue());
    StartContext context;
    try {
      context = StartContext.create(options, store, listener);
    } catch (RuntimeException e) {
      undo(e, store::close);
      throw e;
    }
    try {
      giveUp.thenRun(context::giveUp);
      return new MaxDiffRuntime(context, new StartSequence(context).run());
    } catch (RuntimeException e) {
      undo(e, () -> end(context));
      throw e;
    }
  }

  private static void undo(RuntimeException failure, Runnable undo) {
    try {
      undo.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void end(StartContext context) {
    context.await().result("the shutdown", context.shutdown().run());
  }

  /** Everything that can be asked of this runtime. */
  public WatcherService watchers() {
    return components.control();
  }

  /** Where the commands reach it. */
  public URI address() {
    return components.http().address();
  }

  /** Where watchers reach their account views. */
  public URI gatewayAddress() {
    return components.gateway().address();
  }

  /** The broker behind the gateway, for reading; orders go through watchers only. */
  public Broker broker() {
    return components.upstream().broker();
  }

  /** How many wishes of an earlier runtime stood and were taken up again. */
  public int restored() {
    return components.restored();
  }

  /**
   * The account as it was when the broker first answered.
   *
   * @throws IllegalStateException when it has not answered since the start
   */
  public Account account() {
    return knownAccount()
        .orElseThrow(
            () ->
                new IllegalStateException("account: not known (expected: a broker that answers)"));
  }

  /** {@link #account}; empty while the broker has not answered since the start. */
  public Optional<Account> knownAccount() {
    return components.reconciler().account();
  }

  /** What the comparison of journal, processes, files and broker came to, one line a difference. */
  public List<String> reconciled() {
    return components.reconciler().lines();
  }

  /** What was open at the start of our orders and of other installations'. */
  public List<Order> openOrders() {
    return components.reconciler().openOrders();
  }

  /** The watchers' time: the exchange's under replay. */
  public InstantSource clock() {
    return components.upstream().clock();
  }

  /** The embedded exchange; empty on the other venues. */
  public Optional<PaperExchange> exchange() {
    return components.upstream().exchange();
  }

  /** Where its state lies. */
  public Path directory() {
    return context.directory().folder();
  }

  /** Ends every watcher and then the runtime; wishes stay. Safe to call more than once. */
  public CompletionStage<StopReport> stop() {
    return context.shutdown().run();
  }

  /** Completes when the runtime begins to end, whoever asked: also when it lost its directory. */
  public CompletionStage<Void> ending() {
    return context.shutdown().begun();
  }

  /** Completes when nothing starts any more and the watchers are about to be signalled. */
  public CompletionStage<Void> sweeping() {
    return context.shutdown().sweeping();
  }

  /** Why the runtime ends by itself; empty as long as it need not. */
  public Optional<String> failure() {
    return context.shutdown().failure();
  }

  /** Drops the grace of the shutdown that is under way, or is to come: SIGKILL at once. */
  public void hurry() {
    components.processes().hurry();
  }

  /** {@link #stop}, awaited. */
  @Override
  public void close() {
    end(context);
  }
}
