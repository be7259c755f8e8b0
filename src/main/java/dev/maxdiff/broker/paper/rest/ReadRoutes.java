package dev.maxdiff.broker.paper.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Call;
import dev.maxdiff.broker.paper.rest.PaperRoutes.Reply;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/** Serves the read requests: account, positions, clock, calendar, assets, quotes. */
final class ReadRoutes {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int MAX_CALENDAR_YEARS = 60;

  private final ExchangeReadModel readModel;

  ReadRoutes(ExchangeReadModel readModel) {
    this.readModel = readModel;
  }

  Reply answer(Call call) {
    ExchangeView view = readModel.view();
    List<String> path = call.path();
    return switch (String.join("/", path)) {
      case "v2/account" -> Reply.ok(AlpacaWriter.account(view.account()));
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
      return view.position(Symbol.parse(call.last()))
          .map(position -> Reply.ok(AlpacaWriter.position(position)))
          .orElseGet(() -> Reply.of(ApiError.notFound("position does not exist")));
    }
    if (v2 && path.get(1).equals("assets")) {
      return view.asset(Symbol.parse(call.last()))
          .map(asset -> Reply.ok(AlpacaWriter.asset(asset)))
          .orElseGet(() -> Reply.of(ApiError.notFound("asset not found for " + call.last())));
    }
    return PaperRoutes.notAllowed(call);
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
    LocalDate first;
    LocalDate last;
    try {
      first = date(call, "start", today.minusYears(1));
      last = date(call, "end", today.plusYears(1));
    } catch (InvalidValueException e) {
      return Reply.of(ApiError.malformed(e.getMessage()));
    }
    if (last.isAfter(first.plusYears(MAX_CALENDAR_YEARS))) {
      return Reply.of(ApiError.malformed("end: " + last + " (expected: within 60 years of start)"));
    }
    ArrayNode body = JSON.arrayNode();
    MarketCalendar.sessions(first, last).stream()
        .map(session -> new TradingDay(session.date(), session.open(), session.close()))
        .forEach(day -> body.add(AlpacaWriter.tradingDay(day)));
    return Reply.ok(body);
  }

  private static LocalDate date(Call call, String name, LocalDate absent) {
    String text = call.parameter(name);
    if (text == null) {
      return absent;
    }
    try {
      return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(name, text, "a date like 2013-11-29");
    }
  }
}
