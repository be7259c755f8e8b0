package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.CashTransfer;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.OrderTerms;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Optional;

/**
 * Reads values from Alpaca's JSON; the counterpart of {@link AlpacaWriter}.
 *
 * <p>A missing or unreadable field throws an {@link InvalidValueException} that names the field; no
 * default replaces it (hazard H49). Unknown fields are ignored.
 */
public final class AlpacaReader {

  private static final int LONGEST_NUMBER = 40;

  /** The sum of a number with a larger exponent and another one would need unbounded memory. */
  private static final int LARGEST_EXPONENT = 1000;

  private AlpacaReader() {}

  public static Account account(JsonNode node) {
    return new Account(
        text(node, "account_number"),
        text(node, "status"),
        number(node, "cash"),
        number(node, "equity"),
        numberOr(node, "last_equity", number(node, "equity")),
        number(node, "buying_power"),
        numberOr(node, "non_marginable_buying_power", number(node, "cash")),
        numberOr(node, "multiplier", BigDecimal.ONE),
        node.path("trading_blocked").asBoolean(false)
            || node.path("trade_suspended_by_user").asBoolean(false),
        node.path("account_blocked").asBoolean(false),
        node.path("shorting_enabled").asBoolean(false));
  }

  /** Reads the amount of a requested transfer of money; never zero. */
  public static BigDecimal amount(JsonNode node) {
    BigDecimal amount = number(node, "amount");
    if (amount.signum() == 0) {
      throw new InvalidValueException(
          "amount", amount, "money to deposit, or negative to withdraw");
    }
    return amount;
  }

  /** Reads a transfer of money; empty for a cancelled one. */
  public static Optional<CashTransfer> cashTransfer(JsonNode node) {
    if (node.path("status").asText().equals("canceled")) {
      return Optional.empty();
    }
    Instant created = timeOr(node, "created_at", null);
    return Optional.of(
        new CashTransfer(
            text(node, "id"),
            text(node, "activity_type"),
            number(node, "net_amount"),
            created != null ? created : startOfDay(text(node, "date"))));
  }

  /** Alpaca documents a time here and answers with a date. */
  private static Instant startOfDay(String text) {
    try {
      return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text)
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant();
    } catch (DateTimeException e) {
      throw new InvalidValueException("date", text, "a date like 2026-11-27");
    }
  }

  public static Position position(JsonNode node) {
    BigDecimal magnitude = number(node, "qty").abs();
    BigDecimal available = numberOr(node, "qty_available", magnitude).abs();
    String held = text(node, "side");
    boolean isShort =
        Side.ofHolding(held)
                .orElseThrow(() -> new InvalidValueException("side", held, "long or short"))
            == Side.SELL;
    return new Position(
        Symbol.parse(text(node, "symbol")),
        isShort ? magnitude.negate() : magnitude,
        isShort ? available.negate() : available,
        number(node, "avg_entry_price"),
        numberOr(node, "current_price", number(node, "avg_entry_price")),
        textOrNull(node, "asset_id"));
  }

  public static Order order(JsonNode node) {
    String status = text(node, "status");
    Instant created = readable(node, "created_at");
    Instant submitted = orElse(readable(node, "submitted_at"), created);
    return new Order(
        text(node, "id"),
        text(node, "client_order_id"),
        Symbol.parse(text(node, "symbol")),
        Side.parse(text(node, "side")),
        node.hasNonNull("type") ? text(node, "type") : text(node, "order_type"),
        TimeInForce.parse(text(node, "time_in_force")),
        quantityOr(node, "qty", BigDecimal.ZERO),
        quantityOr(node, "filled_qty", BigDecimal.ZERO),
        quantityOr(node, "filled_avg_price", null),
        quantityOr(node, "limit_price", null),
        OrderStatus.parse(status)
            .orElseThrow(() -> new InvalidValueException("status", status, "an order status")),
        created,
        submitted,
        orElse(readable(node, "updated_at"), submitted),
        timeOr(node, "filled_at", null),
        timeOr(node, "canceled_at", null),
        timeOr(node, "expired_at", null),
        textOrNull(node, "replaces"),
        textOrNull(node, "replaced_by"),
        terms(node),
        readable(node, "expires_at"),
        textOrNull(node, "asset_id"));
  }

  private static OrderTerms terms(JsonNode node) {
    return new OrderTerms(
        node.hasNonNull("order_class") ? text(node, "order_class") : "",
        quantityOr(node, "notional", null),
        quantityOr(node, "stop_price", null),
        quantityOr(node, "trail_price", null),
        quantityOr(node, "trail_percent", null));
  }

  public static MarketClock clock(JsonNode node) {
    return new MarketClock(
        time(node, "timestamp"),
        required(node, "is_open").asBoolean(),
        time(node, "next_open"),
        time(node, "next_close"));
  }

  public static TradingDay tradingDay(JsonNode node) {
    try {
      return new TradingDay(
          LocalDate.parse(text(node, "date")),
          LocalTime.parse(text(node, "open")),
          LocalTime.parse(text(node, "close")));
    } catch (DateTimeException e) {
      throw new InvalidValueException("calendar", node, "date, open and close like 2026-11-27");
    }
  }

  public static Quote quote(JsonNode node) {
    return new Quote(
        numberOr(node, "bp", BigDecimal.ZERO),
        numberOr(node, "bs", BigDecimal.ZERO),
        numberOr(node, "ap", BigDecimal.ZERO),
        numberOr(node, "as", BigDecimal.ZERO),
        time(node, "t"));
  }

  public static Asset asset(JsonNode node) {
    Symbol symbol = Symbol.parse(text(node, "symbol"));
    Increments usual = Increments.of(symbol.assetClass());
    return new Asset(
        symbol,
        node.hasNonNull("class") ? text(node, "class") : symbol.assetClass().brokerName(),
        new Increments(
            numberOr(node, "price_increment", usual.price()),
            numberOr(node, "min_trade_increment", usual.quantity())),
        numberOr(node, "min_order_size", BigDecimal.ZERO),
        node.path("tradable").asBoolean(false),
        node.path("fractionable").asBoolean(false),
        node.path("shortable").asBoolean(false));
  }

  private static JsonNode required(JsonNode node, String field) {
    JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new InvalidValueException(field, null, "a value");
    }
    return value;
  }

  private static String text(JsonNode node, String field) {
    return required(node, field).asText();
  }

  private static String textOrNull(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }

  private static BigDecimal number(JsonNode node, String field) {
    String text = required(node, field).asText();
    try {
      if (text.length() <= LONGEST_NUMBER) {
        BigDecimal value = new BigDecimal(text);
        if (Math.abs((long) value.scale()) <= LARGEST_EXPONENT) {
          return value;
        }
      }
    } catch (NumberFormatException e) {
      // refused below like a number that is too long
    }
    throw new InvalidValueException(field, text, "a decimal number");
  }

  private static BigDecimal quantityOr(JsonNode node, String field, BigDecimal absent) {
    BigDecimal value = numberOr(node, field, absent);
    if (value != null && value.signum() < 0) {
      throw new InvalidValueException(field, value, "at least 0");
    }
    return value;
  }

  private static BigDecimal numberOr(JsonNode node, String field, BigDecimal absent) {
    return node.hasNonNull(field) ? number(node, field) : absent;
  }

  private static Instant time(JsonNode node, String field) {
    String text = text(node, field);
    try {
      return instant(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(field, text, "an ISO-8601 time");
    }
  }

  /** A time without a zone is UTC (hazard H33). */
  private static Instant instant(String text) {
    TemporalAccessor time =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return time instanceof OffsetDateTime exact
        ? exact.toInstant()
        : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
  }

  /** A time that serves display only: null when unreadable, so that the list stays readable. */
  static Instant readable(JsonNode node, String field) {
    try {
      return node.hasNonNull(field) ? instant(node.get(field).asText()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Instant orElse(Instant known, Instant otherwise) {
    return known == null ? otherwise : known;
  }

  private static Instant timeOr(JsonNode node, String field, Instant absent) {
    return node.hasNonNull(field) ? time(node, field) : absent;
  }
}
