package dev.maxdiff.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.domain.Symbol;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A person with the same account: trades by hand, deposits and withdrawals. One thread. */
final class ForeignTrader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI exchange;
  private final Map<String, String> keys;
  private final Map<String, Integer> done = new TreeMap<>();
  private int orders;

  ForeignTrader(URI exchange, Map<String, String> keys) {
    this.exchange = exchange;
    this.keys = keys;
  }

  void act(ChaosAction.ForeignAct act) throws InterruptedException {
    String result;
    try {
      result = act.getClass().getSimpleName() + " " + status(act);
    } catch (IOException e) {
      result = "unanswered";
    }
    done.merge(result, 1, Integer::sum);
  }

  private String status(ChaosAction.ForeignAct act) throws IOException, InterruptedException {
    if (act instanceof ChaosAction.BuyByHand buy) {
      BigDecimal price = quote(buy.symbol(), "ap");
      return trade(buy.symbol(), "buy", quantity(buy.value(), price), price);
    } else if (act instanceof ChaosAction.SellByHand sell) {
      BigDecimal price = quote(sell.symbol(), "bp");
      BigDecimal free = free(sell.symbol());
      return free.signum() <= 0
          ? "nothing free"
          : trade(sell.symbol(), "sell", quantity(sell.value(), price).min(free), price);
    }
    int amount = ((ChaosAction.MoveCash) act).amount();
    return call("POST", "/maxdiff/v1/transfers", "{\"amount\":\"" + amount + "\"}").statusCode()
        + "";
  }

  private static BigDecimal quantity(int value, BigDecimal price) {
    return BigDecimal.valueOf(value)
        .divide(price, MathContext.DECIMAL32)
        .setScale(4, RoundingMode.DOWN);
  }

  private BigDecimal quote(Symbol symbol, String side) throws IOException, InterruptedException {
    String name = symbol.brokerForm();
    JsonNode quotes = read("/v1beta3/crypto/us/latest/quotes?symbols=" + name).path("quotes");
    return new BigDecimal(quotes.path(name).path(side).asText("0"))
        .max(new BigDecimal("0.01"))
        .setScale(2, RoundingMode.HALF_UP);
  }

  private BigDecimal free(Symbol symbol) throws IOException, InterruptedException {
    return new BigDecimal(read("/v2/positions/" + symbol).path("qty_available").asText("0"));
  }

  /** What does not fill at once is cancelled. */
  private String trade(Symbol symbol, String side, BigDecimal quantity, BigDecimal price)
      throws IOException, InterruptedException {
    String body =
        "{\"symbol\":\"%s\",\"side\":\"%s\",\"type\":\"limit\",\"time_in_force\":\"gtc\","
                .formatted(symbol.brokerForm(), side)
            + "\"qty\":\"%s\",\"limit_price\":\"%s\",\"client_order_id\":\"by-hand-%d\"}"
                .formatted(quantity.toPlainString(), price.toPlainString(), ++orders);
    HttpResponse<String> placed = call("POST", "/v2/orders", body);
    if (placed.statusCode() == 200) {
      call("DELETE", "/v2/orders/" + JSON.readTree(placed.body()).path("id").asText(), null);
    }
    return String.valueOf(placed.statusCode());
  }

  private JsonNode read(String path) throws IOException, InterruptedException {
    return JSON.readTree(call("GET", path, null).body());
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(exchange + path))
            .timeout(Duration.ofSeconds(10))
            .header("APCA-API-KEY-ID", keys.get("APCA_API_KEY_ID"))
            .header("APCA-API-SECRET-KEY", keys.get("APCA_API_SECRET_KEY"))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public String toString() {
    return done.toString();
  }
}
