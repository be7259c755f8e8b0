package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Metric.Sample;
import dev.maxdiff.control.checks.ExitNotice;
import dev.maxdiff.control.checks.UncoveredTimes;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.gateway.OrderGateway.GatewayMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every figure under its name, with its unit. */
class RuntimeMetricsTest {

  private static final ExitWish WISH =
      new ExitWish(
          Fakes.KEY,
          Price.parse("105000"),
          null,
          new BigDecimal("0.001"),
          null,
          Duration.ofSeconds(45),
          false,
          false);

  private static final List<Metric> METRICS =
      new RuntimeMetrics(
              Map.of(Kind.WISHED, 5L, Kind.SUPERSEDED, 2L, Kind.ALERT, 1L),
              List.of(
                  Fakes.state(Fakes.EXIT, 7, WISH, true), Fakes.state(Fakes.ENTRY, 3, null, false)),
              new UncoveredTimes.Figures(
                  List.of(line(ExitNotice.Kind.UNCOVERED), line(ExitNotice.Kind.UNSELLABLE)),
                  Map.of(Fakes.EXIT, Duration.ofMillis(12_500)),
                  Duration.ofSeconds(9)),
              new GatewayMetrics(
                  2,
                  7,
                  Optional.of(Duration.ofMillis(250)),
                  Map.of(Slot.EXIT, Duration.ofMillis(143))))
          .metrics();

  private static UncoveredTimes.ExitLine line(ExitNotice.Kind kind) {
    ExitNotice notice = new ExitNotice(kind, BigDecimal.ONE, "no order");
    return new UncoveredTimes.ExitLine(Fakes.EXIT, notice, Fakes.NOW, false);
  }

  private static double value(String name, Map<String, String> labels) {
    return METRICS.stream()
        .filter(metric -> metric.name().equals(name))
        .flatMap(metric -> metric.samples().stream())
        .filter(sample -> sample.labels().equals(labels))
        .mapToDouble(Sample::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + labels + " is not in " + METRICS));
  }

  private static double value(String name) {
    return value(name, Map.of());
  }

  /** Dashboards and alerts rest on these names; the values are those of the runtime above. */
  @Test
  void namesTypesHelpsLabelsAndValuesStay() throws IOException {
    try (InputStream pinned = getClass().getResourceAsStream("/metrics/runtime.txt")) {
      assertThat(METRICS.stream().map(RuntimeMetricsTest::text).collect(Collectors.joining()))
          .isEqualTo(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static String text(Metric metric) {
    String name = metric.name();
    return Stream.concat(
            Stream.of(
                "# HELP " + name + " " + metric.help(),
                "# TYPE " + name + " " + metric.type().name().toLowerCase(Locale.ROOT)),
            metric.samples().stream()
                .map(sample -> name + labels(sample.labels()) + " " + sample.value()))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static String labels(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void countsWhatHappened() {
    assertThat(value("maxdiff_wishes_total")).isEqualTo(5);
    assertThat(value("maxdiff_supersedes_total")).isEqualTo(2);
    assertThat(value("maxdiff_alerts_total")).isEqualTo(1);
    assertThat(value("maxdiff_restarts_total")).isZero();
  }

  @Test
  void showsWhatIsWantedAndRunsBySlot() {
    assertThat(value("maxdiff_watchers_wanted", Map.of("slot", "exit"))).isEqualTo(1);
    assertThat(value("maxdiff_watchers_running", Map.of("slot", "exit"))).isEqualTo(1);
    assertThat(value("maxdiff_watchers_wanted", Map.of("slot", "entry"))).isZero();
  }

  @Test
  void showsSecondsWithoutAnOrder() {
    Map<String, String> key = Map.of("symbol", "BTCUSD", "side", "buy", "strategy", "maxdiff");

    assertThat(value("maxdiff_uncovered_exits")).isEqualTo(1);
    assertThat(value("maxdiff_uncovered_seconds_total", key)).isEqualTo(12.5);
    assertThat(value("maxdiff_uncovered_worst_day_seconds")).isEqualTo(9);
    assertThat(value("maxdiff_replace_gap_worst_day_seconds", Map.of("slot", "exit")))
        .isEqualTo(0.143);
    assertThat(value("maxdiff_replace_gap_worst_day_seconds", Map.of("slot", "entry"))).isZero();
  }

  @Test
  void showsTheGatewaysState() {
    assertThat(value("maxdiff_unresolved_intents")).isEqualTo(2);
    assertThat(value("maxdiff_snapshot_age_seconds")).isEqualTo(0.25);
  }

  @Test
  void everyCounterSaysSoInItsName() {
    assertThat(METRICS)
        .allSatisfy(
            metric ->
                assertThat(metric.name().endsWith("_total"))
                    .as(metric.name())
                    .isEqualTo(metric.type() == Metric.Type.COUNTER));
  }
}
