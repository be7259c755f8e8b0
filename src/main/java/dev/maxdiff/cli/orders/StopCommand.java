package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.OperatorOption;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maxdiff stop}: withdraws the wishes of the selected slots. */
@Command(
    name = "stop",
    description = {
      "Withdraws wishes, ends their watchers, and cancels the orders of those slots.",
      "An operator's stop also holds the slots (without --slot both of each key): wishes of loops",
      "and plans are denied until 'maxdiff resume SYMBOL' or an operator's own wish."
    },
    footer = {
      "  maxdiff stop BTCUSD",
      "  maxdiff stop BTCUSD --side buy --strategy maxdiff --slot exit --keep-orders",
      "  maxdiff stop --all",
      "  maxdiff stop BTCUSD --operator                       from a script, for a person"
    })
public final class StopCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "SYMBOL", description = "For example BTCUSD.")
  Symbol symbol;

  @Option(names = "--side", paramLabel = "SIDE", description = "The ENTRY side: buy or sell.")
  Side side;

  @Option(names = "--strategy", paramLabel = "NAME", description = "Only this strategy.")
  Strategy strategy;

  @Option(names = "--slot", paramLabel = "SLOT", description = "Only entry or only exit watchers.")
  Slot slot;

  @Option(names = "--all", description = "Stops all watchers; required if nothing else is named.")
  boolean all;

  @Option(names = "--keep-orders", description = "Leaves the orders at the broker.")
  boolean keepOrders;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  boolean json;

  @Mixin OperatorOption operator;

  private final CommandContext context;

  public StopCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    boolean named = symbol != null || side != null || strategy != null || slot != null;
    if (!named && !all) {
      throw new ParameterException(
          spec.commandLine(), "Name a SYMBOL, --side, --strategy or --slot, or give --all");
    }
    if (symbol != null && all) {
      throw new ParameterException(spec.commandLine(), "--all and " + symbol + " contradict");
    }
    StopRequest request =
        new StopRequest(
            symbol, side, strategy, slot, keepOrders, operator.source(context.console()));
    List<StopAnswer> answers = CommandContext.await(context.watchers().stop(request));
    if (json) {
      spec.commandLine().getOut().println(context.json().writePretty(answers));
    }
    int code = print(answers, spec, json);
    if (request.source() == WishRequest.Source.LOOP && !answers.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "maxdiff: the slots are not held, a loop may wish again: standard input is no"
                  + " terminal, and --operator is not given");
    }
    return code;
  }

  /**
   * Prints done answers on stdout, unless {@code quiet}, and all others on stderr.
   *
   * @return the exit code: 0 if every answer is done, else 1
   */
  static int print(List<StopAnswer> answers, CommandSpec spec, boolean quiet) {
    PrintWriter out = spec.commandLine().getOut();
    if (answers.isEmpty() && !quiet) {
      out.println("nothing to stop");
    }
    boolean done = true;
    for (StopAnswer answer : answers) {
      done &= answer.done();
      if (!answer.done()) {
        spec.commandLine().getErr().println("maxdiff: " + line(answer));
      } else if (!quiet) {
        out.println(line(answer));
      }
    }
    return done ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String line(StopAnswer answer) {
    return answer.key() == null
        ? answer.words()
        : answer.key() + " " + answer.slot() + ": " + answer.words();
  }
}
