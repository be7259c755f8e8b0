package dev.maxdiff.embed;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.AlpacaBroker;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.GuardRequest;
import dev.maxdiff.control.SurplusLines;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ExecutionSettings;
import dev.maxdiff.execution.OfflineGuard;
import dev.maxdiff.execution.Surplus;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.state.InstallationFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * The duplicate-order guard of a venue while no runtime runs, under the venue's lock. Blocks.
 *
 * @param environment where broker keys are read from
 */
record StoredGuard(
    Config config, Venue venue, StateDirectory directory, Map<String, String> environment) {

  /**
   * One round.
   *
   * @throws NoRuntimeException on the embedded venue: its exchange runs inside the runtime
   */
  List<ActionLine> round(GuardRequest request) {
    if (venue == Venue.EMBEDDED) {
      throw new NoRuntimeException(
          "no runtime is running, and the embedded exchange runs inside it: its orders stand still"
              + " until the next session, which guards them by itself");
    }
    AlpacaStart.requireEndpoint(venue, config);
    try (AlpacaBroker broker = AlpacaUpstream.broker(config, venue, environment)) {
      requireOurs(broker.account());
      boolean cancels = !request.dryRun();
      Surplus surplus =
          new OfflineGuard(
                  broker,
                  InstallationFile.of(directory, new SecureRandom()).id(),
                  ExecutionSettings.from(config, venue))
              .surplus(
                  cancels,
                  cancels && request.older(),
                  RuntimeSettings.from(config).cancelPatience());
      return SurplusLines.of(request, surplus);
    } catch (BrokerException e) {
      throw new AlpacaStart(venue, config).unusable(e);
    }
  }

  private void requireOurs(Account account) {
    new AlpacaStart(venue, config).requireOfVenue(account, StateSettings.from(config));
    if (venue == Venue.LIVE) {
      AccountBinding.requirePermission(account.number(), environment);
    }
    AccountBinding.refuseOtherAccount(directory, account, false, true);
  }
}
