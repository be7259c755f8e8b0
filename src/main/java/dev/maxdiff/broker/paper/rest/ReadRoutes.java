package dev.maxdiff.broker.paper.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.server.AssetIds;
import dev.maxdiff.broker.alpaca.server.CalendarQuery;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Call;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Reply;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.time.LocalDate;
import java.util.List;

/** Serves the read requests: account, positions, clock, calendar, assets, quotes. */
final class ReadRoutes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> ACTIVITIES = List.of("v2", "account", "activities");

  private final ExchangeReadModel readModel;

  ReadRoutes(ExchangeReadModel readModel) {
    this.readModel = readModel;
  }

  Reply answer(Call call) {
    ExchangeView view = readModel.view();
    List<String> path = call.path();
    return switch (String.join("/", path)) {
      case "v2/account" -> Reply.ok(AlpacaWriter.account(view.account()));
      case "v2/account/activities" -> ActivityListing.list(call, null, view.state());
      case "v2/positions" -> positions(view);
      case "v2/clock" -> Reply.ok(AlpacaWriter.clock(view.clock()));
      case "v2/calendar" -> calendar(call, view);
      case "v2/stocks/quotes/latest" -> quotes(call, view, false);
      case "v1beta3/crypto/us/latest/quotes" -> quotes(call, view, true);
      case "v2/orders:by_client_order_id" -> OrderListing.byClientOrderId(call, view);
      default -> named(call, view);
    };
  }

  private static Reply named(Call call, ExchangeView view) {
    List<String> path = call.path();
    boolean v2 = path.size() == 3 && path.get(0).equals("v2");
    if (v2 && path.get(1).equals("positions")) {
      return view.position(inPath(call.last(), view))
          .map(position -> Reply.ok(AlpacaWriter.position(position)))
          .orElseGet(() -> Reply.of(ApiError.notFound("position does not exist")));
    }
    if (v2 && path.get(1).equals("assets")) {
      return view.asset(inPath(call.last(), view))
          .map(asset -> Reply.ok(AlpacaWriter.asset(asset)))
          .orElseGet(() -> Reply.of(ApiError.notFound("asset not found for " + call.last())));
    }
    if (path.size() == 4 && path.subList(0, 3).equals(ACTIVITIES)) {
      return ActivityListing.list(call, call.last(), view.state());
    }
    return PaperRoutes.notAllowed(call);
  }

  /** The symbol that a path names, by itself or by the id of its asset. */
  private static Symbol inPath(String text, ExchangeView view) {
    return AssetIds.find(text, view.symbols()).orElseGet(() -> Symbol.parse(text));
  }

  private static Reply positions(ExchangeView view) {
    ArrayNode body = JSON.arrayNode();
    view.positions().forEach(position -> body.add(AlpacaWriter.position(position)));
    return Reply.ok(body);
  }

  private static Reply quotes(Call call, ExchangeView view, boolean crypto) {
    String symbols = call.parameter("symbols");
    if (symbols == null) {
      return Reply.of(ApiError.malformed("symbols is required"));
    }
    ObjectNode body = JSON.objectNode();
    ObjectNode quotes = body.putObject("quotes");
    for (String text : symbols.split(",")) {
      Symbol symbol = Symbol.parse(text.trim());
      if (symbol.isCrypto() == crypto) {
        view.quote(symbol)
            .ifPresent(quote -> quotes.set(symbol.brokerForm(), AlpacaWriter.quote(symbol, quote)));
      }
    }
    return Reply.ok(body);
  }

  /** The default range is one year before and after now; Alpaca's default is its full calendar. */
  private static Reply calendar(Call call, ExchangeView view) {
    LocalDate today = MarketCalendar.dateOf(view.now());
    CalendarQuery query;
    try {
      query =
          CalendarQuery.of(
              call.query().toMultiMap(), today.minusYears(1), first -> today.plusYears(1));
    } catch (InvalidValueException e) {
      return Reply.of(ApiError.malformed(e.getMessage()));
    }
    ArrayNode body = JSON.arrayNode();
    MarketCalendar.sessions(query.first(), query.last()).stream()
        .map(session -> new TradingDay(session.date(), session.open(), session.close()))
        .forEach(day -> body.add(AlpacaWriter.tradingDay(day)));
    return Reply.ok(body);
  }
}
