package dev.maxdiff.embed;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WitnessSettings;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.supervision.StoredKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running MaxDiff runtime: its actor system, its watchers, its gateway and, on the embedded
 * venue, its exchange.
 *
 * <p>Several live in one JVM, each on a state directory of its own. No signal handlers are
 * installed and nothing ends the JVM; when the JVM ends by itself, every watcher is ended first.
 */
public final class MaxDiffRuntime implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MaxDiffRuntime.class);

  private final RuntimeOptions options;
  private final RuntimeSettings settings;
  private final Ground ground;
  private final ActorSystem<?> system;
  private final Shutdown shutdown;
  private final Parts parts = new Parts();
  private final Patience patience;
  private final Start start;
  private final AtomicReference<String> failure = new AtomicReference<>();

  private MaxDiffRuntime(RuntimeOptions options, Ground ground, StartListener listener) {
    this.options = options;
    this.settings = RuntimeSettings.from(options.config());
    this.ground = ground;
    Duration sweep = ProcessSettings.from(options.config()).sweepDeadline();
    this.system =
        ActorSystem.create(
            Behaviors.empty(),
            "maxdiff",
            Shutdown.phases(sweep, settings.cancelPatience())
                .withFallback(ground.config(options.config())));
    this.shutdown = new Shutdown(system);
    this.patience = new Patience(settings.startPatience());
    this.start = new Start(options, settings, ground, system, parts, listener, this::endFor);
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
    Start.requireGoodSettings(options);
    if (giveUp.toCompletableFuture().isDone()) {
      throw new StartGivenUpException();
    }
    Ground ground = Ground.take(options.config(), options.venue());
    MaxDiffRuntime runtime = null;
    try {
      runtime = new MaxDiffRuntime(options, ground, listener);
      giveUp.thenRun(runtime.start::giveUp);
      runtime.begin();
      return runtime;
    } catch (RuntimeException e) {
      try {
        if (runtime == null) {
          ground.close();
        } else {
          runtime.close();
        }
      } catch (RuntimeException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private void begin() {
    StateDirectory directory = ground.directory();
    StoredKeys keys = ground.keys();
    // that of a killed runtime: its address may be another program's by now
    RuntimeFile.delete(directory);
    new Teardown(parts, ground, settings).register(shutdown, options.releaseHooks());
    start.run(keys);
    watchLock();
    guardOrders();
    hearWitnesses();
    parts.supervision.ended().thenRun(() -> endAfterFailure("the directory of its watchers"));
    parts.processes.ended().thenRun(() -> endAfterFailure("the registry of its processes"));
  }

  private void watchLock() {
    Duration every = settings.lockCheck();
    system
        .scheduler()
        .scheduleWithFixedDelay(
            every,
            every,
            () -> {
              if (!ground.stillOurs()) {
                endFor(
                    "%s: the lock was replaced or removed, another runtime may own it (see what lies there, then start again)"
                        .formatted(ground.directory().folder()));
              }
            },
            system.dispatchers().lookup(DispatcherSelector.blocking()));
  }

  private void guardOrders() {
    system.systemActorOf(
        DuplicateGuard.create(
            settings.guardInterval(),
            () -> parts.gateway.surplus(true, false, settings.cancelPatience())),
        "duplicate-guard",
        Props.empty());
  }

  private void hearWitnesses() {
    Duration every = WitnessSettings.from(options.config()).interval();
    system
        .scheduler()
        .scheduleWithFixedDelay(
            every,
            every,
            parts.control::hearWitnesses,
            system.dispatchers().lookup(DispatcherSelector.blocking()));
  }

  /** Without that part it would only seem to run: the next start makes everything right again. */
  private void endAfterFailure(String part) {
    endFor(part + " has failed, see its log; every wish is kept for the next start");
  }

  private void endFor(String words) {
    if (!shutdown.hasBegun() && failure.compareAndSet(null, words)) {
      LOG.error("The runtime ends: {}", words);
      stop();
    }
  }

  /** Everything that can be asked of this runtime. */
  public WatcherService watchers() {
    return parts.control;
  }

  /** Where the commands reach it. */
  public URI address() {
    return parts.http.address();
  }

  /** Where watchers reach their account views. */
  public URI gatewayAddress() {
    return parts.gateway.address();
  }

  /** The broker behind the gateway, for reading; orders go through watchers only. */
  public Broker broker() {
    return parts.upstream.broker();
  }

  /** How many wishes of an earlier runtime stood and were taken up again. */
  public int restored() {
    return parts.restored;
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
    return Optional.ofNullable(parts.account);
  }

  /** What the comparison of journal, processes, files and broker came to, one line a difference. */
  public List<String> reconciled() {
    return parts.reconciled;
  }

  /** What was open at the start of our orders and of other installations'. */
  public List<Order> openOrders() {
    return parts.openOrders;
  }

  /** The watchers' time: the exchange's under replay. */
  public InstantSource clock() {
    return parts.upstream.clock();
  }

  /** The embedded exchange; empty on the other venues. */
  public Optional<PaperExchange> exchange() {
    return parts.upstream.exchange();
  }

  /** Where its state lies. */
  public Path directory() {
    return ground.directory().folder();
  }

  /** Ends every watcher and then the runtime; wishes stay. Safe to call more than once. */
  public CompletionStage<StopReport> stop() {
    return shutdown.run().whenComplete((report, failure) -> ground.close());
  }

  /** Completes when the runtime begins to end, whoever asked: also when it lost its directory. */
  public CompletionStage<Void> ending() {
    return shutdown.begun();
  }

  /** Completes when nothing starts any more and the watchers are about to be signalled. */
  public CompletionStage<Void> sweeping() {
    return shutdown.sweeping();
  }

  /** Why the runtime ends by itself; empty as long as it need not. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Drops the grace of the shutdown that is under way, or is to come: SIGKILL at once. */
  public void hurry() {
    parts.processes.hurry();
  }

  /** {@link #stop}, awaited. */
  @Override
  public void close() {
    patience.await("the shutdown", stop());
  }
}
