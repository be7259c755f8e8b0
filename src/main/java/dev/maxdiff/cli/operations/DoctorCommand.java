package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandContext;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code maxdiff doctor}: the checks of machine, state directory, keys and broker. */
@Command(
    name = "doctor",
    description = {
      "Checks the requirements of a runtime and prints one line for each: ok or not ok.",
      "Exit code 1 if a check is not ok or an assumption is false."
    },
    footer = {
      "  maxdiff doctor                        this machine, the state directory, the keys",
      "  maxdiff doctor --venue paper          the keys of Alpaca's paper account are needed",
      "  APCA_API_KEY_ID=... APCA_API_SECRET_KEY=... maxdiff doctor --paper-selftest"
    })
public final class DoctorCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = "--paper-selftest",
      description = {
        "Tests the assumptions about Alpaca on your paper account, with",
        "orders of about 20 USD, far from the market, none meant to",
        "fill; all are cancelled at the end, also after Ctrl-C. With a",
        "free holding of BTC it also asks whether a sale below the",
        "minimum value is taken: either answer passes, and is shown."
      })
  boolean paperSelfTest;

  private final CommandContext context;

  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    return context
        .actions()
        .doctor()
        .run(
            context.options().location(),
            paperSelfTest,
            line -> {
              out.println(line);
              out.flush();
            });
  }
}
