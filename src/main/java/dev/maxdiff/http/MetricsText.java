package dev.maxdiff.http;

import dev.maxdiff.control.Metric;
import dev.maxdiff.control.Metric.Sample;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Writes metrics in Prometheus' text format, version 0.0.4. */
final class MetricsText {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String COUNTER_SUFFIX = "_total";

  private MetricsText() {}

  /**
   * @param runtime the runtime's metrics, written under unchanged names
   * @param jvm the metrics of the JVM; their names differ from those of {@code runtime}
   */
  static byte[] of(List<Metric> runtime, MetricSnapshots jvm) {
    List<MetricSnapshot> all =
        Stream.concat(runtime.stream().map(MetricsText::snapshot), jvm.stream()).toList();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, new MetricSnapshots(all));
      for (Metric metric : runtime) {
        if (metric.samples().isEmpty()) {
          text.write(description(metric).getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toByteArray();
  }

  /** Returns help and type of a metric without samples, which the Prometheus writer omits. */
  private static String description(Metric metric) {
    String type = metric.type().name().toLowerCase(Locale.ROOT);
    return "# HELP %1$s %2$s\n# TYPE %1$s %3$s\n".formatted(metric.name(), metric.help(), type);
  }

  private static MetricSnapshot snapshot(Metric metric) {
    return metric.type() == Metric.Type.COUNTER ? counter(metric) : gauge(metric);
  }

  private static MetricSnapshot counter(Metric metric) {
    String name = metric.name();
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name(name.substring(0, name.length() - COUNTER_SUFFIX.length()))
            .help(metric.help());
    for (Sample sample : metric.samples()) {
      counter.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(labels(sample.labels()))
              .value(sample.value())
              .build());
    }
    return counter.build();
  }

  private static MetricSnapshot gauge(Metric metric) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(metric.name()).help(metric.help());
    for (Sample sample : metric.samples()) {
      gauge.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(labels(sample.labels()))
              .value(sample.value())
              .build());
    }
    return gauge.build();
  }

  private static Labels labels(Map<String, String> labels) {
    Labels.Builder all = Labels.builder();
    labels.forEach(all::label);
    return all.build();
  }
}
