package dev.maxdiff.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.AlpacaForms;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.GatewayJson.NotFoundException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The GET endpoints of a watcher: Alpaca's JSON and the age of its data. Blocks; thread-safe. */
final class AccountReads {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final int DEFAULT_DAYS = 30;

  private final DeskTools tools;

  AccountReads(DeskTools tools) {
    this.tools = tools;
  }

  /**
   * Returns all data of one poll: {@code clock}, {@code orders} (open orders), {@code positions}
   * and {@code quotes}; on request {@code account} and {@code history} (the slot's orders in any
   * state).
   *
   * <p>Orders and positions come from one snapshot of the ledger. If one part cannot be read, the
   * whole view fails.
   */
  Reading view(Grant authority, Map<String, String> query) {
    ViewRequest wanted = ViewRequest.of(query);
    Map<String, Reading> parts = new LinkedHashMap<>();
    parts.put("clock", clock(authority));
    Aged<Book> ledger = ledger(authority);
    parts.put("orders", reading(ledger.map(seen -> orders(authority, seen, OrderFilter.OPEN))));
    parts.put("positions", reading(ledger.map(seen -> positions(authority, seen))));
    parts.put("quotes", reading(seenQuotes(authority, Set.of(authority.slot().key().symbol()))));
    if (wanted.account()) {
      parts.put("account", account(authority, ledger));
    }
    if (wanted.history()) {
      parts.put("history", reading(ledger.map(seen -> orders(authority, seen, OrderFilter.ALL))));
    }
    return Reading.of(parts);
  }

  Reading account(Grant authority) {
    return account(authority, ledger(authority));
  }

  private Reading account(Grant authority, Aged<Book> ledger) {
    Aged<Account> account = tools.view().account(marketWindow(authority));
    JsonNode shown =
        AlpacaForms.account(WatcherView.account(authority, account.value(), ledger.value(), tools));
    return reading(new Aged<>(shown, ledger.olderOf(account)));
  }

  Reading positions(Grant authority) {
    return reading(ledger(authority).map(ledger -> positions(authority, ledger)));
  }

  private JsonNode positions(Grant authority, Book ledger) {
    ArrayNode list = JSON.arrayNode();
    WatcherView.position(authority, ledger, tools).map(AlpacaForms::position).ifPresent(list::add);
    return list;
  }

  Reading position(Grant authority, String symbol) {
    Symbol asked = inPath(symbol);
    return reading(ledger(authority).map(ledger -> position(authority, ledger, asked)));
  }

  private JsonNode position(Grant authority, Book ledger, Symbol asked) {
    return WatcherView.position(authority, ledger, tools)
        .filter(position -> position.symbol().equals(asked))
        .map(AlpacaForms::position)
        .orElseThrow(() -> new NotFoundException("position does not exist: " + asked));
  }

  Reading orders(Grant authority, Map<String, String> query) {
    OrderFilter filter = OrderFilter.of(query);
    return reading(ledger(authority).map(ledger -> orders(authority, ledger, filter)));
  }

  private static JsonNode orders(Grant authority, Book ledger, OrderFilter filter) {
    ArrayNode list = JSON.arrayNode();
    filter
        .apply(WatcherView.orders(authority, ledger))
        .forEach(order -> list.add(AlpacaForms.order(order)));
    return list;
  }

  Reading order(Grant authority, String id) {
    return first(authority, id, order -> order.id().equals(id));
  }

  Reading orderByClientOrderId(Grant authority, String id) {
    return first(authority, id, order -> order.clientOrderId().equals(id));
  }

  private Reading first(Grant authority, String id, Predicate<Order> wanted) {
    return reading(ledger(authority).map(ledger -> first(authority, ledger, id, wanted)));
  }

  private static JsonNode first(Grant authority, Book ledger, String id, Predicate<Order> wanted) {
    return WatcherView.orders(authority, ledger).stream()
        .filter(wanted)
        .findFirst()
        .map(AlpacaForms::order)
        .orElseThrow(() -> new NotFoundException("order not found for " + id));
  }

  Reading clock(Grant authority) {
    return reading(tools.view().clock(marketWindow(authority)).map(AlpacaForms::clock));
  }

  Reading calendar(Map<String, String> query) {
    LocalDate today = LocalDate.ofInstant(tools.clock().instant(), NEW_YORK);
    LocalDate first = date(query, "start", today);
    LocalDate last = date(query, "end", first.plusDays(DEFAULT_DAYS));
    ArrayNode list = JSON.arrayNode();
    List<TradingDay> days = tools.view().calendar(first, last);
    days.forEach(day -> list.add(AlpacaForms.tradingDay(day)));
    return Reading.fresh(list);
  }

  Reading asset(String symbol) {
    Symbol asked = inPath(symbol);
    return tools
        .view()
        .asset(asked)
        .map(found -> reading(found.map(AlpacaForms::asset)))
        .orElseThrow(() -> new NotFoundException("asset not found for " + asked));
  }

  Reading quotes(Grant authority, String symbols) {
    Set<Symbol> asked =
        Arrays.stream(symbols.split(",", -1)).map(Symbol::parse).collect(Collectors.toSet());
    return reading(
        seenQuotes(authority, asked).map(quotes -> JSON.objectNode().set("quotes", quotes)));
  }

  private Aged<JsonNode> seenQuotes(Grant authority, Set<Symbol> symbols) {
    return tools.view().quotes(symbols, marketWindow(authority)).map(AccountReads::quotes);
  }

  private static JsonNode quotes(Map<Symbol, Quote> seen) {
    ObjectNode quotes = JSON.objectNode();
    seen.forEach(
        (symbol, quote) -> quotes.set(symbol.brokerForm(), AlpacaForms.quote(symbol, quote)));
    return quotes;
  }

  /**
   * Parses a symbol in a URL path. Clients write the slash of a crypto pair as it is or escaped.
   */
  private static Symbol inPath(String text) {
    return Symbol.parse(text.replaceAll("(?i)%2f", "/"));
  }

  private Aged<Book> ledger(Grant authority) {
    Duration window = tools.settings().reads().window(authority.wish().poll());
    return tools.view().snapshot(window).map(Snapshot::book);
  }

  private Duration marketWindow(Grant authority) {
    return tools.settings().reads().marketWindow(authority.wish().poll());
  }

  private Reading reading(Aged<? extends JsonNode> aged) {
    return new Reading(aged.value(), tools.view().age(aged));
  }

  private static LocalDate date(Map<String, String> query, String field, LocalDate absent) {
    String text = query.get(field);
    try {
      return text == null ? absent : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidValueException(field, text, "a date like 2026-11-27");
    }
  }

  /**
   * The optional parts of a view: {@code ?account=true&history=true}.
   *
   * @param account adds the account
   * @param history adds the slot's orders in any state
   */
  private record ViewRequest(boolean account, boolean history) {

    static ViewRequest of(Map<String, String> query) {
      return new ViewRequest(flag(query, "account"), flag(query, "history"));
    }

    private static boolean flag(Map<String, String> query, String field) {
      String text = query.getOrDefault(field, "false");
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new InvalidValueException(field, text, "true or false");
      };
    }
  }
}
