package dev.maxdiff.broker.paper.engine;

import static dev.maxdiff.broker.paper.engine.ApiError.forbidden;
import static dev.maxdiff.broker.paper.engine.ApiError.invalidClientOrderId;
import static dev.maxdiff.broker.paper.engine.ApiError.text;
import static dev.maxdiff.broker.paper.engine.ApiError.unprocessable;

import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Validates requests in Alpaca's order of checks: format, conflicts, funds. */
final class OrderValidator {

  private static final int MAX_CLIENT_ORDER_ID = 128;
  private static final BigDecimal MIN_CRYPTO_VALUE = BigDecimal.TEN;
  private static final BigDecimal MIN_EQUITY_VALUE = BigDecimal.ONE;

  private final MarketTape tape;
  private final QuoteModel quotes;
  private final int multiplier;

  OrderValidator(MarketTape tape, QuoteModel quotes, int multiplier) {
    this.tape = tape;
    this.quotes = quotes;
    this.multiplier = multiplier;
  }

  Optional<ApiError> submit(ExchangeState state, OrderRequest request) {
    return first(
        List.of(
            () -> form(request),
            () -> clientOrderId(state, request.clientOrderId()),
            () -> minimumValue(state, request),
            () -> oppositeSide(state, request),
            () -> crossing(state, request, ""),
            () -> covered(state, request, null)));
  }

  /** Validates a replacement of {@code old}; {@code terms} are the terms of the new order. */
  Optional<ApiError> replace(
      ExchangeState state, ExchangeOrder old, ReplaceRequest request, OrderRequest terms) {
    return first(
        List.of(
            () -> replaceable(old, request),
            () -> form(terms),
            () -> clientOrderId(state, request.clientOrderId()),
            () -> minimumValue(state, terms),
            () -> crossing(state, terms, old.id()),
            () -> covered(state, terms, old)));
  }

  Optional<ApiError> cancel(ExchangeOrder order) {
    return switch (order.status()) {
      case NEW, PARTIALLY_FILLED, ACCEPTED -> Optional.empty();
      default -> Optional.of(unprocessable("order is already in \"" + order.status() + "\" state"));
    };
  }

  private static Optional<ApiError> replaceable(ExchangeOrder old, ReplaceRequest request) {
    boolean working =
        switch (old.status()) {
          case NEW, PARTIALLY_FILLED -> true;
          default -> false;
        };
    if (!working) {
      return Optional.of(
          unprocessable(
              "unable to replace order, order isn't sent to exchange yet or is in \""
                  + old.status()
                  + "\" state"));
    }
    if (!old.symbol().isCrypto() && isFractional(old.quantity())) {
      return Optional.of(unprocessable("fractional orders cannot be replaced"));
    }
    if (request.quantity() != null && isFractional(request.quantity().value())) {
      return Optional.of(unprocessable("qty: only full units can be replaced"));
    }
    return Optional.empty();
  }

  private Optional<ApiError> form(OrderRequest request) {
    Symbol symbol = request.symbol();
    BigDecimal price = request.limitPrice().value();
    if (tape.symbolNumber(symbol) < 0) {
      return Optional.of(unprocessable("asset \"" + symbol + "\" not found"));
    }
    if (symbol.isCrypto() && request.timeInForce() == TimeInForce.DAY) {
      return Optional.of(unprocessable("invalid crypto time_in_force"));
    }
    if (request.quantity().value().scale() > MarketTape.SCALE) {
      return Optional.of(unprocessable("qty must have at most 9 decimal places"));
    }
    int decimals = symbol.isCrypto() ? MarketTape.SCALE : equityDecimals(price);
    if (price.scale() > decimals) {
      return Optional.of(
          unprocessable(
              "invalid limit_price "
                  + text(price)
                  + ". sub-penny increment does not fulfill minimum pricing criteria"));
    }
    boolean fractionalStock = !symbol.isCrypto() && isFractional(request.quantity().value());
    if (fractionalStock && request.timeInForce() != TimeInForce.DAY) {
      return Optional.of(unprocessable("fractional orders must be DAY orders"));
    }
    return Optional.empty();
  }

  private static Optional<ApiError> clientOrderId(ExchangeState state, String id) {
    if (id == null) {
      return Optional.empty();
    }
    if (id.isBlank() || id.length() > MAX_CLIENT_ORDER_ID) {
      return Optional.of(invalidClientOrderId("client_order_id must be 1 to 128 characters"));
    }
    return state.clientOrderIds().containsKey(id)
        ? Optional.of(invalidClientOrderId("client_order_id must be unique"))
        : Optional.empty();
  }

  /** An order that closes a whole position may be below the minimum, so that no dust remains. */
  private static Optional<ApiError> minimumValue(ExchangeState state, OrderRequest request) {
    BigDecimal least = request.symbol().isCrypto() ? MIN_CRYPTO_VALUE : MIN_EQUITY_VALUE;
    BigDecimal value = request.limitPrice().value().multiply(request.quantity().value());
    BigDecimal held = state.holding(request.symbol()).quantity().abs();
    boolean closesAll =
        !AccountFunds.opens(state, request.symbol(), request.side())
            && request.quantity().value().compareTo(held) == 0;
    return value.compareTo(least) < 0 && !closesAll
        ? Optional.of(
            forbidden(
                "cost basis must be >= minimal amount of order " + least,
                Map.of("cost_basis", text(value))))
        : Optional.empty();
  }

  /** The open orders of a flat stock are all on one side: a stock position is long or short. */
  private static Optional<ApiError> oppositeSide(ExchangeState state, OrderRequest request) {
    Symbol symbol = request.symbol();
    boolean flat = state.holding(symbol).quantity().signum() == 0;
    if (symbol.isCrypto() || !flat || opposing(state, request).size() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        forbidden(
            request.side() == Side.BUY
                ? "cannot open a long buy while a short sell order is open"
                : "cannot open a short sell while a long buy order is open"));
  }

  /** Rejects a wash trade: an order that can trade with an open order of the same account. */
  private static Optional<ApiError> crossing(
      ExchangeState state, OrderRequest request, String except) {
    return opposing(state, request)
        .oldestCrossing(request.limitPrice().value(), except)
        .map(
            order ->
                forbidden(
                    "potential wash trade detected. use complex orders",
                    Map.of(
                        "existing_order_id",
                        order.id(),
                        "reject_reason",
                        "opposite side limit order exists")));
  }

  private static OrderBook.BookSide opposing(ExchangeState state, OrderRequest request) {
    return state.openOrders().book(request.symbol()).side(request.side().opposite());
  }

  /**
   * Checks funds for an opening order and quantity for a closing order. A replacement may use the
   * reservation of the order that it replaces.
   */
  private Optional<ApiError> covered(
      ExchangeState state, OrderRequest request, ExchangeOrder replaced) {
    Symbol symbol = request.symbol();
    boolean opens = AccountFunds.opens(state, symbol, request.side());
    boolean sellsCoin = symbol.isCrypto() && request.side() == Side.SELL;
    return opens && !sellsCoin
        ? affordable(state, request, replaced)
        : closable(state, request, replaced);
  }

  private Optional<ApiError> affordable(
      ExchangeState state, OrderRequest request, ExchangeOrder replaced) {
    Symbol symbol = request.symbol();
    boolean isShort = request.side() == Side.SELL;
    if (isShort && multiplier == 1) {
      return Optional.of(forbidden("account is not allowed to short"));
    }
    if (isShort && isFractional(request.quantity().value())) {
      return Optional.of(unprocessable("fractional orders cannot be sold short"));
    }
    AccountFunds funds = AccountFunds.of(state, quotes, multiplier);
    BigDecimal held =
        replaced == null ? BigDecimal.ZERO : replaced.remaining().multiply(replaced.limit());
    BigDecimal cost = request.limitPrice().value().multiply(request.quantity().value());
    BigDecimal power = (symbol.isCrypto() ? funds.cashPower() : funds.buyingPower()).add(held);
    if (cost.compareTo(power) <= 0) {
      return Optional.empty();
    }
    String available = text(AccountFunds.shown(power));
    return Optional.of(
        symbol.isCrypto()
            ? forbidden(
                "insufficient balance for USD (requested: "
                    + text(cost)
                    + ", available: "
                    + available
                    + ")",
                Map.of(
                    "available",
                    available,
                    "balance",
                    text(AccountFunds.shown(funds.cash())),
                    "symbol",
                    "USD"))
            : forbidden(
                "insufficient buying power",
                Map.of("buying_power", available, "cost_basis", text(cost))));
  }

  private static Optional<ApiError> closable(
      ExchangeState state, OrderRequest request, ExchangeOrder replaced) {
    Symbol symbol = request.symbol();
    BigDecimal own = replaced == null ? BigDecimal.ZERO : replaced.remaining();
    BigDecimal available = state.available(symbol).add(own);
    BigDecimal requested = request.quantity().value();
    if (requested.compareTo(available) <= 0) {
      return Optional.empty();
    }
    String amounts = " (requested: " + text(requested) + ", available: " + text(available) + ")";
    Map<String, String> details = new LinkedHashMap<>();
    details.put("available", text(available));
    details.put("existing_qty", text(state.shownQuantity(symbol).abs()));
    details.put("held_for_orders", text(state.reserved(symbol)));
    details.put("symbol", symbol.text());
    if (!symbol.isCrypto()) {
      return Optional.of(forbidden("insufficient qty available for order" + amounts, details));
    }
    String coin =
        symbol.brokerForm().split("/", 2)[0]; // a coin of a tape may have no quote currency
    details.put("balance", text(state.shownQuantity(symbol)));
    return Optional.of(forbidden("insufficient balance for " + coin + amounts, details));
  }

  private static boolean isFractional(BigDecimal quantity) {
    return MarketTape.plain(quantity).scale() > 0;
  }

  private static int equityDecimals(BigDecimal price) {
    return price.compareTo(BigDecimal.ONE) >= 0 ? 2 : 4;
  }

  private static Optional<ApiError> first(List<Supplier<Optional<ApiError>>> checks) {
    return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
  }
}
