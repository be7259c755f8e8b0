package dev.maxdiff.runtime;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.TapeEndedException;
import dev.maxdiff.control.LoopWatcherService;
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
 * <p>Several runtimes can run in one JVM, each on its own state directory. A runtime installs no
 * signal handlers and never ends the JVM. When the JVM ends, the runtime first ends every watcher.
 */
public final class MaxDiffRuntime implements AutoCloseable {

  private final StartContext context;
  private final Components components;

  private MaxDiffRuntime(StartContext context, Components components) {
    this.context = context;
    this.components = components;
  }

  /**
   * Starts a runtime and blocks until it accepts wishes. Each step is complete before the next one
   * begins (DESIGN 4.4). After a failed step the completed steps are undone.
   *
   * @throws dev.maxdiff.state.OwnedElsewhereException when another runtime owns the directory, or
   *     it belongs to another account
   * @throws dev.maxdiff.domain.InvalidValueException when a setting is wrong
   * @throws dev.maxdiff.state.StateException when a file of the state directory is unusable
   * @throws IllegalStateException when a step fails or exceeds {@code start-patience}
   */
  public static MaxDiffRuntime start(RuntimeOptions options) {
    return start(options, new CompletableFuture<>());
  }

  /** {@link #start(RuntimeOptions, CompletionStage, StartListener)} without a listener. */
  public static MaxDiffRuntime start(RuntimeOptions options, CompletionStage<?> giveUp) {
    return start(options, giveUp, StartListener.NONE);
  }

  /**
   * {@link #start(RuntimeOptions)} that can be given up before the first launch.
   *
   * @param giveUp its completion gives the start up
   * @param listener receives the steps before the first launch
   * @throws StartGivenUpException when {@code giveUp} completed before the first launch; every
   *     completed step is undone
   */
  public static MaxDiffRuntime start(
      RuntimeOptions options, CompletionStage<?> giveUp, StartListener listener) {
    StartSequence.requireGoodSettings(options);
    StartSequence.requirePlace(options);
    if (giveUp.toCompletableFuture().isDone()) {
      throw new StartGivenUpException();
    }
    try {
      return start(options, options.fresh(), giveUp, listener);
    } catch (TapeEndedException e) {
      return start(options, true, giveUp, listener);
    }
  }

  /**
   * @param leave moves the stored session to {@code ended/<time>} first
   */
  private static MaxDiffRuntime start(
      RuntimeOptions options, boolean leave, CompletionStage<?> giveUp, StartListener listener) {
    StateStore store = StateStore.open(options.config(), options.venue(), leave);
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

  /**
   * Returns the service that accepts wishes and actions. Its requests count as a loop's: the
   * operator's come over HTTP.
   */
  public WatcherService watchers() {
    return new LoopWatcherService(components.control());
  }

  /** Returns a line for each hold by an operator. */
  public List<String> holds() {
    return components.control().holds();
  }

  /** Returns the address of the HTTP interface. */
  public URI address() {
    return components.http().address();
  }

  /** Returns the address of the gateway. */
  public URI gatewayAddress() {
    return components.gateway().address();
  }

  /** Returns the broker behind the gateway, for reads only: every order goes through a watcher. */
  public Broker broker() {
    return components.upstream().broker();
  }

  /** Returns the number of wishes of an earlier runtime that stood at the start. */
  public int restored() {
    return components.restored();
  }

  /**
   * Returns the account at the broker's first answer.
   *
   * @throws IllegalStateException when the broker has not answered since the start
   */
  public Account account() {
    return knownAccount()
        .orElseThrow(
            () ->
                new IllegalStateException("account: not known (expected: a broker that answers)"));
  }

  /** Returns the account at the broker's first answer; empty before. */
  public Optional<Account> knownAccount() {
    return components.reconciler().account();
  }

  /** Returns the result of the reconciliation, one line for each difference. */
  public List<String> reconciled() {
    return components.reconciler().lines();
  }

  /** Returns the open orders of all installations at the start. */
  public List<Order> openOrders() {
    return components.reconciler().openOrders();
  }

  /** Returns the watchers' clock: the exchange's on the embedded venue, otherwise the machine's. */
  public InstantSource clock() {
    return components.upstream().clock();
  }

  /** Returns the embedded exchange; empty on the other venues. */
  public Optional<PaperExchange> exchange() {
    return components.upstream().exchange();
  }

  /** Returns the folder of the state directory. */
  public Path directory() {
    return context.directory().folder();
  }

  /** Publishes an alert of the embedding program to the listeners of the runtime's events. */
  public void alert(String words) {
    components.alerts().accept(words);
  }

  /** Ends every watcher, then the runtime; wishes stay. Idempotent. */
  public CompletionStage<StopReport> stop() {
    return context.shutdown().run();
  }

  /** Completes when the shutdown begins, for any cause, for example a lost lock. */
  public CompletionStage<Void> ending() {
    return context.shutdown().begun();
  }

  /** Completes when no watcher starts any more and SIGTERM is about to be sent. */
  public CompletionStage<Void> sweeping() {
    return context.shutdown().sweeping();
  }

  /** Returns the cause of an end that the runtime began itself; empty in all other cases. */
  public Optional<String> failure() {
    return context.shutdown().failure();
  }

  /** Returns whether the runtime ended itself because another one owns its account or directory. */
  public boolean isOwnedElsewhere() {
    return context.shutdown().isOwnedElsewhere();
  }

  /**
   * Drops the patience for orders and the grace of the watchers in the present or a later shutdown:
   * SIGKILL follows at once.
   */
  public void hurry() {
    context.shutdown().hurry();
    components.processes().hurry();
  }

  /** Calls {@link #stop} and blocks until the runtime has ended. */
  @Override
  public void close() {
    end(context);
  }
}
