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

/** {@code maxdiff history}: the journal's events of watchers and orders. */
@Command(
    name = "history",
    description = {
      "Lists the events of watchers with their reasons, from the journal, oldest first.",
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
      description = "Duration back (2h, 7d), or a time like 2013-11-25T10:00:00Z (default: all).")
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
    WatcherService watchers = context.watchersOrOffline(spec.commandLine().getErr());
    Set<Slot> slots = slot == null ? Set.of() : Set.of(slot);
    List<RuntimeEvent> events =
        CommandContext.await(watchers.history(Set.copyOf(symbols), slots, since(watchers)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(context.json().writePretty(events));
    } else {
      events.forEach(event -> out.println(line(event)));
    }
    return ExitCodes.DONE;
  }

  /**
   * Subtracts a duration from the runtime's clock, which differs from the machine's in a replay.
   */
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

  private String line(RuntimeEvent event) {
    String kind = event.kind().name().toLowerCase(Locale.ROOT);
    String slotText = event.slot() == null ? "-" : event.slot().toString();
    return DisplayFormat.time(event.at(), zone)
        + "  "
        + String.format("%-13s", kind)
        + "  "
        + slotText
        + quantityAndPrice(event)
        + "  "
        + event.words();
  }

  private static String quantityAndPrice(RuntimeEvent event) {
    String quantity =
        event.quantity() == null ? "" : " " + DisplayFormat.quantity(event.quantity().value());
    return event.price() == null
        ? quantity
        : quantity + " at " + DisplayFormat.price(event.price().value());
  }
}
