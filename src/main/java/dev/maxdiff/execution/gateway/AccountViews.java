package dev.maxdiff.execution.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.broker.alpaca.server.AssetIds;
import dev.maxdiff.broker.alpaca.server.CalendarQuery;
import dev.maxdiff.broker.alpaca.server.OrderListQuery;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.gateway.GatewayJson.NotFoundException;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.GatewayContext;
import dev.maxdiff.execution.upstream.Timestamped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The GET endpoints of a watcher: Alpaca's JSON and the age of its data. Blocks; thread-safe. */
public final class AccountViews {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final int DEFAULT_DAYS = 30;
  private static final Comparator<Order> BY_SUBMISSION = Comparator.comparing(Submission::of);

  private final GatewayContext context;

  public AccountViews(GatewayContext context) {
    this.context = context;
  }

  /**
   * Returns all data of one poll: {@code clock}, {@code orders} (open orders), {@code positions}
   * and {@code quotes}; on request {@code account} and {@code history} (the slot's orders in any
   * state).
   *
   * <p>Orders and positions come from one snapshot of the ledger. If one part cannot be read, the
   * whole view fails.
   */
  public ViewAnswer view(WatcherAuthority authority, Map<String, String> query) {
    ViewRequest wanted = ViewRequest.of(query);
    Map<String, ViewAnswer> fields = new LinkedHashMap<>();
    fields.put("clock", clock(authority));
    Timestamped<PositionLedger> ledger = ledger(authority);
    fields.put("orders", reading(ledger.map(seen -> orders(authority, seen, OrderListQuery.OPEN))));
    fields.put("positions", reading(ledger.map(seen -> positions(authority, seen))));
    fields.put("quotes", reading(seenQuotes(authority, Set.of(authority.slot().key().symbol()))));
    if (wanted.account()) {
      fields.put("account", account(authority, ledger));
    }
    if (wanted.history()) {
      fields.put(
          "history", reading(ledger.map(seen -> orders(authority, seen, OrderListQuery.ALL))));
    }
    return ViewAnswer.of(fields);
  }

  public ViewAnswer account(WatcherAuthority authority) {
    return account(authority, ledger(authority));
  }

  private ViewAnswer account(WatcherAuthority authority, Timestamped<PositionLedger> ledger) {
    Timestamped<Account> account = context.upstream().account(marketWindow(authority));
    JsonNode shown =
        AlpacaWriter.account(
            KeyAccountView.account(authority, account.value(), ledger.value(), context));
    return reading(new Timestamped<>(shown, ledger.olderOf(account)));
  }

  public ViewAnswer positions(WatcherAuthority authority) {
    return reading(ledger(authority).map(ledger -> positions(authority, ledger)));
  }

  private JsonNode positions(WatcherAuthority authority, PositionLedger ledger) {
    ArrayNode list = JSON.arrayNode();
    KeyAccountView.position(authority, ledger, context)
        .map(AlpacaWriter::position)
        .ifPresent(list::add);
    return list;
  }

  ViewAnswer position(WatcherAuthority authority, String symbol) {
    Symbol asked = inPath(authority, symbol);
    return reading(ledger(authority).map(ledger -> position(authority, ledger, asked)));
  }

  private JsonNode position(WatcherAuthority authority, PositionLedger ledger, Symbol asked) {
    return KeyAccountView.position(authority, ledger, context)
        .filter(position -> position.symbol().equals(asked))
        .map(AlpacaWriter::position)
        .orElseThrow(() -> new NotFoundException("position does not exist: " + asked));
  }

  public ViewAnswer orders(WatcherAuthority authority, Map<String, List<String>> query) {
    OrderListQuery filter = OrderListQuery.of(query);
    return reading(ledger(authority).map(ledger -> orders(authority, ledger, filter)));
  }

  private JsonNode orders(
      WatcherAuthority authority, PositionLedger ledger, OrderListQuery filter) {
    List<Order> orders =
        filter.status().equals("open")
            ? KeyAccountView.openOrders(authority, ledger)
            : KeyAccountView.orders(authority, ledger);
    ArrayNode list = JSON.arrayNode();
    filter
        .selectUnordered(orders.stream(), BY_SUBMISSION, id -> withId(authority, ledger, id))
        .forEach(order -> list.add(json(order)));
    return list;
  }

  /** Returns the open orders of the slot, oldest first. */
  List<Order> open(WatcherAuthority authority) {
    return KeyAccountView.openOrders(authority, ledger(authority).value());
  }

  private JsonNode json(Order order) {
    return GatewayJson.order(order, context.callerIds());
  }

  private static Optional<Order> withId(
      WatcherAuthority authority, PositionLedger ledger, String id) {
    return ledger.order(id).filter(own -> own.slot().equals(authority.slot())).map(OwnOrder::order);
  }

  ViewAnswer order(WatcherAuthority authority, String id) {
    return newest(authority, id, order -> order.id().equals(id));
  }

  ViewAnswer orderByClientOrderId(WatcherAuthority authority, String id) {
    return newest(
        authority,
        id,
        order -> order.clientOrderId().equals(id) || context.callerIds().shown(order).equals(id));
  }

  private ViewAnswer newest(WatcherAuthority authority, String id, Predicate<Order> wanted) {
    return reading(ledger(authority).map(ledger -> newest(authority, ledger, id, wanted)));
  }

  /** Two generations may have given the same id; the newer order is found. */
  private JsonNode newest(
      WatcherAuthority authority, PositionLedger ledger, String id, Predicate<Order> wanted) {
    return KeyAccountView.orders(authority, ledger).stream()
        .filter(wanted)
        .reduce((older, newer) -> newer)
        .map(this::json)
        .orElseThrow(() -> new NotFoundException("order not found for " + id));
  }

  public ViewAnswer clock(WatcherAuthority authority) {
    return reading(context.upstream().clock(marketWindow(authority)).map(AlpacaWriter::clock));
  }

  ViewAnswer calendar(Map<String, List<String>> query) {
    LocalDate today = LocalDate.ofInstant(context.clock().instant(), NEW_YORK);
    CalendarQuery asked = CalendarQuery.of(query, today, first -> first.plusDays(DEFAULT_DAYS));
    ArrayNode list = JSON.arrayNode();
    List<TradingDay> days = context.upstream().calendar(asked.first(), asked.last());
    days.forEach(day -> list.add(AlpacaWriter.tradingDay(day)));
    return ViewAnswer.fresh(list);
  }

  public ViewAnswer asset(WatcherAuthority authority, String symbol) {
    Symbol asked = inPath(authority, symbol);
    return context
        .upstream()
        .asset(asked)
        .map(found -> reading(found.map(AlpacaWriter::asset)))
        .orElseThrow(() -> new NotFoundException("asset not found for " + asked));
  }

  public ViewAnswer quotes(WatcherAuthority authority, String symbols) {
    Set<Symbol> asked =
        Arrays.stream(symbols.split(",", -1)).map(Symbol::parse).collect(Collectors.toSet());
    return reading(
        seenQuotes(authority, asked).map(quotes -> JSON.objectNode().set("quotes", quotes)));
  }

  private Timestamped<JsonNode> seenQuotes(WatcherAuthority authority, Set<Symbol> symbols) {
    return context.upstream().quotes(symbols, marketWindow(authority)).map(AccountViews::quotes);
  }

  private static JsonNode quotes(Map<Symbol, Quote> seen) {
    ObjectNode quotes = JSON.objectNode();
    seen.forEach(
        (symbol, quote) -> quotes.set(symbol.brokerForm(), AlpacaWriter.quote(symbol, quote)));
    return quotes;
  }

  /**
   * Returns the symbol that a URL path names: by itself, with the slash of a crypto pair as it is
   * or escaped, or by the id of the key's asset.
   */
  private static Symbol inPath(WatcherAuthority authority, String text) {
    return AssetIds.find(text, Set.of(authority.slot().key().symbol()))
        .orElseGet(() -> Symbol.parse(text.replaceAll("(?i)%2f", "/")));
  }

  private Timestamped<PositionLedger> ledger(WatcherAuthority authority) {
    Duration window = context.settings().reads().window(authority.wish().poll());
    return context.upstream().snapshot(window).map(LedgerSnapshot::ledger);
  }

  private Duration marketWindow(WatcherAuthority authority) {
    return context.settings().reads().marketWindow(authority.wish().poll());
  }

  private ViewAnswer reading(Timestamped<? extends JsonNode> aged) {
    return new ViewAnswer(aged.value(), context.upstream().age(aged));
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
