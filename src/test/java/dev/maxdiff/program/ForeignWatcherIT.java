package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watchers that are foreign programs, and commands that cannot run. */
@Timeout(180)
class ForeignWatcherIT {

  private static final String KEY = "BTCUSD|buy|theirs";

  @TempDir Path directory;

  @Test
  void aForeignProgramIsStartedSupersededAndSwept() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.write("sleeper.sh", "#!/bin/sh\necho \"$@\"\nexec sleep 1000\n");
    Files.setPosixFilePermissions(script, EnumSet.allOf(PosixFilePermission.class));
    sandbox.with("maxdiff.watcher.command = [\"" + script + "\"]");
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("theirs", "1050");
      session.await("the script", () -> sandbox.watchers().size() == 1);
      int first = sandbox.watchers().get(0).pid();
      awaitFile(session, sandbox, "1050", true, "launched");

      sandbox.exit("theirs", "1060");

      awaitFile(session, sandbox, "1050", false, "superseded_exit_watcher");
      awaitFile(session, sandbox, "1060", true, "launched");
      assertThat(sandbox.watchers()).singleElement().matches(watcher -> watcher.pid() != first);
      assertThat(log(sandbox))
          .contains("close-position BTCUSD --side=buy --takeprofit-price=1060")
          .contains("--asset-class=crypto")
          .contains("--poll-seconds=1 ");

      session.signal("INT");

      assertThat(session.exitCode()).isZero();
      assertThat(sandbox.watchers()).isEmpty();
      assertThat(sandbox.files()).noneMatch(file -> file.path("active").asBoolean());
    }
  }

  @Test
  void aProgramThatSpeaksAlpacasRestTradesThroughTheGateway() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    Path script = Path.of(ForeignWatcherIT.class.getResource("/program/watcher.py").toURI());
    sandbox.with("maxdiff.watcher.command = [\"python3\", \"" + script + "\"]");
    try (Program session = sandbox.swinging("5")) {
      sandbox.entry("theirs", "998", "0.3");
      session.await(
          "its entry", () -> sandbox.audit().share(KEY).bought().equals(new BigDecimal("0.3")));
      assertThat(sandbox.audit().ordersOf(KEY + " entry"))
          .allMatch(id -> id.matches("mdx-[A-Za-z0-9]{6}[a-z0-9]{3}-BTCUSD-b-theirs-e-\\d+-\\d+"));
      session.await(
          "its report of the entry",
          () ->
              sandbox
                  .file(KEY, "entry", "998")
                  .filter(file -> file.path("state").asText().equals("position_open"))
                  .filter(file -> file.path("position_qty").asDouble() > 0.299)
                  .isPresent());
      sandbox.exit("theirs", "1050");
      session.await("its exit", () -> isOpenAt(sandbox, "1050"));
      Map<String, String> old = environment(exitWatcher(sandbox));
      awaitFile(session, sandbox, "1050", true, "watching_orders");

      sandbox.exit("theirs", "1060");

      session.await("the newer exit", () -> isOpenAt(sandbox, "1060"));
      awaitFile(session, sandbox, "1060", true, "watching_orders");
      assertThat(log(sandbox)).contains("a late order: 409 denied: generation");
      assertThat(status(old)).isEqualTo(401);
      assertThat(status(environment(exitWatcher(sandbox)))).isEqualTo(200);
      assertThat(sandbox.audit().violations()).isEmpty();
    }
  }

  @Test
  void aCommandThatCannotRunIsNamedAndTriedAgain() throws Exception {
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.path("missing.sh");
    sandbox.with(
        "maxdiff.watcher.command = [\"" + script + "\"]", "maxdiff.supervision.max-backoff = 2s");
    try (Program session = sandbox.swinging("5")) {
      sandbox.exit("theirs", "1050");

      session.awaitOutput("LAUNCH_FAILED " + KEY + " exit  command: " + script);
      awaitFile(session, sandbox, "1050", false, "launch_failed");
      assertThat(sandbox.file(KEY, "exit", "1050").orElseThrow().path("error").asText())
          .isEqualTo("command: " + script + " (expected: to exist)");
      assertThat(sandbox.done("status")).contains("launch_failed").contains(script.toString());

      Files.writeString(script, "#!/bin/sh\nexec sleep 1000\n");
      session.awaitOutput("(expected: an executable file)");
      Files.setPosixFilePermissions(script, EnumSet.allOf(PosixFilePermission.class));

      awaitFile(session, sandbox, "1050", true, "launched");
      assertThat(session.output().split("LAUNCH_FAILED", -1)).hasSizeLessThan(12);
      assertThat(sandbox.watchers()).hasSize(1);
    }
  }

  private static boolean isOpenAt(Sandbox sandbox, String price) {
    return sandbox
        .audit()
        .openOrder(KEY + " exit")
        .filter(order -> order.path("limit_price").asText().equals(price))
        .filter(order -> order.path("status").asText().equals("new"))
        .isPresent();
  }

  private static MarkedProcesses.Marked exitWatcher(Sandbox sandbox) {
    return sandbox.watchers().stream()
        .filter(watcher -> watcher.slot().equals("exit"))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitFile(
      Program session, Sandbox sandbox, String price, boolean active, String state) {
    session.await(
        price + " " + state,
        () ->
            sandbox
                .file(KEY, "exit", price)
                .filter(file -> file.path("state").asText().equals(state))
                .filter(file -> file.path("active").asBoolean() == active)
                .isPresent());
  }

  private static String log(Sandbox sandbox) throws IOException {
    return Files.readString(sandbox.state().resolve("embedded/logs/btcusd_buy_theirs_exit.log"));
  }

  private static Map<String, String> environment(MarkedProcesses.Marked process)
      throws IOException {
    return MarkedProcesses.environment(Path.of("/proc", Integer.toString(process.pid())));
  }

  /** The gateway's status code for a process with these variables. */
  private static int status(Map<String, String> environment) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(environment.get("APCA_API_BASE_URL") + "/v2/positions"))
            .header("APCA-API-KEY-ID", environment.get("APCA_API_KEY_ID"))
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
