package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Metric;
import dev.maxdiff.control.Metric.Sample;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The text format of Prometheus. */
class MetricsTextTest {

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private static String text(Metric... metrics) {
    return new String(
        MetricsText.of(List.of(metrics), new MetricSnapshots()), StandardCharsets.UTF_8);
  }

  @Test
  void writesHelpTypeAndValues() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("symbol", "BTCUSD");
    labels.put("strategy", "a\"b\\c\nd");
    Metric counter =
        new Metric("x_total", Metric.Type.COUNTER, "Xs.", List.of(new Sample(Map.of(), 1e7)));
    Metric gauge =
        new Metric("y_seconds", Metric.Type.GAUGE, "Ys.", List.of(new Sample(labels, 0.143)));

    assertThat(text(counter, gauge))
        .isEqualTo(
            """
            # HELP x_total Xs.
            # TYPE x_total counter
            x_total 1.0E7
            # HELP y_seconds Ys.
            # TYPE y_seconds gauge
            y_seconds{strategy="a\\"b\\\\c\\nd",symbol="BTCUSD"} 0.143
            """);
  }

  @Test
  void aMetricWithoutValuesIsStillDescribed() {
    Metric none = new Metric("z_total", Metric.Type.COUNTER, "Zs.", List.of());

    assertThat(text(none)).isEqualTo("# HELP z_total Zs.\n# TYPE z_total counter\n");
  }

  /** The list of {@code RuntimeMetricsTest}: a scraper reads every metric of control. */
  @Test
  void keepsNamesTypesHelpsLabelsAndValuesOfTheRuntime() throws IOException {
    String pinned;
    try (InputStream file = getClass().getResourceAsStream("/metrics/runtime.txt")) {
      pinned = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Metric> metrics = parsed(pinned);

    assertThat(metrics).hasSize(17);
    assertThat(parsed(text(metrics.toArray(Metric[]::new))))
        .containsExactlyInAnyOrderElementsOf(metrics);
  }

  private static List<Metric> parsed(String text) {
    List<Metric> metrics = new ArrayList<>();
    for (String family : text.split("(?m)^# HELP ")) {
      if (!family.isEmpty()) {
        String[] lines = family.split("\n");
        String[] help = lines[0].split(" ", 2);
        String[] type = lines[1].split(" ");
        assertThat(type).hasSize(4).startsWith("#", "TYPE", help[0]);
        metrics.add(
            new Metric(
                help[0],
                Metric.Type.valueOf(type[3].toUpperCase(Locale.ROOT)),
                help[1],
                Stream.of(lines).skip(2).map(line -> sample(help[0], line)).toList()));
      }
    }
    return metrics;
  }

  private static Sample sample(String name, String line) {
    Matcher sample = SAMPLE.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    assertThat(sample.group(1)).isEqualTo(name);
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return new Sample(labels, Double.parseDouble(sample.group(3)));
  }
}
