package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.OptionParser;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "history",
    description = {
      "What happened to watchers and why, from the journal, oldest first.",
      "Works without a running runtime too."
    },
    footer = {"  maxdiff history BTCUSD --since 2h", "  maxdiff history --slot exit --json"})
public final class HistoryCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "SYMBOL", description = "Default: all.")
  List<Symbol> symbols = new ArrayList<>();

  @Option(names = "--slot", paramLabel = "SLOT", description = "Only entry or only exit.")
  Slot slot;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "How far back (2h, 7d), or a time like 2013-11-25T10:00:00Z (default: all).")
  String since;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      defaultValue = "America/New_York",
      description = "Time zone of the output (default: ${DEFAULT-VALUE}).")
  ZoneId zone;

  @Option(names = "--json", description = "Prints one JSON array.")
  boolean json;

  private final CommandContext context;

  public HistoryCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    WatcherService watchers = context.watchersOrStored(spec.commandLine().getErr());
    Set<Slot> slots = slot == null ? Set.of() : Set.of(slot);
    List<RuntimeEvent> happenings =
        CommandContext.await(watchers.history(Set.copyOf(symbols), slots, since(watchers)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(context.json().writePretty(happenings));
    } else {
      happenings.forEach(happening -> out.println(line(happening)));
    }
    return ExitCodes.DONE;
  }

  /** A span reaches back from the runtime's own time, which under replay is not the machine's. */
  private Instant since(WatcherService watchers) throws Exception {
    if (since == null) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(since);
    } catch (DateTimeParseException e) {
      var span = OptionParser.duration("--since", since);
      return CommandContext.await(watchers.status()).at().minus(span);
    }
  }

  private String line(RuntimeEvent happening) {
    String kind = happening.kind().name().toLowerCase(Locale.ROOT);
    String slotText = happening.slot() == null ? "-" : happening.slot().toString();
    return DisplayFormat.time(happening.at(), zone)
        + "  "
        + String.format("%-13s", kind)
        + "  "
        + slotText
        + figures(happening)
        + "  "
        + happening.words();
  }

  private static String figures(RuntimeEvent happening) {
    String quantity =
        happening.quantity() == null
            ? ""
            : " " + DisplayFormat.quantity(happening.quantity().value());
    return happening.price() == null
        ? quantity
        : quantity + " at " + DisplayFormat.price(happening.price().value());
  }
}
