package dev.maxdiff.session.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.session.forecast.PriceTable;
import dev.maxdiff.vectors.Deviations;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs the cases about prices and hours of the trading loop. */
public final class SessionVectorRunner {

  /** The cases know no holidays: every weekday is a full session. */
  private static final TradingDays WEEKDAYS =
      date ->
          date.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue()
              ? Optional.empty()
              : Optional.of(
                  new MarketCalendar.Session(date, LocalTime.of(9, 30), LocalTime.of(16, 0)));

  private SessionVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of(
        "price_selection",
        SessionVectorRunner::priceSelection,
        "schedule",
        SessionVectorRunner::schedule);
  }

  private static void priceSelection(VectorCase example) {
    if (Deviations.NO_SIDE_AT_ALL.appliesTo(example)) {
      assertThatThrownBy(() -> Side.parse(example.text("side")))
          .isInstanceOf(InvalidValueException.class);
    }
    Side side = Side.meant(example.text("side")).orElse(Side.SELL);
    String name = example.text("strategy");
    Strategy strategy = name == null ? Strategy.DEFAULT : Strategy.parse(name);
    Optional<BigDecimal> actual = price(example, table(example), strategy, side).map(Price::value);
    JsonNode expected = example.expect().get("price");
    assertThat(actual.isEmpty()).isEqualTo(expected.isNull());
    actual.ifPresent(price -> VectorCase.same(price, expected));
  }

  private static Optional<Price> price(
      VectorCase example, PriceTable table, Strategy strategy, Side side) {
    return switch (example.text("use")) {
      case "lookup_entry" -> only(table, own(strategy)).newEntry(strategy, side);
      case "lookup_takeprofit" -> only(table, own(strategy)).newExit(strategy, side);
      case "refresh_entry" -> only(table, orPredicted(strategy)).newEntry(strategy, side);
      case "refresh_exit" -> only(table, orPredicted(strategy)).newExit(strategy, side);
      case "new_entry" -> table.newEntry(strategy, side);
      case "new_exit" -> table.newExit(strategy, side);
      case "complement" -> table.complement(Symbol.parse(example.text("symbol")), side);
      default -> throw new IllegalArgumentException(example.toString());
    };
  }

  /**
   * The older system had three rules, which differ in the fields that they fall back to. Ours is
   * the one with all fallbacks, on a table without those that the older rule did not know.
   */
  private static PriceTable only(PriceTable table, List<String> prefixes) {
    Map<String, Object> fields = new HashMap<>(table.fields());
    fields.keySet().removeIf(field -> prefixes.stream().noneMatch(field::startsWith));
    return new PriceTable(fields);
  }

  private static List<String> own(Strategy strategy) {
    return switch (strategy.name()) {
      case "maxdiff" -> List.of("maxdiffprofit_");
      case "maxdiffalwayson" -> List.of("maxdiffalwayson_");
      case "pctdiff" -> List.of("pctdiff_");
      case "highlow" -> List.of("maxdiffprofit_", "predicted_");
      default -> List.of();
    };
  }

  private static List<String> orPredicted(Strategy strategy) {
    return Stream.concat(own(strategy).stream(), Stream.of("predicted_")).toList();
  }

  private static PriceTable table(VectorCase example) {
    Map<String, Object> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : example.input().get("data").properties()) {
      if (!field.getValue().isNull()) {
        fields.put(field.getKey(), field.getValue().asText());
      }
    }
    return new PriceTable(fields);
  }

  private static void schedule(VectorCase example) {
    Map<DailyBranches.Branch, LocalDate> last = new EnumMap<>(DailyBranches.Branch.class);
    for (DailyBranches.Branch branch : DailyBranches.Branch.values()) {
      JsonNode date = example.input().get("last").path(name(branch));
      if (!date.isNull() && !date.isMissingNode()) {
        last.put(branch, LocalDate.parse(date.asText()));
      }
    }
    var schedule = new DailyBranches(WEEKDAYS, Duration.ofMinutes(45), Duration.ofMinutes(15));

    assertThat(
            schedule
                .due(example.instant("now"), last)
                .map(SessionVectorRunner::name)
                .orElse("none"))
        .isEqualTo(example.expect().get("branch").asText());
  }

  private static String name(DailyBranches.Branch branch) {
    return branch.name().toLowerCase(Locale.ROOT);
  }
}
