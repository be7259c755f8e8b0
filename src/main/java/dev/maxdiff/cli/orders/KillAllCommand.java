package dev.maxdiff.cli.orders;

import dev.maxdiff.cli.context.CommandContext;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.http.RuntimeHungException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code maxdiff kill-all}: ends every watcher and withdraws its wish. */
@Command(
    name = "kill-all",
    description = {
      "Ends every watcher and holds every key, with or without a running runtime.",
      "Wishes are withdrawn; those of loops and plans are denied until 'maxdiff resume --all'.",
      "Positions stay as they are; orders too, unless --cancel-orders is given."
    },
    footer = {"  maxdiff kill-all", "  maxdiff kill-all --yes --cancel-orders"})
public final class KillAllCommand implements Callable<Integer> {

  @Spec CommandSpec spec;

  @Option(
      names = {"-y", "--yes"},
      description = "Skips the confirmation.")
  boolean yes;

  @Option(names = "--cancel-orders", description = "Also cancels the orders of all watchers.")
  boolean cancelOrders;

  @Option(names = "--force", description = "First ends a runtime that does not answer.")
  boolean force;

  private final CommandContext context;

  public KillAllCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    if (!yes && !confirmed()) {
      spec.commandLine().getErr().println("maxdiff: aborted, nothing was ended");
      return ExitCodes.FAILED;
    }
    try {
      WatcherService watchers = context.watchers();
      List<StopAnswer> answers = CommandContext.await(watchers.killAll(cancelOrders));
      return StopCommand.print(answers, spec, false);
    } catch (NoRuntimeException e) {
      return withoutRuntime();
    } catch (RuntimeHungException e) {
      if (force) {
        return withoutRuntime();
      }
      throw new IllegalStateException(e.getMessage() + "; --force ends it first", e);
    }
  }

  private int withoutRuntime() throws Exception {
    var report =
        context.actions().offlineKillAll().run(context.options().location(), cancelOrders, force);
    PrintWriter out = spec.commandLine().getOut();
    out.println("no runtime answers; working on the state directory itself");
    report.lines().forEach(out::println);
    return report.clean() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private boolean confirmed() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String orders = cancelOrders ? " and cancel their orders" : "";
    out.print("End every watcher in " + context.options().location() + orders + "? [y/N] ");
    out.flush();
    String answer = context.console().input().get().readLine();
    return answer != null && answer.trim().equalsIgnoreCase("y");
  }
}
