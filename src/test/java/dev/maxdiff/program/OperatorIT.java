package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's commands and views on one session. */
class OperatorIT {

  private static final String HOLDER = "BTCUSD|buy|a";
  private static final String BUYER = "BTCUSD|buy|b";
  private static final String REPLACE_REPORT = "without an exit order for ";

  @TempDir Path directory;

  @Test
  void pauseResumeCancelDuplicatesMetricsProveAndReplaceReports() {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = sandbox.steady("5")) {
      WishClient client = WishClient.of(sandbox);
      coverAPosition(sandbox, session, client);
      replaceItsOrder(sandbox, session, client);
      pauseAndResume(sandbox, session, client);
      assertThat(sandbox.done("cancel-duplicates", "--once")).contains("no duplicates");
      session.await("agreement", client::agrees);
      assertThat(sandbox.done("prove"))
          .contains("agreed  " + HOLDER + " exit", "generation 2 at 1060", "mdx-", "covered 0.")
          .doesNotContain("DIFFERS");
      readMetrics(sandbox);
      disagree(sandbox, client);
      session.signal("KILL");
      session.exitCode();
    }
    assertThat(sandbox.done("history", "BTCUSD"))
        .contains("replaced", REPLACE_REPORT, "ended by SIGTERM, superseded", "order_ended");
  }

  private static void coverAPosition(Sandbox sandbox, Program session, WishClient client) {
    client.wishEntry(HOLDER, "1010", "0.3").join();
    session.await("a position", () -> sandbox.audit().share(HOLDER).owned().signum() > 0);
    client.stop(WatcherKey.parse(HOLDER).slot(Slot.ENTRY), false);
    client.wishExit(HOLDER, "1050").join();
    session.await("its order", () -> sandbox.audit().openOrder(HOLDER + " exit").isPresent());
  }

  private static void replaceItsOrder(Sandbox sandbox, Program session, WishClient client) {
    client.wishExit(HOLDER, "1060").join();
    session.await(
        "the replace report",
        () ->
            client.history(WatcherKey.parse(HOLDER)).stream()
                .filter(event -> event.kind() == Kind.REPLACED)
                .map(RuntimeEvent::words)
                .anyMatch(words -> words.startsWith(REPLACE_REPORT)));
    assertThat(sandbox.audit().violations()).isEmpty();
  }

  private static void pauseAndResume(Sandbox sandbox, Program session, WishClient client) {
    client.wishEntry(BUYER, "900", "0.1").join();
    session.await("an entry", () -> sandbox.audit().openOrder(BUYER + " entry").isPresent());

    assertThat(sandbox.done("pause", "BTCUSD")).contains("paused");
    session.await("no entry", () -> sandbox.audit().openOrder(BUYER + " entry").isEmpty());
    assertThat(client.status().pauses()).hasSize(1);
    assertThat(sandbox.audit().openOrder(HOLDER + " exit")).isPresent();

    assertThat(sandbox.done("resume", "BTCUSD")).contains("go on");
    assertThat(client.status().pauses()).isEmpty();
  }

  private static void readMetrics(Sandbox sandbox) {
    JsonNode runtime = runtime(sandbox);
    assertThat(metrics(runtime, "none").statusCode()).isEqualTo(401);

    HttpResponse<String> answer = metrics(runtime, runtime.path("token").asText());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(value(answer.body(), "maxdiff_wishes_total")).isEqualTo(4);
    assertThat(value(answer.body(), "maxdiff_supersedes_total")).isEqualTo(1);
    assertThat(value(answer.body(), "maxdiff_watchers_running{slot=\"exit\"}")).isEqualTo(1);
    assertThat(value(answer.body(), "maxdiff_uncovered_exits")).isZero();
    assertThat(value(answer.body(), "maxdiff_unresolved_intents")).isZero();
    assertThat(value(answer.body(), "maxdiff_replace_gap_worst_day_seconds{slot=\"exit\"}"))
        .isPositive();
  }

  /** Stops a watcher and keeps its order: the consistency check differs. */
  private static void disagree(Sandbox sandbox, WishClient client) {
    client.stop(WatcherKey.parse(HOLDER).slot(Slot.EXIT), true);

    Program.Result proof = sandbox.command("prove");

    assertThat(proof.code()).as(proof.output()).isEqualTo(1);
    assertThat(proof.output())
        .contains("DIFFERS " + HOLDER + " exit", "an order rests that no watcher keeps");
  }

  private static double value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in\n" + text));
  }

  private static JsonNode runtime(Sandbox sandbox) {
    try {
      Path file = sandbox.state().resolve("embedded").resolve("runtime.json");
      return new ObjectMapper().readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> metrics(JsonNode runtime, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(runtime.path("address").asText() + "/metrics"))
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
