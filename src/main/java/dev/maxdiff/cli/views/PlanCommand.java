package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.CommandActions.PlanCheckAction.Row;
import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.control.WatcherService;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maxdiff plan check}: what a plan file would do now, row by row. */
@Command(
    name = "plan",
    description = {
      "plan check FILE: says row by row what the plan would do now, and does nothing.",
      "Without a runtime it asks the journal only: the market, the orders and the",
      "asset's increments are not checked.",
      "Exit code 0: nothing is wrong, 1: something would be refused, 2: no row can be read."
    },
    footer = {"  maxdiff plan check plan.csv", "  maxdiff plan check plan.json --json"})
public final class PlanCommand implements Callable<Integer> {

  private static final String CHECK = "check";

  @Spec CommandSpec spec;

  @Parameters(index = "0", paramLabel = "check", description = "The action: check.")
  String action;

  @Parameters(index = "1", paramLabel = "FILE", description = "A plan file, .csv or .json.")
  Path file;

  @Option(names = "--json", description = "Prints the rows as JSON.")
  boolean json;

  private final CommandContext context;

  public PlanCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (!action.equals(CHECK)) {
      throw new ParameterException(
          spec.commandLine(), "plan: " + action + " (expected: check FILE)");
    }
    WatcherService watchers = context.watchersOrOffline(spec.commandLine().getErr());
    List<Row> rows =
        context.actions().planCheck().run(context.options().location(), watchers, file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(context.json().writePretty(rows));
    } else if (rows.isEmpty()) {
      out.println("the plan has no rows");
    } else {
      rows.forEach(row -> out.println(line(row)));
    }
    return rows.stream().anyMatch(Row::wrong) ? ExitCodes.FAILED : ExitCodes.DONE;
  }

  private static String line(Row row) {
    String slot = row.slot() == null ? "" : " " + row.slot();
    return (row.line() == 0 ? "" : "line " + row.line() + ": ")
        + (row.key() == null ? "" : row.key() + slot + " ")
        + row.effect()
        + ": "
        + row.words();
  }
}
