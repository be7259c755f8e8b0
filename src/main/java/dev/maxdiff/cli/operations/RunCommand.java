package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maxdiff run}: a session. */
@Command(
    name = "run",
    description = {
      "Starts a session: exchange, runtime and trading loop, until Ctrl-C or the data ends.",
      "maxdiff without a command does the same."
    },
    footer = {
      "  maxdiff run                          paper session on real trades of 2013",
      "  maxdiff run --speed 3600 --fresh     an hour a second, from the beginning",
      "  maxdiff run --data trades.csv --out results",
      "  maxdiff run --data daily.csv.gz --symbol AAPL    one's own data (data.md)",
      "  maxdiff run --alpaca --plans plans.csv"
    })
public final class RunCommand implements Callable<Integer> {

  @Mixin RunFlags flags = new RunFlags();

  private final CommandContext context;

  public RunCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return context.actions().run().run(flags.options(context.options()));
  }
}
