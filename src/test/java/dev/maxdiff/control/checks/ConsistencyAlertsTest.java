package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Fakes;
import dev.maxdiff.domain.SlotId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One alert for a lasting inconsistency, one notice of its end, no alert otherwise. */
class ConsistencyAlertsTest {

  private static final SlotId SLOT = Fakes.EXIT;

  /**
   * Checks, each with its second: {@code +} consistent, {@code -} inconsistent, {@code .} the exit
   * is no longer wanted. The patience is 10 s.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          agreed                | +0 +5 +10                |
          a short one           | -0 -5 +9 -15 -20         |
          one that lasts        | -0 -5 -10 -15 -20        | alert@10
          one alert and its end | -0 -5 -10 -60 +65 +70    | alert@10 over@65
          late check            | -0 -30 +31               | alert@30 over@31
          comes back            | -0 -10 +20 -30 -39 -40   | alert@10 over@20 alert@40
          withdrawn             | -0 -10 .20 +30           | alert@10
          withdrawn early       | -0 -5 .6 -7 -12 -17      | alert@17
          """)
  void alertsOfLastingInconsistencies(String name, String checks, String expected) {
    ConsistencyAlerts consistencyAlerts = new ConsistencyAlerts();
    List<String> alerts = new ArrayList<>();
    for (String check : checks.split(" ")) {
      long second = Long.parseLong(check.substring(1));
      consistencyAlerts
          .update(TimeUnit.SECONDS.toNanos(second), findings(check.charAt(0)))
          .forEach(alert -> alerts.add((alert.alert() ? "alert@" : "over@") + second));
    }

    assertThat(String.join(" ", alerts)).isEqualTo(expected == null ? "" : expected);
  }

  private static List<ConsistencyFinding> findings(char kind) {
    return kind == '.'
        ? List.of()
        : List.of(
            new ConsistencyFinding(
                SLOT, 7, kind == '+' ? "" : "no order closes it", null, Duration.ofSeconds(10)));
  }
}
