package dev.maxdiff.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.AlpacaForms;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.GatewayJson.NotFoundException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a watcher may read, in Alpaca's JSON. Blocks; thread-safe. */
final class AccountReads {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final int DEFAULT_DAYS = 30;

  private final DeskTools tools;

  AccountReads(DeskTools tools) {
    this.tools = tools;
  }

  JsonNode account(Grant grant) {
    return AlpacaForms.account(WatcherView.account(grant, tools.view().account(), book(), tools));
  }

  JsonNode positions(Grant grant) {
    ArrayNode list = JSON.arrayNode();
    WatcherView.position(grant, book(), tools).map(AlpacaForms::position).ifPresent(list::add);
    return list;
  }

  JsonNode position(Grant grant, String symbol) {
    Symbol asked = inPath(symbol);
    return WatcherView.position(grant, book(), tools)
        .filter(position -> position.symbol().equals(asked))
        .map(AlpacaForms::position)
        .orElseThrow(() -> new NotFoundException("position does not exist: " + asked));
  }

  JsonNode orders(Grant grant, Map<String, String> query) {
    ArrayNode list = JSON.arrayNode();
    OrderFilter.of(query)
        .apply(WatcherView.orders(grant, book()))
        .forEach(order -> list.add(AlpacaForms.order(order)));
    return list;
  }

  JsonNode order(Grant grant, String id) {
    return first(grant, id, order -> order.id().equals(id));
  }

  JsonNode orderByClientOrderId(Grant grant, String id) {
    return first(grant, id, order -> order.clientOrderId().equals(id));
  }

  private JsonNode first(Grant grant, String id, Predicate<Order> wanted) {
    return WatcherView.orders(grant, book()).stream()
        .filter(wanted)
        .findFirst()
        .map(AlpacaForms::order)
        .orElseThrow(() -> new NotFoundException("order not found for " + id));
  }

  JsonNode clock() {
    return AlpacaForms.clock(tools.view().clock());
  }

  JsonNode calendar(Map<String, String> query) {
    LocalDate today = LocalDate.ofInstant(tools.clock().instant(), NEW_YORK);
    LocalDate first = date(query, "start", today);
    LocalDate last = date(query, "end", first.plusDays(DEFAULT_DAYS));
    ArrayNode list = JSON.arrayNode();
    List<TradingDay> days = tools.view().calendar(first, last);
    days.forEach(day -> list.add(AlpacaForms.tradingDay(day)));
    return list;
  }

  JsonNode asset(String symbol) {
    Symbol asked = inPath(symbol);
    return tools
        .view()
        .asset(asked)
        .map(AlpacaForms::asset)
        .orElseThrow(() -> new NotFoundException("asset not found for " + asked));
  }

  JsonNode quotes(String symbols) {
    Set<Symbol> asked =
        Arrays.stream(symbols.split(",", -1)).map(Symbol::parse).collect(Collectors.toSet());
    ObjectNode node = JSON.objectNode();
    ObjectNode quotes = node.putObject("quotes");
    tools
        .view()
        .quotes(asked)
        .forEach(
            (symbol, quote) -> quotes.set(symbol.brokerForm(), AlpacaForms.quote(symbol, quote)));
    return node;
  }

  /** A crypto pair comes with its slash, which clients write as it is or escaped. */
  private static Symbol inPath(String text) {
    return Symbol.parse(text.replaceAll("(?i)%2f", "/"));
  }

  private Book book() {
    return tools.view().snapshot(tools.settings().snapshotWindow()).book();
  }

  private static LocalDate date(Map<String, String> query, String field, LocalDate absent) {
    String text = query.get(field);
    try {
      return text == null ? absent : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(field, text, "a date like 2026-11-27");
    }
  }
}
