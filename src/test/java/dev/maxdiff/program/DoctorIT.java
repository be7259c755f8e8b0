package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor from its jar, with {@code maxdiff exchange} as the broker. */
@Timeout(300)
class DoctorIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void everyAssumptionHoldsOnTheExchangeAndNothingIsLeft() throws Exception {
    try (Program exchange = exchange()) {
      buy(exchange);

      Program.Result ended = selfTest(exchange);

      List<String> found = results(ended.output());
      assertThat(found).as(ended.output()).hasSize(15).noneMatch(line -> line.startsWith("false"));
      assertThat(found.subList(1, 13)).allMatch(line -> line.startsWith("true"));
      assertThat(ended.code()).as(ended.output()).isZero();
      assertThat(ended.output()).contains("Cleaned up: no order of a self-test is open");
      assertThat(openOrders(exchange)).isEmpty();
    }
  }

  @Test
  void cleansUpWhenStepsFailAndWhenItIsInterrupted() throws Exception {
    Path faults =
        Files.writeString(
            directory.resolve("faults.conf"),
            "faults = [{what = error-after, status = 500, method = PATCH}\n"
                + "{what = answer-late, by = 1s, method = POST}]");
    try (Program exchange = exchange("--faults=" + faults)) {
      Program.Result failed = selfTest(exchange);

      assertThat(failed.code()).as(failed.output()).isEqualTo(1);
      assertThat(results(failed.output()))
          .filteredOn(line -> line.startsWith("not tried") && line.contains("500"))
          .extracting(line -> line.substring(11, 16))
          .containsExactly("PATCH", "a rep", "PATCH", "an or");
      assertThat(results(failed.output())).noneMatch(line -> line.startsWith("false"));
      assertThat(openOrders(exchange)).as(failed.output()).isEmpty();

      try (Program doctor =
          Program.start(environment(exchange), state(), "doctor", "--paper-selftest")) {
        doctor.awaitOutput("an order far from the market rests");
        doctor.signal("INT");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.output()).contains("Interrupted: the rest was left out", "Cleaned up");
        assertThat(results(doctor.output())).hasSizeLessThan(15);
      }
      assertThat(openOrders(exchange)).isEmpty();
    }
  }

  @Test
  void looksAtTheMachineAndNeverTestsOnRealMoney() throws IOException {
    Program.Result looked = Program.run(state(), "doctor");
    assertThat(looked.code()).as(looked.output()).isZero();
    assertThat(looked.output().lines()).allMatch(line -> line.startsWith("ok  "));
    assertThat(looked.output()).contains("JDK", "/proc", "spawn", "state directory", "keys");
    assertThat(state()).doesNotExist();

    Program.Result live = Program.run(state(), "doctor", "--paper-selftest", "--venue=live");
    assertThat(live.code()).isEqualTo(2);
    assertThat(live.output()).contains("maxdiff: --venue: live (expected: paper");

    Map<String, String> environment = new HashMap<>();
    environment.put("APCA_API_KEY_ID", "k");
    environment.put("APCA_API_SECRET_KEY", "s");
    Path settings =
        Files.writeString(
            directory.resolve("live.conf"),
            "maxdiff.alpaca.paper-url = \"https://api.alpaca.markets\"\n");
    environment.put("MAXDIFF_CONFIG", settings.toString());
    try (Program disguised = Program.start(environment, state(), "doctor", "--paper-selftest")) {
      assertThat(disguised.exitCode()).isEqualTo(2);
      assertThat(disguised.output()).contains("paper-url: https://api.alpaca.markets (expected:");
    }
  }

  private Program.Result selfTest(Program exchange) throws IOException {
    try (Program doctor =
        Program.start(environment(exchange), state(), "doctor", "--paper-selftest")) {
      int code = doctor.exitCode();
      return new Program.Result(code, doctor.output());
    }
  }

  private static List<String> results(String output) {
    return output.lines().filter(line -> line.matches("(true|false|not tried) .*")).toList();
  }

  /** An hour of trades from now on, in real time, so that its clock is this machine's. */
  private Program exchange(String... options) throws IOException {
    long start = Instant.now().getEpochSecond() - 600;
    StringBuilder tape = new StringBuilder("timestamp,symbol,price,amount\n");
    for (int i = 0; i < 2_000; i++) {
      tape.append(start + 2L * i).append(",BTCUSD,").append(1000 + i % 7).append(",5\n");
      tape.append(start + 2L * i).append(",AAPL,").append(200 + i % 3).append(",50\n");
    }
    Path data = Files.writeString(directory.resolve("tape.csv"), tape);
    Path settings =
        Files.writeString(directory.resolve("ex.conf"), "maxdiff.exchange.warm-up = 10m\n");
    List<String> arguments =
        new java.util.ArrayList<>(List.of("exchange", "--data=" + data, "--speed=1", "--port=0"));
    arguments.addAll(List.of(options));
    Program exchange =
        Program.start(
            Map.of("MAXDIFF_CONFIG", settings.toString()),
            directory.resolve("exchange-state"),
            arguments.toArray(String[]::new));
    try {
      exchange.awaitOutput("Secret    ");
      return exchange;
    } catch (AssertionError e) {
      exchange.close();
      throw e;
    }
  }

  private Map<String, String> environment(Program exchange) throws IOException {
    String address = word(exchange, "Serving");
    Path settings =
        Files.writeString(
            directory.resolve("doctor.conf"),
            "maxdiff.alpaca { paper-url = \"%s\", data-url = \"%s\" }\n"
                .formatted(address, address));
    return Map.of(
        "MAXDIFF_CONFIG",
        settings.toString(),
        "APCA_API_KEY_ID",
        word(exchange, "Key"),
        "APCA_API_SECRET_KEY",
        word(exchange, "Secret"));
  }

  private static String word(Program exchange, String label) {
    return exchange
        .output()
        .lines()
        .filter(line -> line.startsWith(label + " "))
        .map(line -> line.substring(label.length()).trim())
        .findFirst()
        .orElseThrow();
  }

  private static void buy(Program exchange) throws Exception {
    String order =
        "{\"symbol\":\"BTC/USD\",\"qty\":\"1\",\"side\":\"buy\",\"type\":\"limit\","
            + "\"time_in_force\":\"gtc\",\"limit_price\":\"1100\"}";
    call(exchange, "POST", "/v2/orders", order);
    exchange.await(
        "the position",
        () -> {
          try {
            return !call(exchange, "GET", "/v2/positions", null).isEmpty();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static JsonNode openOrders(Program exchange) throws Exception {
    return call(exchange, "GET", "/v2/orders?status=open", null);
  }

  private static JsonNode call(Program exchange, String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(word(exchange, "Serving") + path))
            .header("APCA-API-KEY-ID", word(exchange, "Key"))
            .header("APCA-API-SECRET-KEY", word(exchange, "Secret"))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }

  private Path state() {
    return directory.resolve("state");
  }
}
