package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.checks.BarFreshness;
import dev.maxdiff.control.checks.DefaultExpiry;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.vectors.GroupRunner;
import dev.maxdiff.vectors.VectorCase;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;

/** Runs the cases about the default expiry and tolerance of a wish. */
public final class ControlVectorRunner {

  /** The cases know no holidays: every weekday is a full session. */
  private static final TradingDays WEEKDAYS =
      date ->
          date.getDayOfWeek().getValue() >= DayOfWeek.SATURDAY.getValue()
              ? Optional.empty()
              : Optional.of(
                  new MarketCalendar.Session(date, LocalTime.of(9, 30), LocalTime.of(16, 0)));

  private static final ControlSettings SETTINGS =
      ControlSettings.from(ConfigFactory.defaultReference());

  private ControlVectorRunner() {}

  public static Map<String, GroupRunner> groups() {
    return Map.of(
        "expiry", ControlVectorRunner::expiry,
        "bar_freshness", ControlVectorRunner::barFreshness,
        "auto_entry_tolerance", ControlVectorRunner::autoEntryTolerance);
  }

  private static void expiry(VectorCase example) {
    Instant now = example.instant("now");
    Instant end =
        switch (example.text("fn")) {
          case "crypto_next" -> DefaultExpiry.nextCryptoEnd(now);
          case "nyse_close" -> WEEKDAYS.nextClose(now);
          case "market_aware" ->
              DefaultExpiry.of(now, symbol(example), minimumLife(example), WEEKDAYS);
          default -> throw new IllegalArgumentException(example.toString());
        };
    assertThat(end).isEqualTo(example.expect().get("expiry_at").asText());
  }

  private static Duration minimumLife(VectorCase example) {
    String minutes = example.text("min_minutes");
    return minutes == null
        ? SETTINGS.entryMinimumLife()
        : Duration.ofMinutes(Long.parseLong(minutes));
  }

  private static void barFreshness(VectorCase example) {
    assertThat(BarFreshness.isFresh(symbol(example), example.instant("now"), WEEKDAYS))
        .isEqualTo(example.isFlagged("fresh"));
  }

  private static void autoEntryTolerance(VectorCase example) {
    String rank = example.text("crypto_rank");
    DefaultTolerance automatic =
        DefaultTolerance.of(
            symbol(example),
            rank == null ? null : Integer.valueOf(rank),
            WEEKDAYS.isOpen(example.instant("now")),
            SETTINGS);

    VectorCase.same(automatic.tolerance(), example.expect().get("tolerance"));
    assertThat(automatic.force()).isEqualTo(example.isFlagged("force_immediate"));
  }

  private static Symbol symbol(VectorCase example) {
    return Symbol.parse(example.text("symbol"));
  }
}
