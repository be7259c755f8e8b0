package dev.maxdiff.cli.views;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.DisplayFormat;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.control.checks.ConsistencyView;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code maxdiff prove}: the consistency check of all slots, once. */
@Command(
    name = "prove",
    description = {
      "Compares wish, process and open order at the broker for each slot.",
      "Exit code 1 if they differ in a slot, or if a key owns what no order closes."
    },
    footer = {"  maxdiff prove", "  maxdiff prove --json"})
public final class ProveCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Prints the comparison as JSON.")
  boolean json;

  private final CommandContext context;

  public ProveCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    List<ConsistencyView> views = CommandContext.await(context.watchers().prove());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(context.json().writePretty(views));
    } else if (views.isEmpty()) {
      out.println("nothing is wanted, nothing runs, no order of ours is open");
    } else {
      views.forEach(view -> out.println(line(view)));
    }
    return views.stream().allMatch(ConsistencyView::agreed) ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String held(ConsistencyView view) {
    return view.held() == null
        ? ""
        : " | holds "
            + DisplayFormat.quantity(view.held())
            + ", covered "
            + DisplayFormat.quantity(view.covered())
            + (view.coverage() == null ? "" : " | " + view.coverage());
  }

  private static boolean repeats(ConsistencyView view) {
    return view.coverage() != null && view.coverage().endsWith(": " + view.words());
  }

  private static String line(ConsistencyView view) {
    String outcome = view.agreed() ? "agreed  " : "DIFFERS ";
    String reason = view.agreed() || repeats(view) ? "" : " | " + view.words();
    return outcome
        + view.key()
        + " "
        + view.slot()
        + " | wanted: "
        + view.supervisor()
        + " | process: "
        + view.process()
        + " | order: "
        + view.order()
        + held(view)
        + reason;
  }
}
