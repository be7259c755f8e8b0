package dev.maxdiff.cli.context;

import dev.maxdiff.control.ActionLine;
import dev.maxdiff.http.JsonViews;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Prints what a command has done, each line to the stream it belongs on. */
public final class ActionPrinter {

  private ActionPrinter() {}

  /**
   * @param json writes all lines as JSON instead; null = as text
   * @return the exit code: 1 when something was not done
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
