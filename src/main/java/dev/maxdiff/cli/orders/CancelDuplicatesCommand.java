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

@Command(
    name = "cancel-duplicates",
    description = {
      "The duplicate-order guard: only the newest open order of a key and slot stays.",
      "It cancels the others, again and again until Ctrl-C. Orders that are not ours are listed",
      "only, once. A running session does this by itself. Without one the guard works at the",
      "broker of --venue paper or live itself, while nobody else may start there."
    },
    footer = {
      "  maxdiff cancel-duplicates --once --dry-run",
      "  maxdiff cancel-duplicates --once",
      "  maxdiff cancel-duplicates --every 60s"
    })
public final class CancelDuplicatesCommand implements Callable<Integer> {

  /** The older system's name for the pause between two rounds, in seconds (CONTRACT 9.1). */
  private static final String INTERVAL_VARIABLE = "CANCEL_MULTI_ORDERS_POLL_SECONDS";

  private static final Duration LEAST = Duration.ofSeconds(1);

  @Spec CommandSpec spec;

  @Option(names = "--once", description = "One round, then ends.")
  boolean once;

  @Option(names = "--dry-run", description = "Shows what it would cancel, and cancels nothing.")
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
    List<ActionLine> shown = round();
    int code = print(shown);
    while (!once) {
      context.console().pause().pause(pause);
      List<ActionLine> found = nextRound(shown);
      List<ActionLine> news = new ArrayList<>(found);
      news.removeAll(shown);
      print(news);
      shown = found;
    }
    return code;
  }

  private List<ActionLine> round() throws Exception {
    CancelDuplicatesRequest request = new CancelDuplicatesRequest(dryRun, older);
    return CommandContext.await(context.watchersOrStored().cancelDuplicates(request));
  }

  /** One that fails is told, and the guard goes on (CONTRACT 9.1); without a runtime it ends. */
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
    if (pause.compareTo(LEAST) < 0) {
      throw new InvalidValueException(
          every == null ? INTERVAL_VARIABLE : "--every", every == null ? variable : every, ">= 1s");
    }
    return pause;
  }
}
