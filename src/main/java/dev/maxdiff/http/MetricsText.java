package dev.maxdiff.http;

import dev.maxdiff.control.Metric;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Metrics in Prometheus' text format, version 0.0.4. */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private MetricsText() {}

  static String of(List<Metric> metrics) {
    return metrics.stream().map(MetricsText::of).collect(Collectors.joining());
  }

  private static String of(Metric metric) {
    String name = metric.name();
    return "# HELP "
        + name
        + " "
        + metric.help()
        + "\n# TYPE "
        + name
        + " "
        + metric.type().name().toLowerCase(Locale.ROOT)
        + "\n"
        + metric.samples().stream()
            .map(sample -> name + labels(sample.labels()) + " " + number(sample.value()) + "\n")
            .collect(Collectors.joining());
  }

  private static String labels(Map<String, String> labels) {
    return labels.isEmpty()
        ? ""
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
