package dev.maxdiff.cli;

import dev.maxdiff.control.WitnessView;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "prove",
    description = {
      "Hears three witnesses of each slot: what is wanted, what runs, what rests at the broker.",
      "Exit code 1 when they disagree somewhere."
    },
    footer = {"  maxdiff prove", "  maxdiff prove --json"})
final class ProveCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(names = "--json", description = "Prints the witnesses as JSON.")
  boolean json;

  private final Context context;

  ProveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    List<WitnessView> views = Context.await(context.watchers().prove());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(context.json().writePretty(views));
    } else if (views.isEmpty()) {
      out.println("nothing is wanted, nothing runs, no order of ours is open");
    } else {
      views.forEach(view -> out.println(line(view)));
    }
    return views.stream().allMatch(WitnessView::agreed) ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private static String held(WitnessView view) {
    return view.held() == null
        ? ""
        : " | holds " + Texts.quantity(view.held()) + ", covered " + Texts.quantity(view.covered());
  }

  private static String line(WitnessView view) {
    String verdict = view.agreed() ? "agreed  " : "DIFFERS ";
    String why = view.agreed() ? "" : " | " + view.words();
    return verdict
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
        + why;
  }
}
