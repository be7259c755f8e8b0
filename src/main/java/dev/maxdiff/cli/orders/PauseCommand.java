package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.ActionPrinter;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.OperatorOption;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pause} and {@code resume}: forbid and allow the orders of entries. */
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

  final CommandContext context;

  PauseCommand(CommandContext context) {
    this.context = context;
  }

  abstract CompletionStage<List<ActionLine>> send(WatcherService watchers, PauseScope scope);

  /** Throws if options contradict each other. */
  void check() {}

  @Override
  public Integer call() throws Exception {
    check();
    PauseScope scope = new PauseScope(symbol, side, strategy);
    List<ActionLine> lines = CommandContext.await(send(context.watchers(), scope));
    return ActionPrinter.print(lines, spec, json ? context.json() : null);
  }

  @Command(
      name = "pause",
      description = {
        "Cancels open entry orders and denies new ones until 'resume', also after a restart.",
        "Exits continue; the entry watchers keep running and order again after 'resume'."
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
    CompletionStage<List<ActionLine>> send(WatcherService watchers, PauseScope scope) {
      return watchers.pause(scope);
    }
  }

  @Command(
      name = "resume",
      description = {
        "Allows entry orders again; without arguments all of them, also after a daily loss.",
        "A wider pause stays: 'resume BTCUSD' does not end a pause of all entries.",
        "With a SYMBOL it also lifts the holds of 'stop' and of 'kill-all' for the symbol's known",
        "keys, with --all every hold; then the plan's rows that are not done are tried again.",
        "Only an operator lifts holds."
      },
      footer = {
        "  maxdiff resume",
        "  maxdiff resume BTCUSD",
        "  maxdiff resume --all                                 after a kill-all"
      })
  public static final class Resume extends PauseCommand {

    @Option(names = "--all", description = "Also lifts every hold, that of kill-all included.")
    boolean all;

    @Mixin OperatorOption operator;

    public Resume(CommandContext context) {
      super(context);
    }

    @Override
    void check() {
      if (all && (symbol != null || side != null || strategy != null)) {
        throw new ParameterException(
            spec.commandLine(), "--all and SYMBOL, --side or --strategy contradict");
      }
    }

    @Override
    CompletionStage<List<ActionLine>> send(WatcherService watchers, PauseScope scope) {
      return watchers.resume(ResumeRequest.of(scope, all, operator.source(context.console())));
    }
  }
}
