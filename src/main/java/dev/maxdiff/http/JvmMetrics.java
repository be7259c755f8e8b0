package dev.maxdiff.http;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/**
 * Memory, garbage collections, threads and file descriptors of this JVM, as Micrometer counts them.
 *
 * <p>Collections are counted from the creation on, by a listener that {@link #close} removes; all
 * other values are read in {@link #read}. Starts no thread. Thread-safe.
 */
final class JvmMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  JvmMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  MetricSnapshots read() {
    return registry.getPrometheusRegistry().scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
