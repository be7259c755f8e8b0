package dev.maxdiff.cli.context;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.maxdiff.cli.Cli;
import dev.maxdiff.cli.RuntimeConnector;
import dev.maxdiff.cli.RuntimeFinder;
import dev.maxdiff.control.FakeWatcherService;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.ControlRoutes;
import dev.maxdiff.http.HostedRuntime;
import dev.maxdiff.http.HttpServer;
import dev.maxdiff.http.HttpSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A short command in its own process finds the runtime by its file and calls it over a socket. */
@Timeout(180)
class ShortCommandTest {

  /** Wires the short commands as {@code Main} does. */
  static final class Program {
    public static void main(String[] arguments) {
      CommandActions actions =
          new CommandActions(
              new RuntimeConnector(new RuntimeFinder()),
              location -> Optional.empty(),
              options -> 1,
              options -> 1,
              child -> 1,
              child -> 1,
              (location, cancelOrders, force) ->
                  new CommandActions.OfflineKillAll.Report(false, List.of()),
              (location, paperSelfTest, output) -> 1,
              (location, output) -> 1,
              (location, watchers, plan) -> List.of());
      int code = Cli.commandLine(actions, Console.ofProcess(), arguments).execute(arguments);
      if (code != 0) {
        throw new IllegalStateException("exit code " + code);
      }
    }
  }

  @TempDir Path folder;

  @Test
  void statusReachesTheRuntimeAndLoadsNoActors() throws Exception {
    ActorTestKit kit = ActorTestKit.create();
    try {
      var routes =
          new ControlRoutes(
                  new FakeWatcherService(),
                  () -> CompletableFuture.completedFuture(List.of()),
                  new HostedRuntime(folder.resolve("embedded")::equals, () -> {}),
                  new AccessTokens("s3cret", "s3cret"))
              .route();
      var settings = new HttpSettings(0, Duration.ofSeconds(20), Duration.ofSeconds(20));
      HttpServer server =
          HttpServer.bind(kit.system(), settings, routes).toCompletableFuture().get();
      Path venue = Files.createDirectories(folder.resolve("embedded"));
      Files.writeString(
          venue.resolve("runtime.json"),
          "{\"address\":\"%s\",\"pid\":%d,\"token\":\"s3cret\"}"
              .formatted(server.address(), ProcessHandle.current().pid()));

      writeFilesOfWatchers();

      Path classes = folder.resolve("classes.log");
      Path output = folder.resolve("output.txt");
      int code = run("-Xlog:class+load:file=" + classes, output);

      assertThat(output).content().contains("== Portfolio Status ==", "watching_orders");
      assertThat(code).isZero();
      assertThat(Files.readAllLines(classes))
          .isNotEmpty()
          .noneMatch(line -> line.contains(" akka.") || line.contains(" scala."))
          .noneMatch(line -> line.contains("jackson.databind"));
    } finally {
      kit.shutdownTestKit();
    }
  }

  /** A state directory has such files: the search for foreign files must not load databind. */
  private void writeFilesOfWatchers() throws Exception {
    Path watchers = Files.createDirectories(folder.resolve("maxdiff_watchers_embedded"));
    Files.writeString(
        watchers.resolve("BTCUSD_buy_exit_maxdiff_110250.json"),
        """
        {"active": true, "entry_strategy": "maxdiff", "generation": 7, "mode": "exit",
         "side": "buy", "state": "launched", "symbol": "BTCUSD"}""");
  }

  private int run(String log, Path output) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                log,
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                "status",
                "--state-dir",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
