package dev.maxdiff.cli.context;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.control.WatcherService;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The actions of the commands beyond parsing and printing; {@code Main} provides them.
 *
 * <p>Each action runs on the calling thread and returns the exit code. An exception ends the
 * command with one line on stderr: {@link dev.maxdiff.state.OwnedElsewhereException} with exit code
 * 4, {@link dev.maxdiff.domain.InvalidValueException} with 2, {@link
 * dev.maxdiff.http.NoRuntimeException} with 3, any other with 1.
 *
 * @param connect connects to the running runtime of an installation; throws {@link
 *     dev.maxdiff.http.NoRuntimeException} if none runs
 * @param offline reads the journal of an installation without a runtime; empty if there is no
 *     journal
 */
public record CommandActions(
    Function<Location, WatcherService> connect,
    Function<Location, Optional<? extends WatcherService>> offline,
    RunAction run,
    ExchangeAction exchange,
    ChildAction openPosition,
    ChildAction closePosition,
    OfflineKillAll offlineKillAll,
    DoctorAction doctor,
    ShutdownAction shutdown,
    PlanCheckAction planCheck) {

  public CommandActions {
    requireNonNull(connect, "connect");
    requireNonNull(offline, "offline");
    requireNonNull(run, "run");
    requireNonNull(exchange, "exchange");
    requireNonNull(openPosition, "openPosition");
    requireNonNull(closePosition, "closePosition");
    requireNonNull(offlineKillAll, "offlineKillAll");
    requireNonNull(doctor, "doctor");
    requireNonNull(shutdown, "shutdown");
    requireNonNull(planCheck, "planCheck");
  }

  /** Runs a session until it ends. */
  @FunctionalInterface
  public interface RunAction {
    int run(RunOptions options) throws Exception;
  }

  /** Runs the embedded exchange alone until it ends. */
  @FunctionalInterface
  public interface ExchangeAction {
    int run(ExchangeOptions options) throws Exception;
  }

  /** Checks machine, state directory and broker. */
  @FunctionalInterface
  public interface DoctorAction {
    /**
     * @param paperSelfTest tests the paper account with real orders instead
     * @param output receives each line as soon as its check has ended
     */
    int run(Location location, boolean paperSelfTest, Consumer<String> output) throws Exception;
  }

  /** Ends a running runtime. */
  @FunctionalInterface
  public interface ShutdownAction {
    /** Returns when the process of the runtime has ended. */
    int run(Location location, Consumer<String> output) throws Exception;
  }

  /** Says what a plan file would do now. */
  @FunctionalInterface
  public interface PlanCheckAction {
    /**
     * @throws dev.maxdiff.domain.InvalidValueException when the file cannot be read
     */
    List<Row> run(Location location, WatcherService watchers, Path plan) throws Exception;

    /**
     * One row of the plan, or one slot of it.
     *
     * @param line line number from 1; 0 = the whole file
     * @param key null where the row cannot be read
     * @param slot null where both or none are concerned
     * @param effect such as {@code wished} or {@code refused}
     * @param wrong whether it would be refused
     */
    record Row(int line, String key, String slot, String effect, boolean wrong, String words) {}
  }

  /** Runs a watcher process on its unparsed arguments (CONTRACT section 4). */
  @FunctionalInterface
  public interface ChildAction {
    int run(String[] arguments) throws Exception;
  }

  /** Kill-all without a runtime: takes the venue's lock and ends the remaining watchers. */
  @FunctionalInterface
  public interface OfflineKillAll {
    /**
     * @param cancelOrders also cancels the orders of all watchers
     * @param force first ends a runtime that does not answer
     */
    Report run(Location location, boolean cancelOrders, boolean force) throws Exception;

    /**
     * @param clean whether all watcher processes have ended
     * @param lines report for the operator
     */
    record Report(boolean clean, List<String> lines) {
      public Report {
        lines = List.copyOf(lines);
      }
    }
  }
}
