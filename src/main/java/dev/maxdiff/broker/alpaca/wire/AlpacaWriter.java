package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes values as Alpaca's JSON, for the two servers (exchange and gateway) and the client.
 *
 * <p>Field names and the types of numbers (text or number) follow Alpaca's published OpenAPI
 * documents. The counterpart is {@link AlpacaReader}.
 */
public final class AlpacaWriter {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime USUAL_CLOSE = LocalTime.of(16, 0);

  private AlpacaWriter() {}

  public static ObjectNode account(Account account) {
    ObjectNode node = JSON.objectNode();
    node.put("id", uuid("account", account.number()));
    node.put("account_number", account.number());
    node.put("status", account.status());
    node.put("crypto_status", account.status());
    node.put("currency", "USD");
    text(node, "cash", account.cash());
    text(node, "equity", account.equity());
    text(node, "portfolio_value", account.equity());
    text(node, "last_equity", account.lastEquity());
    text(node, "buying_power", account.buyingPower());
    text(node, "non_marginable_buying_power", account.nonMarginableBuyingPower());
    text(node, "multiplier", account.multiplier());
    node.put("trading_blocked", account.tradingBlocked());
    node.put("transfers_blocked", false);
    node.put("account_blocked", account.accountBlocked());
    node.put("shorting_enabled", account.shortingEnabled());
    return node;
  }

  public static ObjectNode position(Position position) {
    BigDecimal cost = position.averageEntryPrice().multiply(position.quantity());
    BigDecimal value = position.currentPrice().multiply(position.quantity());
    BigDecimal profit = value.subtract(cost);
    BigDecimal relative =
        cost.signum() == 0 ? BigDecimal.ZERO : profit.divide(cost.abs(), MathContext.DECIMAL32);
    ObjectNode node = JSON.objectNode();
    asset(node, position.symbol());
    // positions carry crypto symbols without the slash, orders with it (CONTRACT section 1)
    node.put("symbol", position.symbol().text());
    node.put("exchange", exchange(position.symbol()));
    node.put("asset_marginable", !position.symbol().isCrypto());
    node.put("side", position.quantity().signum() < 0 ? "short" : "long");
    text(node, "qty", position.quantity());
    text(node, "qty_available", position.available());
    text(node, "avg_entry_price", position.averageEntryPrice());
    text(node, "current_price", position.currentPrice());
    text(node, "lastday_price", position.currentPrice());
    text(node, "change_today", BigDecimal.ZERO);
    text(node, "cost_basis", cost);
    text(node, "market_value", value);
    text(node, "unrealized_pl", profit);
    text(node, "unrealized_plpc", relative);
    text(node, "unrealized_intraday_pl", profit);
    text(node, "unrealized_intraday_plpc", relative);
    return node;
  }

  public static ObjectNode order(Order order) {
    ObjectNode node = JSON.objectNode();
    node.put("id", order.id());
    node.put("client_order_id", order.clientOrderId());
    time(node, "created_at", order.createdAt());
    time(node, "updated_at", order.updatedAt());
    time(node, "submitted_at", order.submittedAt());
    time(node, "filled_at", order.filledAt());
    time(node, "expired_at", order.expiredAt());
    if (order.expiresAt() != null) {
      time(node, "expires_at", order.expiresAt());
    }
    time(node, "canceled_at", order.canceledAt());
    node.putNull("failed_at");
    time(node, "replaced_at", order.replacedBy() == null ? null : order.updatedAt());
    node.put("replaced_by", order.replacedBy());
    node.put("replaces", order.replaces());
    asset(node, order.symbol());
    node.put("symbol", order.symbol().brokerForm());
    node.putNull("notional");
    text(node, "qty", order.quantity());
    text(node, "filled_qty", order.filledQuantity());
    text(node, "filled_avg_price", order.filledAveragePrice());
    node.put("order_class", "");
    node.put("order_type", order.type());
    node.put("type", order.type());
    node.put("side", order.side().toString());
    node.put("time_in_force", order.timeInForce().toString());
    text(node, "limit_price", order.limitPrice());
    node.putNull("stop_price");
    node.put("status", order.status().toString());
    node.put("extended_hours", false);
    node.putNull("legs");
    node.putNull("trail_percent");
    node.putNull("trail_price");
    node.putNull("hwm");
    return node;
  }

  public static ObjectNode clock(MarketClock clock) {
    ObjectNode node = JSON.objectNode();
    node.put("timestamp", newYork(clock.at()));
    node.put("is_open", clock.isOpen());
    node.put("next_open", newYork(clock.nextOpen()));
    node.put("next_close", newYork(clock.nextClose()));
    return node;
  }

  public static ObjectNode tradingDay(TradingDay day) {
    ObjectNode node = JSON.objectNode();
    node.put("date", day.date().toString());
    node.put("open", day.open().toString());
    node.put("close", day.close().toString());
    node.put("session_open", "0400");
    node.put("session_close", day.close().isBefore(USUAL_CLOSE) ? "1700" : "2000");
    node.put("settlement_date", settlement(day.date()).toString());
    return node;
  }

  /**
   * One entry of {@code quotes} in a latest-quotes response. Prices and sizes are JSON numbers. A
   * quote of a stock names exchanges, conditions and tape, and its sizes are whole.
   */
  public static ObjectNode quote(Symbol symbol, Quote quote) {
    ObjectNode node = JSON.objectNode();
    time(node, "t", quote.at());
    node.put("bp", quote.bid());
    node.put("ap", quote.ask());
    if (symbol.isCrypto()) {
      node.put("bs", quote.bidSize());
      node.put("as", quote.askSize());
      return node;
    }
    node.put("bs", quote.bidSize().setScale(0, RoundingMode.DOWN));
    node.put("as", quote.askSize().setScale(0, RoundingMode.DOWN));
    node.put("bx", "Q");
    node.put("ax", "Q");
    node.putArray("c").add("R");
    return node.put("z", "C");
  }

  public static ObjectNode asset(Asset asset) {
    Symbol symbol = asset.symbol();
    ObjectNode node = JSON.objectNode();
    node.put("id", assetId(symbol));
    node.put("class", symbol.assetClass().brokerName());
    node.put("exchange", exchange(symbol));
    node.put("symbol", symbol.brokerForm());
    node.put("name", symbol.brokerForm());
    node.put("status", "active");
    node.put("tradable", asset.tradable());
    node.put("marginable", !symbol.isCrypto());
    node.put("shortable", asset.shortable());
    node.put("easy_to_borrow", asset.shortable());
    node.put("fractionable", asset.fractionable());
    if (symbol.isCrypto()) {
      text(node, "min_order_size", asset.minimumOrder());
      text(node, "min_trade_increment", asset.increments().quantity());
      text(node, "price_increment", asset.increments().price());
    }
    return node;
  }

  /** The body of POST /v2/orders. */
  public static ObjectNode orderRequest(OrderRequest request) {
    ObjectNode node = JSON.objectNode();
    node.put("symbol", request.symbol().brokerForm());
    node.put("qty", request.quantity().toString());
    node.put("side", request.side().toString());
    node.put("type", "limit");
    node.put("time_in_force", request.timeInForce().toString());
    node.put("limit_price", request.limitPrice().toString());
    if (request.clientOrderId() != null) {
      node.put("client_order_id", request.clientOrderId());
    }
    return node;
  }

  /** The body of PATCH /v2/orders/{id}: the changed fields. */
  public static ObjectNode replaceRequest(ReplaceRequest request) {
    ObjectNode node = JSON.objectNode();
    if (request.quantity() != null) {
      node.put("qty", request.quantity().toString());
    }
    if (request.limitPrice() != null) {
      node.put("limit_price", request.limitPrice().toString());
    }
    if (request.timeInForce() != null) {
      node.put("time_in_force", request.timeInForce().toString());
    }
    if (request.clientOrderId() != null) {
      node.put("client_order_id", request.clientOrderId());
    }
    return node;
  }

  /** An error body; {@code code} is Alpaca's, for example 40310000. */
  public static ObjectNode error(int code, String message) {
    ObjectNode node = JSON.objectNode();
    node.put("code", code);
    node.put("message", message);
    return node;
  }

  /** The next trading day: T + 1. */
  private static LocalDate settlement(LocalDate traded) {
    return Stream.iterate(traded.plusDays(1), date -> date.plusDays(1))
        .filter(date -> MarketCalendar.session(date).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static void asset(ObjectNode node, Symbol symbol) {
    node.put("asset_id", assetId(symbol));
    node.put("asset_class", symbol.assetClass().brokerName());
  }

  /** The id of the asset: the same text in every JVM. */
  public static String assetId(Symbol symbol) {
    return uuid("asset", symbol.text());
  }

  private static String exchange(Symbol symbol) {
    return symbol.isCrypto() ? "CRYPTO" : "NASDAQ";
  }

  private static String uuid(String kind, String name) {
    return UUID.nameUUIDFromBytes((kind + ":" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String newYork(Instant instant) {
    // RFC 3339 requires the seconds, which toString() omits when they are 0
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(NEW_YORK));
  }

  private static void text(JsonNode node, String field, BigDecimal value) {
    ((ObjectNode) node).put(field, value == null ? null : value.toPlainString());
  }

  private static void time(ObjectNode node, String field, Instant value) {
    node.put(field, value == null ? null : value.toString());
  }
}
