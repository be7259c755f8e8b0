package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The state of an exchange in its own process survives {@code kill -9}. */
class PaperExchangeCrashIT {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ORDERS_PER_LIFE = 30;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> acknowledged = new HashSet<>();
  @TempDir Path directory;
  private Process process;
  private String[] ready;
  private int number;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  @Timeout(120)
  void neitherLosesNorDoublesAnythingOverKillMinusNine() throws Exception {
    BigDecimal cash = null;
    for (int life = 0; life < 2; life++) {
      start();
      assertThat(ready[4]).isEqualTo(Boolean.toString(life > 0));
      checkAcknowledged();
      trade();
      cash = new BigDecimal(get("/v2/account").path("cash").asText());
      kill();
    }
    start();
    checkAcknowledged();
    assertThat(cash).isLessThan(new BigDecimal("100000"));
    Map<String, JsonNode> orders = new HashMap<>();
    for (String id : acknowledged) {
      orders.put(id, get("/v2/orders:by_client_order_id?client_order_id=" + id));
    }
    kill();

    checkAudit(orders);
  }

  private void trade() {
    BigDecimal bid =
        get("/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD")
            .path("quotes")
            .path("BTC/USD")
            .path("bp")
            .decimalValue();
    for (int i = 0; i < ORDERS_PER_LIFE; i++) {
      BigDecimal price =
          bid.multiply(BigDecimal.valueOf(1002 - i, 3)).setScale(2, RoundingMode.DOWN);
      String id = "order-" + number++;
      HttpResponse<String> response = send("POST", "/v2/orders", order(id, price));
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      acknowledged.add(id);
    }
  }

  private static String order(String id, BigDecimal price) {
    var body = MAPPER.createObjectNode().put("symbol", "BTC/USD").put("qty", "0.2");
    body.put("side", "buy").put("type", "limit").put("time_in_force", "gtc");
    return body.put("limit_price", price).put("client_order_id", id).toString();
  }

  /** Every acknowledged order is known, and its id cannot be used again. */
  private void checkAcknowledged() {
    for (String id : acknowledged) {
      get("/v2/orders:by_client_order_id?client_order_id=" + id);
      assertThat(
              send("POST", "/v2/orders", order(id, BigDecimal.TEN.scaleByPowerOfTen(1)))
                  .statusCode())
          .isEqualTo(422);
    }
  }

  private void checkAudit(Map<String, JsonNode> orders) throws IOException {
    Map<String, BigDecimal> filled = new HashMap<>();
    BigDecimal position = BigDecimal.ZERO;
    long event = 0;
    Instant at = Instant.EPOCH;
    for (JsonNode line : auditLines()) {
      if (line.has("event")) {
        assertThat(line.path("event").asLong()).isGreaterThanOrEqualTo(event);
        event = line.path("event").asLong();
        assertThat(Instant.parse(line.path("at").asText())).isAfterOrEqualTo(at);
        at = Instant.parse(line.path("at").asText());
      }
      if (line.path("type").asText().equals("fill")) {
        BigDecimal quantity = new BigDecimal(line.path("qty").asText());
        filled.merge(line.path("client_order_id").asText(), quantity, BigDecimal::add);
        position = position.add(quantity).subtract(new BigDecimal(line.path("fee_qty").asText()));
        assertThat(new BigDecimal(line.path("position_after").asText()))
            .isEqualByComparingTo(position);
      }
    }
    assertThat(filled).isNotEmpty();
    orders.forEach(
        (id, order) ->
            assertThat(filled.getOrDefault(id, BigDecimal.ZERO))
                .as(id)
                .isGreaterThanOrEqualTo(new BigDecimal(order.path("filled_qty").asText()))
                .isLessThanOrEqualTo(new BigDecimal("0.2")));
  }

  private List<JsonNode> auditLines() throws IOException {
    Path log;
    try (var files = Files.walk(directory)) {
      log = files.filter(file -> file.endsWith("audit.jsonl")).findFirst().orElseThrow();
    }
    List<JsonNode> lines = new ArrayList<>();
    String text = Files.readString(log);
    for (String line : text.substring(0, text.lastIndexOf('\n')).split("\n")) {
      lines.add(MAPPER.readTree(line));
    }
    return lines;
  }

  private void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ExchangeProcess.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    String line = output.readLine();
    while (line != null && !line.startsWith("ready ")) {
      seen.append(line).append('\n');
      line = output.readLine();
    }
    assertThat(line).as(seen.toString()).isNotNull();
    ready = line.split(" ");
  }

  private void kill() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private JsonNode get(String path) {
    HttpResponse<String> response = send("GET", path, null);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    try {
      return MAPPER.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ready[1] + path))
            .header("APCA-API-KEY-ID", ready[2])
            .header("APCA-API-SECRET-KEY", ready[3])
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
