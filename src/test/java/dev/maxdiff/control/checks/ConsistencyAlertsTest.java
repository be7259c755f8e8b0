package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Fakes;
import dev.maxdiff.domain.SlotId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One alert for a disagreement that lasts, one line for its end, silence for the rest. */
class ConsistencyAlertsTest {

  private static final SlotId SLOT = Fakes.EXIT;

  /**
   * Hearings, each with its second: {@code +} they agree, {@code -} they do not, {@code .} the exit
   * is not wanted any more. The patience is 10 s.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          agreed                | +0 +5 +10                |
          a short one           | -0 -5 +9 -15 -20         |
          one that lasts        | -0 -5 -10 -15 -20        | alert@10
          told once and its end | -0 -5 -10 -60 +65 +70    | alert@10 over@65
          late to be heard      | -0 -30 +31               | alert@30 over@31
          comes back            | -0 -10 +20 -30 -39 -40   | alert@10 over@20 alert@40
          withdrawn             | -0 -10 .20 +30           | alert@10
          withdrawn early       | -0 -5 .6 -7 -12 -17      | alert@17
          """)
  void tellsWhatLasts(String name, String hearings, String expected) {
    ConsistencyAlerts disagreements = new ConsistencyAlerts();
    List<String> told = new ArrayList<>();
    for (String hearing : hearings.split(" ")) {
      long second = Long.parseLong(hearing.substring(1));
      disagreements
          .update(TimeUnit.SECONDS.toNanos(second), findings(hearing.charAt(0)))
          .forEach(note -> told.add((note.alert() ? "alert@" : "over@") + second));
    }

    assertThat(String.join(" ", told)).isEqualTo(expected == null ? "" : expected);
  }

  private static List<ConsistencyFinding> findings(char kind) {
    return kind == '.'
        ? List.of()
        : List.of(
            new ConsistencyFinding(
                SLOT,
                7,
                kind == '+' ? "" : "no order closes it",
                BigDecimal.ZERO,
                Duration.ofSeconds(10)));
  }
}
