package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.OrderPrices;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Parses and checks the texts of one row. */
final class PlanRowReader {

  static final List<String> COLUMNS =
      List.of(
          "at",
          "symbol",
          "side",
          "strategy",
          "action",
          "entry",
          "takeprofit",
          "qty",
          "expires",
          "exit-expires",
          "again");
  static final List<String> REQUIRED = List.of("symbol", "side", "strategy", "action");

  private static final int MAX_AGAIN = 40;

  private PlanRowReader() {}

  /**
   * @param fields texts by column; a missing column counts as empty
   * @throws InvalidValueException with the first invalid field
   */
  static PlanRow read(int line, Map<String, String> fields) {
    PlanRow row =
        new PlanRow(
            line,
            optional(fields, "at", PlanRowReader::instant),
            new WatcherKey(
                required(fields, "symbol", Symbol::parse),
                required(fields, "side", Side::parse),
                required(fields, "strategy", Strategy::parse)),
            required(fields, "action", PlanRowReader::action),
            optional(fields, "entry", text -> positive("entry", text, Price::parse)),
            optional(fields, "takeprofit", text -> positive("takeprofit", text, Price::parse)),
            optional(fields, "qty", text -> positive("qty", text, Quantity::parse)),
            optional(fields, "expires", PlanRowReader::instant),
            optional(fields, "exit-expires", PlanRowReader::instant),
            optional(fields, "again", PlanRowReader::again));
    if (row.action() == PlanRow.Action.HOLD) {
      checkHold(row);
    }
    return row;
  }

  private static void checkHold(PlanRow row) {
    if (row.entry() == null && row.takeProfit() == null) {
      throw new InvalidValueException("entry", "", "a price here or in takeprofit, to hold");
    }
    if (row.entry() != null && row.quantity() == null) {
      throw new InvalidValueException("qty", "", "a quantity > 0 with an entry");
    }
    if (row.entry() != null && row.key().symbol().isCrypto() && row.key().side() == Side.SELL) {
      throw new InvalidValueException("side", "sell", "buy: crypto cannot be shorted");
    }
    if (row.entry() != null
        && row.takeProfit() != null
        && !OrderPrices.leavesSpread(row.key().side(), row.entry(), row.takeProfit())) {
      throw new InvalidValueException(
          "takeprofit",
          row.takeProfit(),
          (row.key().side() == Side.BUY ? "above" : "below")
              + " the entry "
              + row.entry()
              + " by a factor of 1.0003 at least");
    }
    checkEnd("expires", row.expires(), row.at());
    checkEnd("exit-expires", row.exitExpires(), row.at());
  }

  private static void checkEnd(String column, Instant end, Instant at) {
    if (at != null && end != null && !end.isAfter(at)) {
      throw new InvalidValueException(column, end, "later than at " + at);
    }
  }

  private static String again(String text) {
    if (text.length() > MAX_AGAIN) {
      throw new InvalidValueException("again", text, "at most " + MAX_AGAIN + " characters");
    }
    return text;
  }

  private static <T> T required(
      Map<String, String> fields, String column, Function<String, T> parse) {
    T value = optional(fields, column, parse);
    if (value == null) {
      throw new InvalidValueException(column, "", "a value");
    }
    return value;
  }

  private static <T> T optional(
      Map<String, String> fields, String column, Function<String, T> parse) {
    String text = fields.getOrDefault(column, "").strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      throw new InvalidValueException(column, text, "a time like 2013-11-26T14:00:00Z");
    }
  }

  private static <T> T positive(String column, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (InvalidValueException e) {
      throw new InvalidValueException(column, text, "a decimal number > 0");
    }
  }

  private static Instant instant(String text) {
    return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
  }

  private static PlanRow.Action action(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "hold" -> PlanRow.Action.HOLD;
      case "stop" -> PlanRow.Action.STOP;
      default -> throw new InvalidValueException("action", text, "hold or stop");
    };
  }
}
