package dev.maxdiff.cli.context;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.WatcherService;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the commands do beyond parsing and printing; the assembler of the program provides it.
 *
 * <p>Each is called on the calling thread and returns the exit code. {@link
 * dev.maxdiff.state.OwnedElsewhereException} becomes exit code 4, {@link
 * dev.maxdiff.domain.InvalidValueException} 2, anything else 1, each with one line.
 *
 * @param connect gives the running runtime of a place, for example a {@code RuntimeConnector}
 * @param stored gives what the journal of a place tells without one; empty when none ever ran
 */
public record CommandActions(
    Function<Location, WatcherService> connect,
    Function<Location, Optional<? extends WatcherService>> stored,
    RunAction run,
    ExchangeAction exchange,
    ChildAction openPosition,
    ChildAction closePosition,
    OfflineKillAll offlineKillAll,
    DoctorAction doctor) {

  public CommandActions {
    requireNonNull(connect, "connect");
    requireNonNull(stored, "stored");
    requireNonNull(run, "run");
    requireNonNull(exchange, "exchange");
    requireNonNull(openPosition, "openPosition");
    requireNonNull(closePosition, "closePosition");
    requireNonNull(offlineKillAll, "offlineKillAll");
    requireNonNull(doctor, "doctor");
  }

  /** A session, until it ends. */
  @FunctionalInterface
  public interface RunAction {
    int run(RunOptions options) throws Exception;
  }

  /** The embedded exchange alone, until it ends. */
  @FunctionalInterface
  public interface ExchangeAction {
    int run(ExchangeOptions options) throws Exception;
  }

  /** Looks at machine, state directory and broker. */
  @FunctionalInterface
  public interface DoctorAction {
    /**
     * @param paperSelfTest tries the paper account instead, with orders
     * @param say is told each line as soon as it is known
     */
    int run(Location location, boolean paperSelfTest, Consumer<String> say) throws Exception;
  }

  /** A watcher child; its arguments are those of CONTRACT section 4, unparsed. */
  @FunctionalInterface
  public interface ChildAction {
    int run(String[] arguments) throws Exception;
  }

  /** Kill-all without a runtime: takes the venue's lock and ends what is left. */
  @FunctionalInterface
  public interface OfflineKillAll {
    /**
     * @param cancelOrders also cancels the orders that are ours
     * @param force ends a runtime that hangs first
     */
    Report run(Location location, boolean cancelOrders, boolean force) throws Exception;

    /**
     * @param clean whether nothing is left
     * @param lines for the operator
     */
    record Report(boolean clean, List<String> lines) {
      public Report {
        lines = List.copyOf(lines);
      }
    }
  }
}
