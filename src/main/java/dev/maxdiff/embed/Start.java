package dev.maxdiff.embed;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import com.typesafe.config.Config;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.alpaca.StreamPace;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.control.ControlSettings;
import dev.maxdiff.control.HappeningHub;
import dev.maxdiff.control.WatcherControl;
import dev.maxdiff.control.WitnessSettings;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ExecutionPorts;
import dev.maxdiff.execution.ExecutionSettings;
import dev.maxdiff.execution.Gateway;
import dev.maxdiff.execution.Pauses;
import dev.maxdiff.execution.StoredOrders;
import dev.maxdiff.http.ControlRoutes;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.http.HttpSettings;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.ProcessIdentity;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.RuntimeMark;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.PausesFile;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.WatcherFiles;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.Supervision;
import dev.maxdiff.supervision.SupervisionPorts;
import dev.maxdiff.supervision.SupervisionSettings;
import dev.maxdiff.supervision.WatcherProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a start, each finished before the next (DESIGN 4.4). What they reach is left in the
 * {@link Parts}, from where a start that fails is undone.
 */
final class Start {

  private static final Logger LOG = LoggerFactory.getLogger(Start.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final int TOKEN_BYTES = 24;

  private final RuntimeOptions options;
  private final RuntimeSettings settings;
  private final Ground ground;
  private final StateDirectory directory;
  private final ActorSystem<?> system;
  private final Parts parts;
  private final StartListener listener;

  /** Told in one line when a broker that comes up late has another account. */
  private final Consumer<String> refused;

  private AccountAdmission admission;
  private int orphansEnded;
  private String adopted = "";

  /** Null when the broker answers. */
  private BrokerException outage;

  private final Patience patience;
  private final SecureRandom random = new SecureRandom();

  /** Fails when nobody wants the start any more. */
  private final CompletableFuture<Void> givenUp = new CompletableFuture<>();

  Start(
      RuntimeOptions options,
      RuntimeSettings settings,
      Ground ground,
      ActorSystem<?> system,
      Parts parts,
      StartListener listener,
      Consumer<String> refused) {
    this.options = options;
    this.settings = settings;
    this.ground = ground;
    this.directory = ground.directory();
    this.system = system;
    this.parts = parts;
    this.listener = listener;
    this.refused = refused;
    this.patience = new Patience(settings.startPatience());
  }

  /** A wrong setting is refused before anything is locked, started or written. */
  static void requireGoodSettings(RuntimeOptions options) {
    Config config = options.config();
    RuntimeSettings.from(config);
    ProcessSettings.from(config);
    ExecutionSettings.from(config, options.venue());
    SupervisionSettings.from(config);
    ControlSettings.from(config);
    WitnessSettings.from(config);
    HttpSettings.from(config);
    StreamPace.from(config);
    if (options.venue() == Venue.EMBEDDED) {
      ExchangeSettings.from(config);
    } else {
      AlpacaStart.requireEndpoint(options.venue(), config);
    }
  }

  /** It fails before its next step, until the first watcher is launched. From any thread. */
  void giveUp() {
    givenUp.completeExceptionally(new StartGivenUpException());
  }

  /** Between two steps: what a step has begun is finished, so that it can be undone. */
  private void requireWanted() {
    if (givenUp.isDone()) {
      throw new StartGivenUpException();
    }
  }

  /**
   * Blocks until wishes are taken.
   *
   * @param keys what the journal says; nobody writes to it until supervision starts
   */
  void run(StoredKeys keys) {
    EarlierWishes wishes = new EarlierWishes(keys, directory, patience);
    requireWanted();
    ChildProgram program = startProcesses(keys);
    // what an earlier runtime left behind has ended: no file may say otherwise
    parts.files = WatcherFiles.open(directory, ground.settings(), Clock.systemUTC());
    requireWanted();
    openUpstream(wishes);
    requireWanted();
    admission = new AccountAdmission(options, ground, parts.upstream.broker(), wishes.exist());
    admitAccount();
    ControlSettings controlSettings = ControlSettings.from(options.config());
    parts.hub = new HappeningHub(controlSettings);
    HappeningFeed feed = new HappeningFeed(parts.hub, parts.upstream.clock());
    String installation = installation(wishes);
    startGateway(feed, installation);
    reconcile(keys, feed, installation);
    requireWanted();
    startSupervision(program, feed);
    startControl(controlSettings);
    parts.restored = wishes.takeUp(parts.supervision, givenUp, withdrawalReason());
    rememberReceipts();
    // from here on there is more to undo than to do
    requireWanted();
    listener.opening(parts.control);
    parts.processes.openGate();
    parts.upstream.exchange().ifPresent(exchange -> patience.await("the replay", exchange.play()));
    serve();
  }

  private ChildProgram startProcesses(StoredKeys keys) {
    ProcessSettings processSettings = ProcessSettings.from(options.config());
    RuntimeMark mark = mark();
    ChildProgram program = childProgram();
    parts.processes =
        ChildProcesses.start(
            system,
            processSettings,
            mark,
            program.sentinelCommand(mark, processSettings),
            directory.logs().resolve("sentinel.log"),
            Clock.systemUTC());
    endOrphans(keys);
    program.makeArchive(mark);
    return program;
  }

  private RuntimeMark mark() {
    StateDirectory.Identity identity = directory.identity();
    return new RuntimeMark(
        identity.uuid(),
        identity.device(),
        identity.inode(),
        UUID.randomUUID().toString().substring(0, 13));
  }

  private ChildProgram childProgram() {
    try {
      return ChildProgram.extract(directory.folder().resolve("child"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void endOrphans(StoredKeys keys) {
    ChildProcesses.Orphans orphans =
        patience.await("the orphans' end", parts.processes.sweepOrphans(keys.launched()));
    if (!orphans.left().isEmpty()) {
      throw new IllegalStateException(
          "processes of an earlier runtime outlive SIGKILL: %s (expected: none; end them first)"
              .formatted(orphans.left()));
    }
    if (orphans.ended() > 0) {
      LOG.info("Ended {} processes that an earlier runtime had left", orphans.ended());
    }
    orphansEnded = orphans.ended();
  }

  private void openUpstream(EarlierWishes wishes) {
    if (options.fresh()) {
      // before the exchange forgets the account: its wishes must not meet a new one
      wishes.withdrawAll();
    }
    parts.upstream =
        patience.await("the exchange", Upstream.open(system, options, directory.folder()));
    if (parts.upstream.startedOver() && !options.fresh()) {
      wishes.withdrawAllOfEndedReplay();
    }
  }

  /** Known by now, or the broker is waited for. */
  private void admitAccount() {
    try {
      parts.account = admission.admit();
    } catch (BrokerException e) {
      waitFor(e);
    }
  }

  private void waitFor(BrokerException failure) {
    if (!admission.mayWait(failure)) {
      throw admission.unusable(failure);
    }
    outage = failure;
  }

  /** With {@code --take-over}, and nothing wished here yet, that of the orders at the broker. */
  private String installation(EarlierWishes wishes) {
    InstallationFile own = InstallationFile.of(directory, random);
    if (!options.takeOver() || wishes.exist()) {
      return own.id();
    }
    Optional<String> lost =
        Installations.lost(parts.upstream.broker().orders(OrderQuery.all()), own.id());
    lost.ifPresent(
        id -> {
          new InstallationFile(id).write(directory);
          adopted = id;
        });
    return lost.orElse(own.id());
  }

  private void startGateway(HappeningFeed feed, String installation) {
    parts.pauses = new Pauses(PausesFile.read(directory), file -> file.write(directory));
    if (outage != null) {
      parts.pauses.hold(
          new EntryPause(
              PauseScope.EVERYTHING, "the broker is down", parts.upstream.clock().instant(), null));
    }
    parts.gateway =
        patience.await(
            "the gateway",
            Gateway.start(
                system,
                new ExecutionPorts(
                    parts.upstream.broker(),
                    parts.upstream.budget(),
                    parts.pauses,
                    parts.upstream.clock(),
                    report ->
                        parts.files.report(report.slot(), report.generation(), report.fields()),
                    feed.orders()),
                ExecutionSettings.from(options.config(), options.venue()),
                installation,
                LOOPBACK,
                0));
    parts.upstream.tell(system, parts.gateway);
  }

  /** Before anything is launched; or later, when the broker is down. */
  private void reconcile(StoredKeys keys, HappeningFeed feed, String installation) {
    Reconciler reconciler =
        new Reconciler(
            options,
            settings,
            ground,
            parts,
            admission,
            listener,
            feed::alert,
            installation,
            new Findings.Leftovers(orphansEnded, parts.files.corrected(), adopted));
    if (outage == null) {
      try {
        reconciler.run(keys);
      } catch (BrokerException e) {
        waitFor(e);
      }
    }
    if (outage != null) {
      reconciler.later(system, outage, refused);
    }
  }

  private void startSupervision(ChildProgram program, HappeningFeed feed) {
    parts.supervision =
        Supervision.start(
            system,
            SupervisionSettings.from(options.config()),
            new SupervisionPorts(
                parts.processes,
                new GatewayDesk(parts.gateway, settings.cancelPatience(), feed::alert),
                parts.files,
                feed.watchers(),
                () -> watcherProgram(program),
                directory.logs(),
                directory.folder().resolve("scratch"),
                parts.upstream.clock(),
                System::nanoTime,
                random));
  }

  private WatcherProgram watcherProgram(ChildProgram program) {
    return settings.watcherCommand().isEmpty()
        ? new WatcherProgram(program.command(), true)
        : new WatcherProgram(settings.watcherCommand(), false);
  }

  private void startControl(ControlSettings controlSettings) {
    Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    parts.control =
        new WatcherControl(
            controlSettings,
            new WatcherControl.Collaborators(
                options.venue(),
                new SupervisorsPort(parts.supervision),
                parts.gateway,
                parts.upstream.broker(),
                blocking,
                new JournalHistory(ground.reader(), blocking),
                parts.hub,
                WitnessSettings.from(options.config()),
                () -> parts.reconciled,
                parts.upstream.clock()));
  }

  /** Those of earlier runtimes count for their day; nothing waits for them. */
  private void rememberReceipts() {
    Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
    CompletableFuture.runAsync(
            () -> StoredOrders.receipts(ground.reader(), parts.gateway::remember), blocking)
        .exceptionally(
            failure -> {
              LOG.warn("The gaps of earlier runtimes are not known: {}", failure.getMessage());
              return null;
            });
  }

  private String withdrawalReason() {
    if (options.fresh()) {
      return "started over";
    }
    return parts.upstream.startedOver() ? "the replay had ended" : "kill-all";
  }

  private void serve() {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = HexFormat.of().formatHex(secret);
    parts.http =
        patience.await(
            "the HTTP interface",
            HttpServer.bind(
                system,
                HttpSettings.from(options.config()),
                new ControlRoutes(parts.control, parts.control::metrics, token).route()));
    ProcessIdentity self = ProcessIdentity.ofThisProcess();
    new RuntimeFile(
            parts.http.address(),
            self.pid(),
            Instant.now(),
            self.startTicks(),
            self.bootId(),
            token,
            options.venue())
        .write(directory);
  }
}
