package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.ActionPrinter;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.OptionParser;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.http.NoRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code maxdiff cancel-duplicates}: the duplicate-order guard as a command. */
@Command(
    name = "cancel-duplicates",
    description = {
      "Cancels duplicate orders: only the newest open order of a key and slot stays.",
      "The duplicate-order guard cancels the others, in rounds until Ctrl-C. Orders that are not ours",
      "are only listed, once. A running session runs this guard itself. Without a session the guard",
      "works at the broker of --venue paper or live, and no session can start there until then."
    },
    footer = {
      "  maxdiff cancel-duplicates --once --dry-run",
      "  maxdiff cancel-duplicates --once",
      "  maxdiff cancel-duplicates --every 60s"
    })
public final class CancelDuplicatesCommand implements Callable<Integer> {

  /** The older system's variable for the pause between two rounds, in seconds (CONTRACT 9.1). */
  private static final String INTERVAL_VARIABLE = "CANCEL_MULTI_ORDERS_POLL_SECONDS";

  private static final Duration MINIMUM_PAUSE = Duration.ofSeconds(1);

  @Spec CommandSpec spec;

  @Option(names = "--once", description = "Ends after one round.")
  boolean once;

  @Option(names = "--dry-run", description = "Lists the orders to cancel, and cancels none.")
  boolean dryRun;

  @Option(
      names = "--older-system",
      description = {
        "Also cancels the older system's duplicates: without a position of the symbol, all but the",
        "newest order of a side. A deliberate ladder of orders looks the same: try --dry-run first."
      })
  boolean older;

  @Option(
      names = "--every",
      paramLabel = "SPAN",
      description =
          "Pause between two rounds, at least 1s (default: $" + INTERVAL_VARIABLE + ", else 30s).")
  String every;

  @Option(names = "--json", description = "Prints each round as one JSON array.")
  boolean json;

  private final CommandContext context;

  public CancelDuplicatesCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Duration pause = pause(context.console().environment());
    List<ActionLine> printed = round();
    int code = print(printed);
    while (!once) {
      context.console().sleeper().sleep(pause);
      List<ActionLine> current = nextRound(printed);
      List<ActionLine> added = new ArrayList<>(current);
      added.removeAll(printed);
      print(added);
      printed = current;
    }
    return code;
  }

  private List<ActionLine> round() throws Exception {
    CancelDuplicatesRequest request = new CancelDuplicatesRequest(dryRun, older);
    return CommandContext.await(context.watchersOrOffline().cancelDuplicates(request));
  }

  /**
   * Prints the failure of a round and continues (CONTRACT 9.1).
   *
   * @throws NoRuntimeException if the runtime has ended
   */
  private List<ActionLine> nextRound(List<ActionLine> before) throws Exception {
    try {
      return round();
    } catch (NoRuntimeException e) {
      throw e;
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println("maxdiff: " + e.getMessage() + "; the guard goes on");
      return before;
    }
  }

  private int print(List<ActionLine> lines) {
    if (lines.isEmpty() && once && !json) {
      spec.commandLine().getOut().println("no duplicates");
    }
    return lines.isEmpty() && !once
        ? ExitCodes.DONE
        : ActionPrinter.print(lines, spec, json ? context.json() : null);
  }

  private Duration pause(Map<String, String> environment) {
    String variable = environment.getOrDefault(INTERVAL_VARIABLE, "30");
    Duration pause =
        every == null
            ? OptionParser.duration(INTERVAL_VARIABLE, variable + "s")
            : OptionParser.duration("--every", every);
    if (pause.compareTo(MINIMUM_PAUSE) < 0) {
      throw new InvalidValueException(
          every == null ? INTERVAL_VARIABLE : "--every", every == null ? variable : every, ">= 1s");
    }
    return pause;
  }
}
