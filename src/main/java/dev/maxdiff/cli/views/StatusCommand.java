package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.OptionParser;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.files.WatcherFolder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code maxdiff status}: the account, its orders and the watchers, once or repeatedly. */
@Command(
    name = "status",
    description = {
      "Shows account, positions, open orders and watchers of the running runtime.",
      "Without a runtime it shows the wishes in the journal."
    },
    footer = {
      "  maxdiff status",
      "  maxdiff status --symbols BTCUSD,ETHUSD --verbose",
      "  maxdiff status --watch=5"
    })
public final class StatusCommand implements Callable<Integer> {

  private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

  @Spec CommandSpec spec;

  @Option(
      names = {"-s", "--symbols"},
      paramLabel = "SYMBOL",
      description = "Only these symbols; repeatable, or separated by commas or blanks.")
  List<String> symbols = new ArrayList<>();

  @Option(
      names = "--maxdiff",
      description = "Only watchers of maxdiff, maxdiffalwayson, pctdiff and highlow.")
  boolean maxdiffOnly;

  @Option(
      names = "--tz",
      paramLabel = "ZONE",
      defaultValue = "America/New_York",
      description = "Time zone of the output (default: ${DEFAULT-VALUE}).")
  ZoneId zone;

  @Option(
      names = "--max-orders",
      paramLabel = "N",
      defaultValue = "20",
      description = "Maximum number of orders to list (default: ${DEFAULT-VALUE}).")
  String maxOrders;

  @Option(names = "--json", description = "Prints JSON; with --watch one document per line.")
  boolean json;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description = "Repeats the output every SECONDS until Ctrl-C (default: 2).")
  String watch;

  private final CommandContext context;

  public StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    StatusFormatter formatter = formatter();
    Duration pause = OptionParser.seconds("--watch", watch);
    WatcherService watchers = context.watchersOrOffline(spec.commandLine().getErr());
    StatusView view = CommandContext.await(watchers.status());
    print(formatter, view);
    while (pause != null && !context.console().outputClosed().getAsBoolean()) {
      context.console().sleeper().sleep(pause);
      view = CommandContext.await(watchers.status());
      print(formatter, view);
    }
    return ExitCodes.DONE;
  }

  private StatusFormatter formatter() {
    return new StatusFormatter(
        zone,
        selectedSymbols(),
        maxdiffOnly,
        context.options().verbose,
        (int) OptionParser.whole("--max-orders", maxOrders, 1, Integer.MAX_VALUE),
        context.console().colour());
  }

  /** Parses symbols in any spelling, separated by commas or blanks. */
  static Set<Symbol> filter(List<String> symbols) {
    return symbols.stream()
        .flatMap(part -> Arrays.stream(part.split("[,\\s]+")))
        .filter(part -> !part.isEmpty())
        .map(Symbol::parse)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Set<Symbol> selectedSymbols() {
    Set<Symbol> selected = filter(symbols);
    if (selected.isEmpty() && !symbols.isEmpty()) {
      throw new InvalidValueException(
          "--symbols", String.join(" ", symbols), "BTCUSD, for example");
    }
    return selected;
  }

  /** Reads the watcher files that no runtime of this program has written. */
  private List<OlderWatcher> olderWatchers(Venue venue) {
    Path folder = context.options().location().watchers(venue);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    return WatcherFolder.foreign(folder).stream().map(OlderWatcher::of).toList();
  }

  private void print(StatusFormatter formatter, StatusView view) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(watch == null ? context.json().writePretty(view) : context.json().write(view));
    } else {
      if (watch != null && context.console().colour()) {
        out.print(CLEAR_SCREEN);
      }
      formatter.lines(view).forEach(out::println);
      formatter.older(olderWatchers(view.venue()), view.at()).forEach(out::println);
    }
    out.flush();
  }
}
