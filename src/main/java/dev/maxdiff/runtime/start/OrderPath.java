package dev.maxdiff.runtime.start;

import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.gateway.GatewayPorts;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.orders.FinalOrders;
import dev.maxdiff.execution.orders.PauseStore;
import dev.maxdiff.execution.orders.StoredIntents;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.runtime.context.OrdersEnd;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.context.Shutdown;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.runtime.reconcile.BrokerAnswer;
import dev.maxdiff.runtime.reconcile.CopyWatch;
import dev.maxdiff.runtime.reconcile.LostInstallation;
import dev.maxdiff.runtime.reconcile.Reconciler;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.PausesFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.files.WatcherFiles;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The way of every order to the broker.
 *
 * @param upstream the broker
 * @param installation of this state directory's orders
 * @param copies watches for other runtimes on copies of the directory
 * @param gateway the bound gateway
 */
record OrderPath(
    Upstream upstream, Installation installation, CopyWatch copies, GatewayServer gateway) {

  private static final String LOOPBACK = "127.0.0.1";

  /**
   * @param file with the tag of this start
   * @param adopted the installation whose lost state is taken over; empty = none
   */
  record Installation(InstallationFile file, String adopted) {

    /** The clocks of broker and machine may differ, by less than this. */
    private static final Duration MOST_SKEW = Duration.ofDays(1);

    /**
     * Reads the directory's own id. With {@code --take-over} and without any wish here it becomes
     * the id of the orders at the broker. On return the tag of this start is durable. Blocks.
     */
    static Installation of(
        StartContext context, Upstream upstream, WishRecovery wishes, SecureRandom random) {
      StateDirectory directory = context.directory();
      InstallationFile own = InstallationFile.of(directory, random, beginning(upstream));
      Optional<String> lost =
          context.options().takeOver() && !wishes.exist()
              ? LostInstallation.find(upstream.broker().orders(OrderQuery.all()).orders(), own.id())
              : Optional.empty();
      InstallationFile started =
          lost.map(id -> InstallationFile.of(id, null))
              .orElse(own)
              .started(directory, context.options().moved(), random);
      started.write(directory);
      return new Installation(started, lost.orElse(""));
    }

    OrderOrigin origin() {
      return new OrderOrigin(file.id(), file.tag());
    }

    private OtherStarts others(StartContext context, CopyWatch copies) {
      return new OtherStarts(
          file.tag(),
          file.tags(),
          file.others(),
          id -> StoredIntents.read(context.store().reader(), file.id()).has(id),
          copies);
    }

    /** The time of an exchange that starts over begins anew: none of its orders is left out. */
    private static Instant beginning(Upstream upstream) {
      return upstream.exchange().isPresent() ? null : upstream.clock().instant().minus(MOST_SKEW);
    }
  }

  /**
   * Opens the broker.
   *
   * @throws dev.maxdiff.broker.paper.TapeEndedException when the stored session's data have ended:
   *     no wish of it may act on a new account
   */
  static Upstream openUpstream(StartContext context) {
    Upstream upstream =
        context
            .await()
            .result(
                "the exchange",
                Upstream.open(context.guarded(), context.options(), context.directory().folder()));
    context.shutdown().onClosing(Shutdown.Resource.ORDERS, upstream::close);
    return upstream;
  }

  /**
   * Starts the gateway. Entries are paused from the beginning while the broker gives no answer.
   * Blocks.
   */
  static OrderPath open(
      StartContext context,
      Upstream upstream,
      Installation installation,
      BrokerAnswer answer,
      WatcherFiles files,
      EventFeed feed) {
    StateDirectory directory = context.directory();
    PausesFile stored = PausesFile.read(directory);
    EntryPause hold =
        answer instanceof BrokerAnswer.Down
            ? new EntryPause(
                PauseScope.EVERYTHING, "the broker is down", upstream.clock().instant(), null)
            : null;
    CopyWatch copies = new CopyWatch(context, installation.file(), upstream.clock(), feed::alert);
    PauseStore store = (pauses, day) -> new PausesFile(pauses, day).write(directory);
    GatewayServer gateway =
        context
            .await()
            .result(
                "the gateway",
                GatewayServer.start(
                    context.system(),
                    context.actors(),
                    new GatewayPorts(
                        upstream.broker(),
                        upstream.asyncBroker(),
                        upstream.budget(),
                        new EntryPauses(stored.pauses(), stored.forgivenDay(), hold),
                        store,
                        upstream.clock(),
                        report -> files.report(report.slot(), report.generation(), report.fields()),
                        feed.orders(),
                        installation.file().since(),
                        installation.others(context, copies)),
                    ExecutionSettings.from(context.config(), context.options().venue()),
                    installation.origin(),
                    LOOPBACK,
                    0));
    copies.use(gateway);
    context.shutdown().onOrders(ordersEnd(context.settings(), gateway));
    context
        .shutdown()
        .onClosing(Shutdown.Resource.ORDERS, () -> gateway.unbind().thenApply(unbound -> null));
    upstream.listen(context.system(), gateway);
    return new OrderPath(upstream, installation, copies, gateway);
  }

  Reconciler.Orders orders() {
    return new Reconciler.Orders(
        gateway, copies, installation.file().id(), upstream.startedOver(), upstream.clock());
  }

  private static OrdersEnd ordersEnd(RuntimeSettings settings, GatewayServer gateway) {
    return new OrdersEnd() {
      @Override
      public CompletionStage<Void> settle() {
        return gateway.settleOrders(settings.cancelOnShutdown(), settings.cancelPatience());
      }

      @Override
      public CompletionStage<FinalOrders.Report> report() {
        return gateway.finalOrders().report(settings.cancelPatience());
      }

      @Override
      public void hurry() {
        gateway.finalOrders().hurry();
      }
    };
  }
}
