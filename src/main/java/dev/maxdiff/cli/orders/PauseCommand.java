package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.ActionPrinter;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pause} and {@code resume}: whether entries may order. */
public abstract class PauseCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SYMBOL",
      description = "Only this symbol's entries (default: all entries).")
  Symbol symbol;

  @Option(names = "--side", paramLabel = "SIDE", description = "Only buy or only sell entries.")
  Side side;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Only this strategy.")
  Strategy strategy;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  boolean json;

  private final CommandContext context;

  PauseCommand(CommandContext context) {
    this.context = context;
  }

  abstract CompletionStage<List<ActionLine>> ask(WatcherService watchers, PauseScope scope);

  @Override
  public Integer call() throws Exception {
    PauseScope scope = new PauseScope(symbol, side, strategy);
    List<ActionLine> lines = CommandContext.await(ask(context.watchers(), scope));
    return ActionPrinter.print(lines, spec, json ? context.json() : null);
  }

  @Command(
      name = "pause",
      description = {
        "Lets no entry order until 'resume', also after a restart, and cancels those that rest.",
        "Exits go on; the watchers of the entries run on and order again afterwards."
      },
      footer = {
        "  maxdiff pause",
        "  maxdiff pause BTCUSD",
        "  maxdiff pause BTCUSD --side buy --strategy maxdiff"
      })
  public static final class Pause extends PauseCommand {
    public Pause(CommandContext context) {
      super(context);
    }

    @Override
    CompletionStage<List<ActionLine>> ask(WatcherService watchers, PauseScope scope) {
      return watchers.pause(scope);
    }
  }

  @Command(
      name = "resume",
      description = {
        "Lets entries order again; without arguments all of them, also after a day's loss.",
        "A wider pause stands: 'resume BTCUSD' does not end a pause of everything."
      },
      footer = {"  maxdiff resume", "  maxdiff resume BTCUSD"})
  public static final class Resume extends PauseCommand {
    public Resume(CommandContext context) {
      super(context);
    }

    @Override
    CompletionStage<List<ActionLine>> ask(WatcherService watchers, PauseScope scope) {
      return watchers.resume(scope);
    }
  }
}
