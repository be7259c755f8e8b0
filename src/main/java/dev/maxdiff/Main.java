package dev.maxdiff;

import dev.maxdiff.cli.Actions;
import dev.maxdiff.cli.Cli;
import dev.maxdiff.cli.Connector;
import dev.maxdiff.cli.Console;
import dev.maxdiff.cli.RuntimeFiles;
import dev.maxdiff.watch.WatcherChild;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The program: gives the commands what they work with, and ends the JVM with their exit code. */
public final class Main {

  private Main() {}

  /** Runs one command; see {@code maxdiff --help}. */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Actions actions =
        new Actions(
            new Connector(new RuntimeFiles()),
            options -> new RunSession(environment).run(options),
            options -> new RunExchange(environment).run(options),
            child -> watch("open-position", child, environment),
            child -> watch("close-position", child, environment),
            (location, cancel, force) ->
                new KillWithoutRuntime(environment).run(location, cancel, force));
    int code = Cli.commandLine(actions, Console.ofProcess()).execute(arguments);
    System.out.flush();
    System.err.flush();
    // everything is cleaned up: the JVM's own exit would cost up to a second with many children
    Runtime.getRuntime().halt(code);
  }

  private static int watch(String command, String[] arguments, Map<String, String> environment)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add(0, command);
    return WatcherChild.run(all, environment, System.out, System.err);
  }
}
