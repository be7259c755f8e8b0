package dev.maxdiff.broker.alpaca.server;

import dev.maxdiff.domain.InvalidValueException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The query of {@code GET /v2/account/activities}. The default order is newest first.
 *
 * @param types empty = all
 * @param category null = both
 * @param orderId selects the fills of this order; null = all
 * @param date selects one day in UTC; null = all
 * @param after selects later activities; null = all
 * @param until selects earlier activities; null = all
 * @param pageToken id of the last activity of the page before; null = the first page
 */
public record ActivityQuery(
    Set<String> types,
    String category,
    String orderId,
    LocalDate date,
    Instant after,
    Instant until,
    boolean newestFirst,
    int pageSize,
    String pageToken) {

  private static final int MAX_PAGE = 100;
  private static final String TYPES = "activity_types";
  private static final String CATEGORY = "category";
  private static final Set<String> OF_ONE_TYPE =
      Set.of("order_id", "date", "after", "until", "direction", "page_size", "page_token");

  public ActivityQuery {
    types = Set.copyOf(types);
  }

  /**
   * Reads a query.
   *
   * @param type the type in the path; null = none
   * @throws InvalidValueException for an unknown parameter, and for an invalid value
   */
  public static ActivityQuery of(Map<String, ? extends Collection<String>> query, String type) {
    Set<String> known = new HashSet<>(OF_ONE_TYPE);
    if (type == null) {
      known.addAll(Set.of(TYPES, CATEGORY));
    }
    QueryParameters given = new QueryParameters(query, known);
    List<String> types = type == null ? given.list(TYPES) : List.of(type);
    String category = given.oneOf(CATEGORY, null, List.of("trade_activity", "non_trade_activity"));
    if (category != null && !types.isEmpty()) {
      throw new InvalidValueException(CATEGORY, category, "no value beside activity_types");
    }
    Instant date = given.time("date");
    return new ActivityQuery(
        Set.copyOf(types),
        category,
        given.one("order_id").orElse(null),
        date == null ? null : LocalDate.ofInstant(date, ZoneOffset.UTC),
        given.time("after"),
        given.time("until"),
        given.oneOf("direction", "desc", List.of("asc", "desc")).equals("desc"),
        given.one("page_size").map(ActivityQuery::pageSize).orElse(MAX_PAGE),
        given.one("page_token").orElse(null));
  }

  private static int pageSize(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= 1 && size <= MAX_PAGE) {
        return size;
      }
    } catch (NumberFormatException e) {
      // refused below like a number out of range
    }
    throw new InvalidValueException("page_size", text, "1 to 100");
  }

  /**
   * Whether the query selects an activity.
   *
   * @param order id of the order of a fill; null for other activities
   */
  public boolean selects(String type, Instant at, String order) {
    boolean isTrade = type.equals("FILL");
    boolean isTransfer = type.equals("CSD") || type.equals("CSW");
    return (types.isEmpty() || types.contains(type) || isTransfer && types.contains("TRANS"))
        && (category == null || category.equals("trade_activity") == isTrade)
        && (orderId == null || orderId.equals(order))
        && (date == null || date.equals(LocalDate.ofInstant(at, ZoneOffset.UTC)))
        && (after == null || at.isAfter(after))
        && (until == null || at.isBefore(until));
  }
}
