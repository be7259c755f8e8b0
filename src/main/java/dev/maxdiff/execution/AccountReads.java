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

/** What a watcher may read, in Alpaca's JSON, and how old it is. Blocks; thread-safe. */
final class AccountReads {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final int DEFAULT_DAYS = 30;

  private final DeskTools tools;

  AccountReads(DeskTools tools) {
    this.tools = tools;
  }

  /**
   * All that a poll reads, in one answer: {@code clock}, {@code orders} (the open ones), {@code
   * positions} and {@code quotes}, where wished {@code account} and {@code history} (the slot's
   * orders in any state).
   *
   * <p>Orders and positions are of one book. What cannot be read makes all of it fail.
   */
  Reading view(Grant grant, Map<String, String> query) {
    ViewRequest wanted = ViewRequest.of(query);
    Map<String, Reading> parts = new LinkedHashMap<>();
    parts.put("clock", clock(grant));
    Aged<Book> book = book(grant);
    parts.put("orders", reading(book.map(seen -> orders(grant, seen, OrderFilter.OPEN))));
    parts.put("positions", reading(book.map(seen -> positions(grant, seen))));
    parts.put("quotes", reading(seenQuotes(grant, Set.of(grant.slot().key().symbol()))));
    if (wanted.account()) {
      parts.put("account", account(grant, book));
    }
    if (wanted.history()) {
      parts.put("history", reading(book.map(seen -> orders(grant, seen, OrderFilter.ALL))));
    }
    return Reading.of(parts);
  }

  Reading account(Grant grant) {
    return account(grant, book(grant));
  }

  private Reading account(Grant grant, Aged<Book> book) {
    Aged<Account> account = tools.view().account(marketWindow(grant));
    JsonNode shown =
        AlpacaForms.account(WatcherView.account(grant, account.value(), book.value(), tools));
    return reading(new Aged<>(shown, book.olderOf(account)));
  }

  Reading positions(Grant grant) {
    return reading(book(grant).map(book -> positions(grant, book)));
  }

  private JsonNode positions(Grant grant, Book book) {
    ArrayNode list = JSON.arrayNode();
    WatcherView.position(grant, book, tools).map(AlpacaForms::position).ifPresent(list::add);
    return list;
  }

  Reading position(Grant grant, String symbol) {
    Symbol asked = inPath(symbol);
    return reading(book(grant).map(book -> position(grant, book, asked)));
  }

  private JsonNode position(Grant grant, Book book, Symbol asked) {
    return WatcherView.position(grant, book, tools)
        .filter(position -> position.symbol().equals(asked))
        .map(AlpacaForms::position)
        .orElseThrow(() -> new NotFoundException("position does not exist: " + asked));
  }

  Reading orders(Grant grant, Map<String, String> query) {
    OrderFilter filter = OrderFilter.of(query);
    return reading(book(grant).map(book -> orders(grant, book, filter)));
  }

  private static JsonNode orders(Grant grant, Book book, OrderFilter filter) {
    ArrayNode list = JSON.arrayNode();
    filter
        .apply(WatcherView.orders(grant, book))
        .forEach(order -> list.add(AlpacaForms.order(order)));
    return list;
  }

  Reading order(Grant grant, String id) {
    return first(grant, id, order -> order.id().equals(id));
  }

  Reading orderByClientOrderId(Grant grant, String id) {
    return first(grant, id, order -> order.clientOrderId().equals(id));
  }

  private Reading first(Grant grant, String id, Predicate<Order> wanted) {
    return reading(book(grant).map(book -> first(grant, book, id, wanted)));
  }

  private static JsonNode first(Grant grant, Book book, String id, Predicate<Order> wanted) {
    return WatcherView.orders(grant, book).stream()
        .filter(wanted)
        .findFirst()
        .map(AlpacaForms::order)
        .orElseThrow(() -> new NotFoundException("order not found for " + id));
  }

  Reading clock(Grant grant) {
    return reading(tools.view().clock(marketWindow(grant)).map(AlpacaForms::clock));
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

  Reading quotes(Grant grant, String symbols) {
    Set<Symbol> asked =
        Arrays.stream(symbols.split(",", -1)).map(Symbol::parse).collect(Collectors.toSet());
    return reading(seenQuotes(grant, asked).map(quotes -> JSON.objectNode().set("quotes", quotes)));
  }

  private Aged<JsonNode> seenQuotes(Grant grant, Set<Symbol> symbols) {
    return tools.view().quotes(symbols, marketWindow(grant)).map(AccountReads::quotes);
  }

  private static JsonNode quotes(Map<Symbol, Quote> seen) {
    ObjectNode quotes = JSON.objectNode();
    seen.forEach(
        (symbol, quote) -> quotes.set(symbol.brokerForm(), AlpacaForms.quote(symbol, quote)));
    return quotes;
  }

  /** A crypto pair comes with its slash, which clients write as it is or escaped. */
  private static Symbol inPath(String text) {
    return Symbol.parse(text.replaceAll("(?i)%2f", "/"));
  }

  private Aged<Book> book(Grant grant) {
    Duration window = tools.settings().reads().window(grant.wish().poll());
    return tools.view().snapshot(window).map(Snapshot::book);
  }

  private Duration marketWindow(Grant grant) {
    return tools.settings().reads().marketWindow(grant.wish().poll());
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
