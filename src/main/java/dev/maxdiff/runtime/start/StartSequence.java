package dev.maxdiff.runtime.start;

import com.typesafe.config.Config;
import dev.maxdiff.broker.alpaca.stream.TradeStreamSettings;
import dev.maxdiff.broker.paper.ExchangeSettings;
import dev.maxdiff.control.ControlSettings;
import dev.maxdiff.control.WatcherControl;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.orders.StoredOrders;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.ControlRoutes;
import dev.maxdiff.http.HostedRuntime;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.http.HttpSettings;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.context.Shutdown;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.runtime.reconcile.AccountAdmission;
import dev.maxdiff.runtime.reconcile.AlpacaChecks;
import dev.maxdiff.runtime.reconcile.BrokerAnswer;
import dev.maxdiff.runtime.reconcile.Reconciler;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings;
import dev.maxdiff.state.CarriedHoldsFile;
import dev.maxdiff.state.DirectoryPlace;
import dev.maxdiff.state.FolderIdentity;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.files.WatcherFiles;
import dev.maxdiff.supervision.AllKeysHold;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.Supervision;
import dev.maxdiff.supervision.SupervisionPorts;
import dev.maxdiff.supervision.SupervisionSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a start in their order (DESIGN 4.4); the package page numbers them. A step is
 * complete before the next one begins, returns a value that later steps take, and registers its
 * undo step with the {@link Shutdown}.
 */
public final class StartSequence {

  private static final Logger LOG = LoggerFactory.getLogger(StartSequence.class);
  private static final Duration UNBIND_TIMEOUT = Duration.ofMillis(200);
  private static final int TOKEN_BYTES = 24;

  private final StartContext context;
  private final SecureRandom random = new SecureRandom();

  public StartSequence(StartContext context) {
    this.context = context;
  }

  /**
   * Refuses a wrong setting before anything is locked, started or written.
   *
   * @throws dev.maxdiff.domain.InvalidValueException when a setting is wrong
   */
  public static void requireGoodSettings(RuntimeOptions options) {
    Config config = options.config();
    if (options.fresh() && options.venue() != Venue.EMBEDDED) {
      throw new InvalidValueException(
          "fresh", options.venue(), "the embedded exchange: a broker's account cannot be reset");
    }
    RuntimeSettings.from(config);
    ProcessSettings.from(config);
    ExecutionSettings.from(config, options.venue());
    SupervisionSettings.from(config);
    ControlSettings.from(config);
    ConsistencySettings.from(config);
    HttpSettings.from(config);
    TradeStreamSettings.from(config);
    if (options.venue() == Venue.EMBEDDED) {
      ExchangeSettings.from(config);
    } else {
      AlpacaChecks.requireEndpoint(options.venue(), config);
    }
  }

  /**
   * Refuses a copy of a state directory before anything is moved, started or sent. The embedded
   * exchange lies in the directory: a copy of it has an account of its own and harms none.
   *
   * @throws dev.maxdiff.state.OwnedElsewhereException when the directory is not where its last
   *     start was
   */
  public static void requirePlace(RuntimeOptions options) {
    if (options.venue() == Venue.EMBEDDED) {
      return;
    }
    StateDirectory.find(StateSettings.from(options.config()), options.venue())
        .filter(
            directory ->
                InstallationFile.requirePlace(directory, options.moved())
                    == DirectoryPlace.Finding.UNCERTAIN)
        .ifPresent(
            directory ->
                LOG.warn(
                    "state directory {} may be a copy, or was moved: it has another inode or birth than at its last start, and its file system does not tell surely; a second runtime on a copy must not use this account",
                    directory.folder()));
  }

  /**
   * Blocks until wishes are accepted.
   *
   * @throws StartGivenUpException when the start is given up before the first launch
   */
  public Components run() {
    // the journal does not change until supervision starts
    StoredKeys keys = context.store().keys();
    // another program may use the address of a killed runtime by now
    RuntimeFile.delete(context.directory());
    context.store().left().folder().ifPresent(context.listener()::left);
    context.shutdown().install(context.options().releaseHooks());
    WishRecovery wishes =
        new WishRecovery(keys, context.directory(), context.await(), context.givenUp());
    context.requireWanted();
    LocalProcesses local = LocalProcesses.start(context, keys);
    WatcherFiles files = local.openFiles(context);
    context.requireWanted();
    Upstream upstream = OrderPath.openUpstream(context);
    context.requireWanted();
    context.listener().recovering(wishes.standing());
    AccountAdmission admission =
        new AccountAdmission(context.options(), context.store(), upstream.broker(), wishes.exist());
    BrokerAnswer answer = admission.answer();
    EventBus eventBus = openEventBus();
    EventFeed feed = new EventFeed(eventBus, upstream.clock());
    local.processes().onSentinelAlert(feed::alert);
    OrderPath.Installation installation =
        OrderPath.Installation.of(context, upstream, wishes, random);
    OrderPath path = OrderPath.open(context, upstream, installation, answer, files, feed);
    Reconciler reconciler =
        new Reconciler(
            context,
            path.orders(),
            admission,
            feed::alert,
            new ReconciliationFindings.Leftovers(
                local.orphansEnded(), files.corrected(), installation.adopted()));
    reconciler.start(answer, keys);
    context.requireWanted();
    AllKeysHold allKeys = AllKeysHold.open(context.directory());
    Supervision supervision = startSupervision(local, path, files, allKeys, feed);
    supervision.know(keys.known());
    WatcherControl control = startControl(supervision, path, eventBus, reconciler);
    int restored = wishes.recover(supervision, allKeys, upstream.clock(), "kill-all");
    carryHolds(wishes, supervision);
    restoreReplaceReports(path);
    // the last check: a later undo would take longer than the remaining steps
    context.requireWanted();
    context.listener().opening(control);
    local.processes().openGate();
    upstream
        .exchange()
        .ifPresent(exchange -> context.await().result("the replay", exchange.play()));
    HttpServer http = serve(control);
    Components components =
        new Components(
            local.processes(),
            upstream,
            path.gateway(),
            reconciler,
            supervision,
            control,
            feed::alert,
            restored,
            http);
    BackgroundChecks.start(context, components);
    return components;
  }

  /** The holds of a session outlive it, unless an operator has started over. */
  private void carryHolds(WishRecovery wishes, Supervision supervision) {
    if (context.options().fresh()) {
      wishes.liftHolds(supervision);
    } else {
      CarriedHoldsFile.read(context.directory())
          .ifPresent(carried -> wishes.hold(supervision, carried.slots()));
    }
    // only now: the journal of this session has the holds
    CarriedHoldsFile.delete(context.directory());
  }

  private EventBus openEventBus() {
    ControlSettings settings = ControlSettings.from(context.config());
    EventBus eventBus = new EventBus(settings.listenerBuffer(), settings.recentHappenings());
    context.shutdown().onClosing(Shutdown.Resource.EVENTS, eventBus);
    return eventBus;
  }

  private Supervision startSupervision(
      LocalProcesses local,
      OrderPath path,
      WatcherFiles files,
      AllKeysHold allKeys,
      EventFeed feed) {
    RuntimeSettings settings = context.settings();
    Supervision supervision =
        Supervision.start(
            context.system(),
            context.actors(),
            SupervisionSettings.from(context.config()),
            new SupervisionPorts(
                local.processes(),
                path.gateway()::admit,
                new GatewayAdapter(path.gateway(), settings.cancelPatience(), feed::alert),
                files,
                allKeys,
                feed.watchers(),
                () -> local.watcherProgram(settings.watcherCommand()),
                context.directory().logs(),
                context.directory().folder().resolve("scratch"),
                path.upstream().clock(),
                System::nanoTime,
                random));
    context.shutdown().onIntakeClosing(supervision::quiesce);
    return supervision;
  }

  private WatcherControl startControl(
      Supervision supervision, OrderPath path, EventBus eventBus, Reconciler reconciler) {
    Config config = context.config();
    WatcherControl control =
        new WatcherControl(
            ControlSettings.from(config),
            new WatcherControl.Collaborators(
                context.options().venue(),
                supervision,
                path.gateway(),
                path.upstream().broker(),
                context.blocking(),
                new JournalHistory(context.store().reader(), context.blocking()),
                eventBus,
                ConsistencySettings.from(config),
                reconciler::lines,
                path.upstream().clock()));
    context
        .shutdown()
        .onIntakeClosing(
            () -> {
              control.closeIntake();
              return CompletableFuture.completedFuture(null);
            });
    return control;
  }

  /**
   * Reads the replace reports of earlier runtimes in the background: the metrics of a day include
   * them.
   */
  private void restoreReplaceReports(OrderPath path) {
    CompletableFuture.runAsync(
            () ->
                StoredOrders.replaceReports(
                    context.store().reader(),
                    path.gateway()::restoreReport,
                    line ->
                        LOG.warn(
                            "The replace reports of earlier runtimes lack an event: {}", line)),
            context.blocking())
        .exceptionally(
            failure -> {
              LOG.warn(
                  "The replace reports of earlier runtimes could not be read: {}",
                  failure.getMessage());
              return null;
            });
  }

  private HttpServer serve(WatcherControl control) {
    AccessTokens tokens = new AccessTokens(secret(), secret());
    HttpServer http =
        context
            .await()
            .result(
                "the HTTP interface",
                HttpServer.bind(
                    context.system(),
                    HttpSettings.from(context.config()),
                    new ControlRoutes(control, control::metrics, hosted(), tokens).route()));
    context.shutdown().onClosing(Shutdown.Resource.HTTP, () -> unbind(http));
    ProcessIdentity self = ProcessIdentity.ofThisProcess();
    new RuntimeFile(
            http.address(),
            self.pid(),
            Instant.now(),
            self.startTicks(),
            self.bootId(),
            tokens.loop(),
            tokens.operator(),
            context.options().venue())
        .write(context.directory());
    return http;
  }

  private HostedRuntime hosted() {
    Path own = context.directory().folder();
    return new HostedRuntime(
        asked -> {
          Optional<FolderIdentity> identity = FolderIdentity.of(own);
          return identity.isPresent() && identity.equals(FolderIdentity.of(asked));
        },
        () -> context.shutdown().endOnRequest());
  }

  private String secret() {
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  private CompletionStage<Void> unbind(HttpServer http) {
    if (context.store().stillOurs()) {
      RuntimeFile.delete(context.directory());
    }
    return http.unbind(UNBIND_TIMEOUT);
  }
}
