package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Metric;
import dev.maxdiff.control.Metric.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text format of Prometheus. */
class MetricsTextTest {

  @Test
  void writesHelpTypeAndValues() {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("symbol", "BTCUSD");
    labels.put("strategy", "a\"b\\c\nd");
    Metric counter =
        new Metric("x_total", Metric.Type.COUNTER, "Xs.", List.of(new Sample(Map.of(), 1e7)));
    Metric gauge =
        new Metric("y_seconds", Metric.Type.GAUGE, "Ys.", List.of(new Sample(labels, 0.143)));

    assertThat(MetricsText.of(List.of(counter, gauge)))
        .isEqualTo(
            """
            # HELP x_total Xs.
            # TYPE x_total counter
            x_total 10000000
            # HELP y_seconds Ys.
            # TYPE y_seconds gauge
            y_seconds{symbol="BTCUSD",strategy="a\\"b\\\\c\\nd"} 0.143
            """);
  }

  @Test
  void aMetricWithoutValuesIsStillDescribed() {
    Metric none = new Metric("z_total", Metric.Type.COUNTER, "Zs.", List.of());

    assertThat(MetricsText.of(List.of(none)))
        .isEqualTo("# HELP z_total Zs.\n# TYPE z_total counter\n");
  }
}
