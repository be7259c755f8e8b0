package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.CommandContext;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code maxdiff shutdown}: ends a runtime from another terminal. */
@Command(
    name = "shutdown",
    description = {
      "Ends the running runtime as Ctrl-C does, and waits until its process is gone.",
      "Every watcher ends; wishes stay for the next start, and exits stay at the broker."
    },
    footer = {
      "  maxdiff shutdown",
      "  maxdiff shutdown --venue paper --state-dir /var/lib/maxdiff"
    })
public final class ShutdownCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  private final CommandContext context;

  public ShutdownCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return context
        .actions()
        .shutdown()
        .run(context.options().location(), spec.commandLine().getOut()::println);
  }
}
