package dev.maxdiff.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.domain.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The deliberate deviations from expected results: the cases, selected by their input alone, and
 * the reason.
 *
 * <p>The group's runner asserts two results: the program's own result, and that the case expects
 * the result of the program's rule for the input as the older system read it. A wrong expectation
 * therefore fails too.
 */
public enum Deviations {
  NO_SIDE_AT_ALL(
      "a word that hints at neither side is refused; it is no way to say sell (DESIGN 4.1, H13)",
      Set.of("side", "passive_price", "price_selection"),
      example -> Side.meant(sideOf(example)).isEmpty()),

  NUMBER_REFUSED_AT_THE_BORDER(
      "a price or quantity that is no positive number never reaches a watcher (P11, H34, H35)",
      Set.of("exit_tracker", "entry_run", "exit_run"),
      Deviations::hasBadNumber),

  TARGET_BEYOND_THE_POSITION(
      "a partial exit keeps its target while the entry still fills: a part that fills later is"
          + " covered too (DESIGN 4.6, H40)",
      Set.of("exit_tracker"),
      Deviations::exceedsFirstPosition),

  UNREADABLE_IS_NOT_ZERO(
      "a quantity that cannot be read makes the answer unreadable; nothing is counted as zero"
          + " (P11, H19, H49)",
      Set.of("sum_order_qty", "duplicate_guard"),
      Deviations::hasUnreadableQuantity),

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

  COIN_BY_ITS_FORM(
      "the asset class follows from the form of a pair, as at the broker; the older list took new"
          + " coins for stocks and the ETF SKYU for a coin",
      Set.of("symbols", "time_in_force"),
      Deviations::isCoinByItsForm),

  EVERY_POSITION_COUNTS(
      "a watcher sees only what its key owns, and that counts at any size (DESIGN 4.6, H16)",
      Set.of("realistic_positions"),
      SmallPositions::isIn),

  SHORTS_BY_THEIR_SIZE(
      "a short needs buying power for its size, on a margin account too (DESIGN 4.6, H41)",
      Set.of("entry_cash"),
      Deviations::isShortJudgedByBuyingPower),

  UNCOVERED_EXIT_KEEPS_ITS_ORDER(
      "an expired exit with quantity left keeps its order and says expired_uncovered (DESIGN 4.6)",
      Set.of("exit_run"),
      Deviations::expires),

  ONLY_ITS_OWN_SIDE(
      "a watcher sees and cancels the orders of its own slot alone (P12, H18)",
      Set.of("entry_run", "exit_run"),
      example -> !otherSidesOrders(example).isEmpty()),

  PRICE_TO_THE_PASSIVE_SIDE(
      "prices are rounded away from the market at the asset's own increments (DESIGN 4.6, H15)",
      Set.of("entry_run", "exit_run"),
      example -> prices(example).stream().anyMatch(Deviations::isFinerThanCents)),

  RIGHT_EXIT_STAYS_AT_ANY_AGE(
      "an exit order that is right is not cancelled for its age: the position would be without an"
          + " exit, for hours when its next order is refused (DESIGN 4.6)",
      Set.of("exit_run"),
      Deviations::hasAgedExit),

  PASSED_TAKE_PROFIT_SELLS(
      "a take-profit that the market has passed is sold at most 0.5 % below the bid, not offered at"
          + " the ask: an offer at the ask follows a falling market down to the take-profit"
          + " (DESIGN 4.6)",
      Set.of("exit_run"), Deviations::isPassedTakeProfit),

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

  private static boolean isCoinByItsForm(VectorCase example) {
    if (example.group().equals("time_in_force")) {
      return example.text("symbol").equals("XYZUSD");
    }
    String symbol = example.input().get("args").get(0).asText();
    return example.text("fn").equals("is_crypto")
        && Set.of("XYZUSD", "PEPE/USD", "BTCU").contains(symbol);
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
      return !target.isNull() && !VectorCase.isNumber(target);
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
    return isPositive(target)
        && firstPosition(example).signum() > 0
        && VectorCase.number(target).compareTo(firstPosition(example)) > 0;
  }

  /** The first position that a partial exit has seen; zero when there was none. */
  public static BigDecimal firstPosition(VectorCase example) {
    for (JsonNode position : example.input().get("positions")) {
      if (VectorCase.number(position).signum() > 0) {
        return VectorCase.number(position);
      }
    }
    return BigDecimal.ZERO;
  }

  private static boolean hasUnreadableQuantity(VectorCase example) {
    for (JsonNode quantity : example.input().path("qtys")) {
      if (!quantity.isNull() && !VectorCase.isNumber(quantity)) {
        return true;
      }
    }
    for (JsonNode position : example.input().path("positions")) {
      if (!isReadable(position)) {
        return true;
      }
    }
    return false;
  }

  /** Whether quantity and price of a position are numbers. */
  public static boolean isReadable(JsonNode position) {
    return VectorCase.isNumber(position.get("qty"))
        && (!position.hasNonNull("current_price")
            || VectorCase.isNumber(position.get("current_price")));
  }

  /** The older rule needs a cash account for any size; this program's rule needs buying power. */
  private static boolean isShortJudgedByBuyingPower(VectorCase example) {
    if (Side.meant(example.text("side")).orElseThrow() != Side.SELL) {
      return false;
    }
    JsonNode money = example.input().get("account");
    BigDecimal power = VectorCase.number(money.get("buying_power"));
    BigDecimal most = VectorCase.number(money.get("equity")).multiply(new BigDecimal("1.05"));
    BigDecimal notional = example.number("price").multiply(example.number("qty"));
    return power.compareTo(most) > 0 || notional.compareTo(power) > 0;
  }

  /** Whether the watcher expires within its polls. */
  private static boolean expires(VectorCase example) {
    JsonNode given = example.input().get("args");
    long minutes = Math.max(1, given.path("expiry_minutes").asLong(1440));
    long polls = example.input().get("polls").asLong() - 1;
    return polls * given.path("poll_seconds").asLong(45) >= minutes * 60;
  }

  /** Whether an own exit order is older than 24 h at the first poll. */
  private static boolean hasAgedExit(VectorCase example) {
    java.time.Instant now = java.time.Instant.parse(example.text("now"));
    for (JsonNode poll : example.input().path("events")) {
      for (JsonNode event : poll) {
        JsonNode order = event.path("add_order");
        if (order.has("submitted_at")
            && !otherSidesOrders(example).contains(order.get("id").asText())
            && java.time.Instant.parse(order.get("submitted_at").asText())
                .plus(java.time.Duration.ofHours(24))
                .isBefore(now)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isPassedTakeProfit(VectorCase example) {
    Side side = Side.meant(example.input().get("args").get("side").asText()).orElseThrow();
    String field = side == Side.BUY ? "bid" : "ask";
    JsonNode quote = example.input().path("quote");
    JsonNode wish = example.input().get("args").get("takeprofit_price");
    if (!quote.hasNonNull(field) || !isPositive(wish)) {
      return false;
    }
    int compared = VectorCase.number(quote.get(field)).compareTo(VectorCase.number(wish));
    return side == Side.BUY ? compared > 0 : compared < 0;
  }

  /** The ids of orders that cannot belong to this watcher's slot. */
  public static Set<String> otherSidesOrders(VectorCase example) {
    boolean entry = example.group().equals("entry_run");
    Side side = Side.meant(example.input().get("args").get("side").asText()).orElseThrow();
    String own = (entry ? side : side.opposite()).toString();
    Set<String> others = new HashSet<>();
    for (JsonNode poll : example.input().path("events")) {
      for (JsonNode event : poll) {
        JsonNode order = event.path("add_order");
        if (order.has("side") && !order.get("side").asText().equals(own)) {
          others.add(order.get("id").asText());
        }
      }
    }
    return others;
  }

  /** The prices from which an order of a run can result: the wished price and the quotes. */
  public static List<BigDecimal> prices(VectorCase example) {
    List<BigDecimal> prices = new ArrayList<>();
    JsonNode given = example.input().get("args");
    boolean entry = example.group().equals("entry_run");
    prices.add(VectorCase.number(given.get(entry ? "limit_price" : "takeprofit_price")));
    List<JsonNode> quotes = new ArrayList<>(List.of(example.input().path("quote")));
    for (JsonNode poll : example.input().path("events")) {
      poll.forEach(event -> quotes.add(event.path("quote")));
    }
    for (JsonNode quote : quotes) {
      for (String field : List.of("bid", "ask")) {
        if (quote.hasNonNull(field)) {
          prices.add(VectorCase.number(quote.get(field)));
        }
      }
    }
    return prices;
  }

  private static boolean isFinerThanCents(BigDecimal price) {
    return price.stripTrailingZeros().scale() > 2;
  }
}
