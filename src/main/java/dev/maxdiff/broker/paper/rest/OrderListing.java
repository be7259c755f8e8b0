package dev.maxdiff.broker.paper.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Call;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Reply;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds orders by id, by client order id, and by the filters of {@code GET /v2/orders}. */
final class OrderListing {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  private OrderListing() {}

  static Reply byId(String id, ExchangeView view) {
    return view.state()
        .order(id)
        .map(order -> Reply.ok(AlpacaWriter.order(order.view())))
        .orElseGet(() -> Reply.of(ApiError.notFound("order not found for " + id)));
  }

  static Reply byClientOrderId(Call call, ExchangeView view) {
    String id = call.parameter("client_order_id");
    if (id == null) {
      return Reply.of(ApiError.unprocessable("client_order_id is required"));
    }
    return Optional.ofNullable(view.state().clientOrderIds().get(id))
        .flatMap(view.state()::order)
        .map(order -> Reply.ok(AlpacaWriter.order(order.view())))
        .orElseGet(() -> Reply.of(ApiError.notFound("order not found for " + id)));
  }

  static Reply list(Call call, ExchangeView view) {
    boolean ascending = isAscending(call);
    Comparator<ExchangeOrder> byNumber = Comparator.comparingLong(ExchangeOrder::number);
    ArrayNode body = JsonNodeFactory.instance.arrayNode();
    withStatus(call, view.state())
        .filter(window(call, view.state()))
        .filter(kind(call))
        .sorted(ascending ? byNumber : byNumber.reversed())
        .limit(limit(call))
        .forEach(order -> body.add(AlpacaWriter.order(order.view())));
    return Reply.ok(body);
  }

  private static Stream<ExchangeOrder> withStatus(Call call, ExchangeState state) {
    String status = Optional.ofNullable(call.parameter("status")).orElse("open");
    return switch (status) {
      case "open" -> state.open().values().stream();
      case "closed" -> state.closed().values().stream();
      case "all" -> Stream.concat(state.open().values().stream(), state.closed().values().stream());
      default -> throw new InvalidValueException("status", status, "open, closed or all");
    };
  }

  private static Predicate<ExchangeOrder> window(Call call, ExchangeState state) {
    Instant after = time(call, "after");
    Instant until = time(call, "until");
    ExchangeOrder afterOrder = order(call, "after_order_id", state);
    ExchangeOrder beforeOrder = order(call, "before_order_id", state);
    return order ->
        (after == null || order.submittedAt().isAfter(after))
            && (until == null || order.submittedAt().isBefore(until))
            && (afterOrder == null || order.number() > afterOrder.number())
            && (beforeOrder == null || order.number() < beforeOrder.number());
  }

  private static Predicate<ExchangeOrder> kind(Call call) {
    String symbols = call.parameter("symbols");
    String side = call.parameter("side");
    String classes = call.parameter("asset_class");
    Set<Symbol> wanted =
        symbols == null
            ? Set.of()
            : Arrays.stream(symbols.split(","))
                .map(text -> Symbol.parse(text.trim()))
                .collect(Collectors.toSet());
    Side wantedSide = side == null ? null : Side.parse(side);
    return order ->
        (symbols == null || wanted.contains(order.symbol()))
            && (wantedSide == null || order.side() == wantedSide)
            && (classes == null
                || Set.of(classes.split(",")).contains(order.symbol().assetClass().brokerName()));
  }

  private static boolean isAscending(Call call) {
    String direction = Optional.ofNullable(call.parameter("direction")).orElse("desc");
    return switch (direction) {
      case "asc" -> true;
      case "desc" -> false;
      default -> throw new InvalidValueException("direction", direction, "asc or desc");
    };
  }

  private static int limit(Call call) {
    String text = call.parameter("limit");
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // refused below like a number out of range
    }
    throw new InvalidValueException("limit", text, "1 to 500");
  }

  private static ExchangeOrder order(Call call, String name, ExchangeState state) {
    String id = call.parameter(name);
    return id == null
        ? null
        : state
            .order(id)
            .orElseThrow(() -> new InvalidValueException(name, id, "the id of an order"));
  }

  /** A time in a query; an unescaped plus sign arrives as a blank. */
  private static Instant time(Call call, String name) {
    String text = call.parameter(name);
    if (text == null) {
      return null;
    }
    try {
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidValueException(name, text, "a time like 2013-11-25T00:00:00Z");
    }
  }
}
