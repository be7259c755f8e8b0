package dev.maxdiff.runtime.offline;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.DuplicateOrderMessages;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.orders.OfflineDuplicateGuard;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.reconcile.AccountBinding;
import dev.maxdiff.runtime.reconcile.AlpacaChecks;
import dev.maxdiff.runtime.start.AlpacaUpstream;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * The duplicate-order guard of a venue while no runtime runs, under the venue's lock. Blocks.
 *
 * @param environment source of the broker keys
 */
record OfflineDuplicateOrderGuard(
    Config config, Venue venue, StateDirectory directory, Map<String, String> environment) {

  /**
   * Searches once for duplicate orders and cancels the older ones, unless the request is a dry run.
   *
   * @throws NoRuntimeException on the embedded venue: its exchange runs inside the runtime
   */
  List<ActionLine> round(CancelDuplicatesRequest request) {
    if (venue == Venue.EMBEDDED) {
      throw new NoRuntimeException(
          "no runtime is running, and the embedded exchange runs inside it: its orders stand still"
              + " until the next session, which guards them by itself");
    }
    InstallationFile.requirePlace(directory, false); // a copy would cancel its original's orders
    AlpacaChecks.requireEndpoint(venue, config);
    try (AlpacaBroker broker = AlpacaUpstream.broker(config, venue, environment)) {
      requireOurs(broker.account());
      boolean cancel = !request.dryRun();
      DuplicateOrders surplus =
          new OfflineDuplicateGuard(
                  broker,
                  InstallationFile.of(directory, new SecureRandom(), null).id(),
                  ExecutionSettings.from(config, venue))
              .surplus(
                  cancel, cancel && request.older(), RuntimeSettings.from(config).cancelPatience());
      return DuplicateOrderMessages.of(request, surplus);
    } catch (BrokerException e) {
      throw new AlpacaChecks(venue, config).unusable(e);
    }
  }

  private void requireOurs(Account account) {
    new AlpacaChecks(venue, config).requireOfVenue(account, StateSettings.from(config));
    if (venue == Venue.LIVE) {
      AccountBinding.requirePermission(account.number(), environment);
    }
    AccountBinding.refuseOtherAccount(directory, account, false, true);
  }
}
