package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.broker.ListedOrder;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The query of {@code GET /v2/orders}. The default order is newest first.
 *
 * @param status open, closed or all
 * @param after selects orders submitted later; null = all
 * @param until selects orders submitted earlier; null = all
 * @param afterId selects orders submitted after the order with this id; null = all
 * @param beforeId selects orders submitted before the order with this id; null = all
 * @param symbols empty = all
 * @param side null = both
 * @param assetClasses empty = all
 * @param limit highest number of orders in the answer
 */
public record OrderListQuery(
    String status,
    Instant after,
    Instant until,
    String afterId,
    String beforeId,
    Set<Symbol> symbols,
    Side side,
    Set<String> assetClasses,
    int limit,
    boolean newestFirst) {

  private static final Set<String> PARAMETERS =
      Set.of(
          "status",
          "limit",
          "after",
          "until",
          "direction",
          "nested",
          "symbols",
          "side",
          "asset_class",
          "before_order_id",
          "after_order_id");

  private static final List<String> ASSET_CLASSES =
      List.of(
          "us_equity",
          "us_option",
          "crypto",
          "crypto_perp",
          "treasury",
          "corporate",
          "global_equity",
          "us_index",
          "us_equity_chain",
          "ipo",
          "all");

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 500;

  /** All open orders, oldest first. */
  public static final OrderListQuery OPEN = oldestFirst("open");

  /** All orders in any state, oldest first. */
  public static final OrderListQuery ALL = oldestFirst("all");

  public OrderListQuery {
    symbols = Set.copyOf(symbols);
    assetClasses = Set.copyOf(assetClasses);
  }

  private static OrderListQuery oldestFirst(String status) {
    return new OrderListQuery(
        status, null, null, null, null, Set.of(), null, Set.of(), Integer.MAX_VALUE, false);
  }

  /**
   * Reads a query.
   *
   * @param query the values of each parameter
   * @throws InvalidValueException for an unknown parameter, and for an invalid value
   */
  public static OrderListQuery of(Map<String, ? extends Collection<String>> query) {
    QueryParameters given = new QueryParameters(query, PARAMETERS);
    given.oneOf("nested", "false", List.of("true", "false")); // no order here has legs
    List<String> classes = given.list("asset_class");
    classes.forEach(name -> QueryParameters.checked("asset_class", name, ASSET_CLASSES));
    Optional<String> beforeId = given.one("before_order_id");
    Optional<String> afterId = given.one("after_order_id");
    if (beforeId.isPresent() && afterId.isPresent()) {
      throw new InvalidValueException(
          "before_order_id", beforeId.get(), "no value beside after_order_id");
    }
    return new OrderListQuery(
        given.oneOf("status", "open", List.of("open", "closed", "all")),
        given.time("after"),
        given.time("until"),
        afterId.orElse(null),
        beforeId.orElse(null),
        given.list("symbols").stream().map(OrderListQuery::symbol).collect(Collectors.toSet()),
        given.one("side").map(Side::parse).orElse(null),
        classes.contains("all") ? Set.of() : Set.copyOf(classes),
        given.one("limit").map(OrderListQuery::limit).orElse(DEFAULT_LIMIT),
        given.oneOf("direction", "desc", List.of("asc", "desc")).equals("desc"));
  }

  /**
   * Returns the selected orders in the order of the stream. It reads no further than the limit and
   * the times require.
   *
   * @param orders in the direction of the query: {@link #newestFirst} or oldest first
   * @param bySubmission compares orders by their place in the list, oldest first
   * @param byId finds the order that the query names
   * @throws InvalidValueException when the query names an unknown order
   */
  public <T extends ListedOrder> Stream<T> select(
      Stream<T> orders, Comparator<T> bySubmission, Function<String, Optional<T>> byId) {
    Predicate<T> isLater = later(bySubmission, byId);
    Predicate<T> isEarlier = earlier(bySubmission, byId);
    return orders
        .takeWhile(newestFirst ? isLater : isEarlier)
        .filter(newestFirst ? isEarlier : isLater)
        .filter(this::matches)
        .limit(limit);
  }

  /** Like {@link #select} for orders in any order: it reads all of them. */
  public <T extends ListedOrder> Stream<T> selectUnordered(
      Stream<T> orders, Comparator<T> bySubmission, Function<String, Optional<T>> byId) {
    return orders
        .filter(later(bySubmission, byId))
        .filter(earlier(bySubmission, byId))
        .filter(this::matches)
        .sorted(newestFirst ? bySubmission.reversed() : bySubmission)
        .limit(limit);
  }

  private <T extends ListedOrder> Predicate<T> later(
      Comparator<T> bySubmission, Function<String, Optional<T>> byId) {
    T named = named("after_order_id", afterId, byId);
    return order ->
        (after == null || order.submittedAt() == null || order.submittedAt().isAfter(after))
            && (named == null || bySubmission.compare(order, named) > 0);
  }

  private <T extends ListedOrder> Predicate<T> earlier(
      Comparator<T> bySubmission, Function<String, Optional<T>> byId) {
    T named = named("before_order_id", beforeId, byId);
    return order ->
        (until == null || order.submittedAt() == null || order.submittedAt().isBefore(until))
            && (named == null || bySubmission.compare(order, named) < 0);
  }

  private boolean matches(ListedOrder order) {
    Symbol symbol = order.symbol();
    return (status.equals("all") || order.isOpen() == status.equals("open"))
        && (symbols.isEmpty() || symbols.contains(symbol))
        && (side == null || order.side() == side)
        && (assetClasses.isEmpty() || assetClasses.contains(symbol.assetClass().brokerName()));
  }

  private static <T> T named(String field, String id, Function<String, Optional<T>> byId) {
    return id == null
        ? null
        : byId.apply(id)
            .orElseThrow(() -> new InvalidValueException(field, id, "the id of an order"));
  }

  private static Symbol symbol(String text) {
    try {
      return Symbol.parse(text);
    } catch (InvalidValueException e) {
      throw new InvalidValueException("symbols", text, "symbols like BTCUSD,AAPL");
    }
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= MAX_LIMIT) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // refused below like a number out of range
    }
    throw new InvalidValueException("limit", text, "1 to " + MAX_LIMIT);
  }

  /** A time without a zone is UTC; an unescaped plus sign arrives as a blank. */
}
