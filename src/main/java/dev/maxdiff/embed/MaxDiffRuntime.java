package dev.maxdiff.embed;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.control.ControlSettings;
import dev.maxdiff.control.HappeningHub;
import dev.maxdiff.control.WatcherControl;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ExecutionSettings;
import dev.maxdiff.execution.Gateway;
import dev.maxdiff.http.ControlRoutes;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.http.HttpSettings;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.RuntimeMark;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.WatcherFiles;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.Supervision;
import dev.maxdiff.supervision.SupervisionPorts;
import dev.maxdiff.supervision.SupervisionSettings;
import dev.maxdiff.supervision.WatcherProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
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
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TOKEN_BYTES = 24;
  private static final Duration UNBIND_PATIENCE = Duration.ofMillis(200);

  private final RuntimeOptions options;
  private final RuntimeSettings settings;
  private final Ground ground;
  private final ActorSystem<?> system;
  private final Shutdown shutdown;
  private final SecureRandom random = new SecureRandom();

  // null until its step of the start is reached: a start that fails undoes what was reached
  private ChildProgram program;
  private Upstream upstream;
  private Account account;
  private ChildProcesses processes;
  private WatcherFiles files;
  private Gateway gateway;
  private Supervision supervision;
  private WatcherControl control;
  private HappeningHub hub;
  private HttpServer http;

  private final AtomicBoolean lost = new AtomicBoolean();

  private MaxDiffRuntime(RuntimeOptions options, Ground ground) {
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
    requireGoodSettings(options);
    Ground ground = Ground.take(options.config(), options.venue());
    MaxDiffRuntime runtime = null;
    try {
      runtime = new MaxDiffRuntime(options, ground);
      runtime.start();
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

  /** A wrong setting is refused before anything is locked, started or written. */
  private static void requireGoodSettings(RuntimeOptions options) {
    Config config = options.config();
    RuntimeSettings.from(config);
    ProcessSettings.from(config);
    ExecutionSettings.from(config);
    SupervisionSettings.from(config);
    ControlSettings.from(config);
    HttpSettings.from(config);
    if (options.venue() == Venue.EMBEDDED) {
      ExchangeSettings.from(config);
    }
  }

  private void start() {
    StateDirectory directory = ground.directory();
    StoredKeys keys = ground.keys();
    registerShutdown();
    startProcesses(directory);
    if (options.fresh()) {
      // before the exchange forgets the account: its wishes must not meet a new one
      new WithdrawnFile(Instant.now(), Set.of(), false).write(directory);
    }
    upstream = await("the exchange", Upstream.open(system, options, directory.folder()));
    account = upstream.broker().account();
    if (options.venue() == Venue.LIVE) {
      AccountBinding.requirePermission(account, options.environment());
    }
    AccountBinding.refuseOtherAccount(directory, account, options.takeOver());
    files = WatcherFiles.open(directory, ground.settings(), Clock.systemUTC());
    ControlSettings controlSettings = ControlSettings.from(options.config());
    hub = new HappeningHub(controlSettings);
    HappeningFeed feed = new HappeningFeed(hub, upstream.clock());
    startGateway(directory, feed);
    startSupervision(directory, feed);
    startControl(controlSettings);
    recover(keys, directory);
    processes.openGate();
    upstream.exchange().ifPresent(exchange -> await("the replay", exchange.play()));
    serve(directory);
    watchLock(feed);
  }

  private void startProcesses(StateDirectory directory) {
    Config config = options.config();
    ProcessSettings processSettings = ProcessSettings.from(config);
    StateDirectory.Identity identity = directory.identity();
    RuntimeMark mark =
        new RuntimeMark(
            identity.uuid(),
            identity.device(),
            identity.inode(),
            UUID.randomUUID().toString().substring(0, 13));
    program = childProgram(directory);
    processes =
        ChildProcesses.start(
            system,
            processSettings,
            mark,
            program.sentinelCommand(mark, processSettings),
            directory.logs().resolve("sentinel.log"),
            Clock.systemUTC());
    ChildProcesses.Orphans orphans =
        await("the orphans' end", processes.sweepOrphans(ground.launched()));
    if (!orphans.left().isEmpty()) {
      throw new IllegalStateException(
          "processes of an earlier runtime outlive SIGKILL: %s (expected: none; end them first)"
              .formatted(orphans.left()));
    }
    if (orphans.ended() > 0) {
      LOG.info("Ended {} processes that an earlier runtime had left", orphans.ended());
    }
    program.makeArchive(mark);
  }

  private static ChildProgram childProgram(StateDirectory directory) {
    try {
      return ChildProgram.extract(directory.folder().resolve("child"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startGateway(StateDirectory directory, HappeningFeed feed) {
    String installation = InstallationFile.of(directory, random).id();
    gateway =
        await(
            "the gateway",
            Gateway.start(
                system,
                upstream.broker(),
                installation,
                ExecutionSettings.from(options.config()),
                upstream.clock(),
                report -> files.report(report.slot(), report.generation(), report.fields()),
                feed.orders(),
                LOOPBACK,
                0));
    AccountBinding.refuseOthers(gateway.ordersOfOtherInstallations(), options.takeOver());
    AccountBinding.bind(directory, account);
  }

  private void startSupervision(StateDirectory directory, HappeningFeed feed) {
    Path scratch = directory.folder().resolve("scratch");
    supervision =
        Supervision.start(
            system,
            SupervisionSettings.from(options.config()),
            new SupervisionPorts(
                processes,
                new GatewayDesk(gateway, settings.cancelPatience(), feed::alert),
                files,
                feed.watchers(),
                this::watcherProgram,
                directory.logs(),
                scratch,
                upstream.clock(),
                System::nanoTime,
                random));
  }

  private WatcherProgram watcherProgram() {
    return settings.watcherCommand().isEmpty()
        ? new WatcherProgram(program.command(), true)
        : new WatcherProgram(settings.watcherCommand(), false);
  }

  private void startControl(ControlSettings controlSettings) {
    Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    control =
        new WatcherControl(
            controlSettings,
            new WatcherControl.Collaborators(
                options.venue(),
                new SupervisorsPort(supervision),
                gateway,
                upstream.broker(),
                blocking,
                new JournalHistory(ground.reader(), blocking),
                hub,
                upstream.clock()));
  }

  /** What stands is wanted again; what was withdrawn while nobody ran is withdrawn first. */
  private void recover(StoredKeys keys, StateDirectory directory) {
    await("the wishes", supervision.recover(keys.active(), settings.startPatience()));
    Optional<WithdrawnFile> withdrawn = WithdrawnFile.read(directory);
    withdrawn.ifPresent(
        file -> withdraw(keys, file, options.fresh() ? "started over" : "kill-all"));
    WithdrawnFile.delete(directory);
  }

  private void withdraw(StoredKeys keys, WithdrawnFile withdrawn, String reason) {
    Set<SlotId> slots =
        keys.wanted().stream()
            .map(StoredKeys.StoredSlot::slot)
            .filter(slot -> withdrawn.covers(slot.key()))
            .collect(Collectors.toSet());
    await("the withdrawals", supervision.withdraw(slots, withdrawn.keepOrders(), reason)).stream()
        .filter(withdrawal -> !withdrawal.done())
        .findFirst()
        .ifPresent(
            failed -> {
              throw new IllegalStateException("a wish could not be withdrawn: " + failed.words());
            });
  }

  private void serve(StateDirectory directory) {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    http =
        await(
            "the HTTP interface",
            HttpServer.bind(
                system,
                HttpSettings.from(options.config()),
                new ControlRoutes(control, token).route()));
    new RuntimeFile(
            http.address(), ProcessHandle.current().pid(), Instant.now(), token, options.venue())
        .write(directory);
  }

  private void watchLock(HappeningFeed feed) {
    Duration every = settings.lockCheck();
    system
        .scheduler()
        .scheduleWithFixedDelay(
            every,
            every,
            () -> {
              if (!ground.stillOurs() && lost.compareAndSet(false, true)) {
                feed.alert("the state directory was replaced under the runtime: shutting down");
                LOG.error("{} is not ours any more: shutting down", ground.directory().folder());
                stop();
              }
            },
            system.dispatchers().lookup(DispatcherSelector.blocking()));
  }

  private void registerShutdown() {
    shutdown.closeIntake(this::closeIntake);
    shutdown.endWatchers(this::sweep, this::cancelOrders);
    shutdown.release(options.releaseHooks());
    shutdown.close(
        List.of(
            this::unbind,
            () -> gateway == null ? done() : gateway.unbind().thenApply(unbound -> null),
            () -> upstream == null ? done() : upstream.close(),
            () -> closed(processes),
            () -> closed(files),
            () -> closed(hub)));
  }

  private CompletionStage<Void> closeIntake() {
    if (control != null) {
      control.closeIntake();
    }
    return supervision == null ? done() : supervision.quiesce();
  }

  private CompletionStage<SweepReport> sweep() {
    return processes == null
        ? CompletableFuture.completedFuture(new SweepReport(0, 0, List.of()))
        : processes.sweep();
  }

  private CompletionStage<List<Order>> cancelOrders() {
    if (gateway == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    gateway.withdrawAll(settings.cancelOnShutdown());
    return gateway.cancelAllOrders(settings.cancelOnShutdown(), settings.cancelPatience());
  }

  private CompletionStage<Void> unbind() {
    if (http == null) {
      return done();
    }
    if (ground.stillOurs()) {
      RuntimeFile.delete(ground.directory());
    }
    return http.unbind(UNBIND_PATIENCE);
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

  /** Everything that can be asked of this runtime. */
  public WatcherService watchers() {
    return control;
  }

  /** Where the commands reach it. */
  public URI address() {
    return http.address();
  }

  /** Where watchers reach their account views. */
  public URI gatewayAddress() {
    return gateway.address();
  }

  /** The broker behind the gateway, for reading; orders go through watchers only. */
  public Broker broker() {
    return upstream.broker();
  }

  /** The account as it was at the start. */
  public Account account() {
    return account;
  }

  /** The watchers' time: the exchange's under replay. */
  public InstantSource clock() {
    return upstream.clock();
  }

  /** The embedded exchange; empty on the other venues. */
  public Optional<PaperExchange> exchange() {
    return upstream.exchange();
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

  /** Drops the rest of the grace of a shutdown under way: SIGKILL now. */
  public void hurry() {
    if (shutdown.hasBegun()) {
      processes.hurry();
    }
  }

  /** {@link #stop}, awaited. */
  @Override
  public void close() {
    await("the shutdown", stop());
  }

  private <T> T await(String what, CompletionStage<T> stage) {
    try {
      return stage
          .toCompletableFuture()
          .orTimeout(settings.startPatience().toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException e) {
      throw Failure.of(what, e);
    }
  }
}
