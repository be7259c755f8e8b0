package dev.maxdiff.cli.operations;

import dev.maxdiff.cli.context.ExitCodes;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maxdiff help}: the help of one command or of all. */
@Command(
    name = "help",
    description = "Shows the help of a command.",
    footer = {"  maxdiff help", "  maxdiff help exit"})
public final class HelpCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "Default: maxdiff itself.")
  String name;

  @Override
  public Integer call() {
    CommandLine root = spec.commandLine().getParent();
    CommandLine command = name == null ? root : root.getSubcommands().get(name);
    if (command == null) {
      throw new ParameterException(spec.commandLine(), "Unknown command: '" + name + "'");
    }
    command.usage(root.getOut(), root.getColorScheme());
    return ExitCodes.DONE;
  }
}
