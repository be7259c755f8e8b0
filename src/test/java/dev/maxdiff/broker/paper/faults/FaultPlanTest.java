package dev.maxdiff.broker.paper.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The format of a fault plan, and the conditions of a rule. */
class FaultPlanTest {

  private static final Instant OPENED = Instant.parse("2013-11-26T00:00:00Z");

  @TempDir Path directory;

  @Test
  void readsEveryFaultThatThereIs() throws IOException {
    FaultPlan plan =
        read(
            """
            seed = 7
            faults = [
              {what = delay, by = 2s}
              {what = answer-late, by = 300ms, method = post}
              {what = close, probability = 0.05}
              {what = drop-answer, every = 3, path = "/v2/orders*"}
              {what = error, status = 429, retry-after = 1s}
              {what = error-after, status = 504, code = 1, message = "gone"}
              {what = empty-list}, {what = half-list}, {what = cut}, {what = malformed}
              {what = clock-off, by = -40s, from = 2h, until = "2013-11-27T00:00:00Z"}
              {what = partial-fill, share = 0.25, symbol = "BTC/USD"}
              {what = reject}, {what = reject-replace}
            ]
            """);

    assertThat(plan.seed()).isEqualTo(7);
    assertThat(plan.rules())
        .extracting(FaultRule::fault)
        .containsExactly(
            new Fault.Delay(Duration.ofSeconds(2)),
            new Fault.AnswerLate(Duration.ofMillis(300)),
            new Fault.Close(),
            new Fault.DropAnswer(),
            new Fault.Error(429, 42900000, "too many requests", Duration.ofSeconds(1), false),
            new Fault.Error(504, 1, "gone", null, true),
            new Fault.EmptyList(),
            new Fault.HalfList(),
            new Fault.Cut(),
            new Fault.Malformed(),
            new Fault.ClockOff(Duration.ofSeconds(-40)),
            new Fault.PartialFill(new BigDecimal("0.25")),
            new Fault.Reject(),
            new Fault.RejectReplace());
    assertThat(plan.rules()).hasSize(FaultKind.values().length);
  }

  @Test
  void readsJsonAsWell() throws IOException {
    assertThat(read("{\"faults\": [{\"what\": \"cut\"}]}").rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          faults = [{what = dealy}]                           | what: dealy (expected: one of delay,
          faults = [{by = 2s}]                                | what: missing (expected: one of delay,
          faults = [{what = delay}]                           | by: missing (expected: a duration like 2s)
          faults = [{what = delay, by = soon}]                | by: soon (expected: a duration like
          faults = [{what = delay, by = 2h}]                  | by: PT2H (expected: 1ms to 50s)
          faults = [{what = cut, by = 2s}]                    | by: 2s (expected: not here; known are
          faults = [{what = cut, probability = 2}]            | probability: 2.0 (expected: above 0, at most 1)
          faults = [{what = cut, probability = often}]        | probability: often (expected: a number
          faults = [{what = cut, every = 0}]                  | every: 0 (expected: 1 or more)
          faults = [{what = cut, method = FETCH}]             | method: FETCH (expected: GET, POST, PATCH or DELETE)
          faults = [{what = cut, path = "v2/orders"}]         | path: v2/orders (expected: a path like
          faults = [{what = cut, symbol = BTCUSD}]            | symbol: BTCUSD (expected: not with cut)
          faults = [{what = cut, from = noon}]                | from: noon (expected: an exchange time like
          faults = [{what = reject, path = "/v2/orders"}]     | path: /v2/orders (expected: not with reject)
          faults = [{what = error, status = 200}]             | status: 200 (expected: 400 to 599)
          faults = [{what = partial-fill, share = 1}]         | share: 1 (expected: above 0 and below 1)
          faults = [{what = clock-off, by = 3d}]              | by: PT72H (expected: -1d to 1d, not 0)
          faults = [2]                                        | value: 2 (expected: an object like
          fault = []                                          | fault: [] (expected: not here; known are
          seed = 3                                            | faults: missing (expected: a list like
          faults = [                                          | --faults:
          """)
  void refusesABadFileInOneLineThatNamesTheField(String text, String complaint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(() -> FaultPlan.read(directory.resolve("none.conf")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("none.conf (expected: a file that can be read)");
  }

  @Test
  void strikesWhatItConcernsInItsTimeOnly() {
    FaultRule rule =
        FaultRule.of(new Fault.Cut())
            .withMethod("get")
            .withPath("/v2/orders*")
            .withFrom(Duration.ofHours(1))
            .withUntil(OPENED.plusSeconds(7200));

    assertThat(rule.matches("GET", "/v2/orders")).isTrue();
    assertThat(rule.matches("GET", "/v2/orders:by_client_order_id")).isTrue();
    assertThat(rule.matches("POST", "/v2/orders")).isFalse();
    assertThat(rule.matches("GET", "/v2/positions")).isFalse();
    assertThat(rule.isActiveAt(OPENED.plusSeconds(3599), OPENED)).isFalse();
    assertThat(rule.isActiveAt(OPENED.plusSeconds(3600), OPENED)).isTrue();
    assertThat(rule.isActiveAt(OPENED.plusSeconds(7200), OPENED)).isFalse();
  }

  @Test
  void strikesTheSameForTheSameSeedAndAboutAsOftenAsAsked() {
    FaultRule rule = FaultRule.of(new Fault.Cut()).withProbability(0.05);
    List<Long> struck = struck(rule, 1);

    assertThat(struck(rule, 1)).isEqualTo(struck);
    assertThat(struck(rule, 2)).isNotEqualTo(struck);
    assertThat(struck.size()).isBetween(400, 600);
    assertThat(IntStream.rangeClosed(1, 9).filter(i -> rule.withEvery(3).triggers(i, 0)).toArray())
        .hasSizeLessThan(3);
    assertThat(
            IntStream.rangeClosed(1, 9)
                .filter(i -> FaultRule.of(new Fault.Cut()).withEvery(3).triggers(i, 0)))
        .containsExactly(3, 6, 9);
  }

  private static List<Long> struck(FaultRule rule, long seed) {
    return LongStream.rangeClosed(1, 10_000).filter(i -> rule.triggers(i, seed)).boxed().toList();
  }

  private FaultPlan read(String text) throws IOException {
    return FaultPlan.read(Files.writeString(directory.resolve("plan.conf"), text));
  }
}
