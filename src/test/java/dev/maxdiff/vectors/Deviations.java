package dev.maxdiff.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where we deliberately do otherwise than a case expects: which cases by their input, and why. The
 * group's runner asserts what we do instead.
 */
public enum Deviations {
  SIDE_IN_OTHER_WORDS(
      "only buy and sell name a side; anything else is refused with a hint (DESIGN 4.1, H13)",
      Set.of("side", "passive_price", "price_selection"),
      example -> !isSide(sideOf(example))),

  STRATEGY_IN_ANOTHER_SPELLING(
      "a strategy is [a-z0-9_]{1,40}; none is a question to the keys, not to a forecast (DESIGN 4.1)",
      Set.of("price_selection"),
      example ->
          example.text("strategy") == null || !example.text("strategy").matches("[a-z0-9_]{1,40}")),

  REFRESH_LIKE_NEW(
      "an existing position gets the price that a new one would get (H43)",
      Set.of("price_selection"),
      example ->
          example.text("use").startsWith("refresh_")
              && Set.of("maxdiffalwayson", "pctdiff").contains(example.text("strategy"))),

  NUMBER_REFUSED_AT_THE_BORDER(
      "a price or quantity that is no positive number never reaches a watcher (P11, H34, H35)",
      Set.of("exit_tracker", "entry_run", "exit_run"),
      Deviations::hasBadNumber),

  TARGET_BEYOND_THE_POSITION(
      "a partial exit keeps its target while the entry still fills; it closes what is there (H40)",
      Set.of("exit_tracker"),
      Deviations::exceedsFirstPosition),

  UNREADABLE_IS_NOT_ZERO(
      "a quantity that cannot be read makes the answer unreadable; nothing is counted as zero (H49)",
      Set.of("sum_order_qty", "duplicate_guard"),
      Deviations::hasUnreadableQuantity),

  ORDER_WITHOUT_QUANTITY(
      "no order is made without a quantity",
      Set.of("time_in_force"),
      example -> example.text("qty") == null),

  NO_SYMBOL(
      "what cannot be a symbol is refused (DESIGN 4.1)",
      Set.of("symbols"),
      example -> {
        for (JsonNode argument : example.input().get("args")) {
          if (!Pattern.matches("[A-Za-z0-9./-]{1,20}", argument.asText())) {
            return true;
          }
        }
        return false;
      }),

  EVERY_POSITION_COUNTS(
      "a watcher sees only what its key owns, and that counts at any size (DESIGN 4.6, H16)",
      Set.of("realistic_positions"),
      example -> example.expect().get("kept").size() < example.input().get("positions").size()),

  UNCOVERED_EXIT_KEEPS_ITS_ORDER(
      "an expired exit with quantity left keeps its order and says expired_uncovered (DESIGN 4.6)",
      Set.of("exit_run"),
      Deviations::expiresAtLast),

  PRICE_TO_THE_PASSIVE_SIDE(
      "prices are rounded away from the market at the asset's own increments (DESIGN 4.6, H15)",
      Set.of("entry_run", "exit_run"),
      example -> wantedPrice(example).stripTrailingZeros().scale() > 2),

  SUFFIX_IS_A_NAME(
      "a state suffix is letters, digits, '_' and '-', never a path (P11)",
      Set.of("state_dir"),
      example -> {
        String suffix = example.text("TRADE_STATE_SUFFIX");
        return suffix != null && !suffix.strip().matches("[A-Za-z0-9_-]*");
      }),

  UNKNOWN_TIME_ZONE(
      "an unknown zone is refused, not taken for UTC (P11)",
      Set.of("status_format"),
      example ->
          example.text("fn").equals("timestamp")
              && !java.time.ZoneId.getAvailableZoneIds()
                  .contains(example.input().get("args").path(1).asText()));

  private final String reason;
  private final Set<String> groups;
  private final Predicate<VectorCase> cases;

  Deviations(String reason, Set<String> groups, Predicate<VectorCase> cases) {
    this.reason = reason;
    this.groups = groups;
    this.cases = cases;
  }

  public boolean appliesTo(VectorCase example) {
    return groups.contains(example.group()) && cases.test(example);
  }

  public String reason() {
    return reason;
  }

  private static boolean isSide(String text) {
    return Set.of("buy", "sell").contains(text.toLowerCase(Locale.ROOT));
  }

  private static String sideOf(VectorCase example) {
    if (!example.group().equals("side")) {
      return example.text("side");
    }
    boolean read = List.of("normalise", "exit_side").contains(example.text("fn"));
    return read ? example.input().get("args").get(0).asText() : "buy";
  }

  private static boolean hasBadNumber(VectorCase example) {
    if (example.group().equals("exit_tracker")) {
      JsonNode target = example.input().get("target_qty");
      return !target.isNull() && !isPositive(target);
    }
    JsonNode given = example.input().get("args");
    for (String field : List.of("limit_price", "takeprofit_price", "target_qty")) {
      if (given.hasNonNull(field) && !isPositive(given.get(field))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPositive(JsonNode node) {
    return VectorCase.isNumber(node) && VectorCase.number(node).signum() > 0;
  }

  private static boolean exceedsFirstPosition(VectorCase example) {
    JsonNode target = example.input().get("target_qty");
    if (target.isNull() || !isPositive(target)) {
      return false;
    }
    for (JsonNode position : example.input().get("positions")) {
      if (VectorCase.number(position).signum() > 0) {
        return VectorCase.number(target).compareTo(VectorCase.number(position)) > 0;
      }
    }
    return false;
  }

  private static boolean hasUnreadableQuantity(VectorCase example) {
    for (JsonNode quantity : example.input().path("qtys")) {
      if (!quantity.isNull() && !VectorCase.isNumber(quantity)) {
        return true;
      }
    }
    for (JsonNode position : example.input().path("positions")) {
      if (!VectorCase.isNumber(position.get("qty"))
          || position.hasNonNull("current_price")
              && !VectorCase.isNumber(position.get("current_price"))) {
        return true;
      }
    }
    return false;
  }

  private static boolean expiresAtLast(VectorCase example) {
    JsonNode states = example.expect().path("states");
    return !states.isEmpty() && states.get(states.size() - 1).get(1).asText().equals("expired");
  }

  private static java.math.BigDecimal wantedPrice(VectorCase example) {
    JsonNode given = example.input().get("args");
    String field = example.group().equals("entry_run") ? "limit_price" : "takeprofit_price";
    return VectorCase.number(given.get(field));
  }
}
