package dev.maxdiff.cli.context;

import dev.maxdiff.control.ActionLine;
import dev.maxdiff.http.JsonViews;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the result lines of a command: done lines on stdout, all others on stderr. */
public final class ActionPrinter {

  private ActionPrinter() {}

  /**
   * @param json prints all lines as one JSON array on stdout; null = text
   * @return the exit code: 0 if every line is done, else 1
   */
  public static int print(List<ActionLine> lines, CommandSpec spec, JsonViews json) {
    if (json != null) {
      spec.commandLine().getOut().println(json.writePretty(lines));
    } else {
      for (ActionLine line : lines) {
        if (line.done()) {
          spec.commandLine().getOut().println(line.words());
        } else {
          spec.commandLine().getErr().println("maxdiff: " + line.words());
        }
      }
    }
    return lines.stream().allMatch(ActionLine::done) ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
