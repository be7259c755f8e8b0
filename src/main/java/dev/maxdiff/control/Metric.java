package dev.maxdiff.control;

import java.util.List;
import java.util.Map;

/**
 * One metric of the runtime with its present values, in the terms of Prometheus.
 *
 * @param name ends with the unit; the name of a counter ends with {@code _total}
 * @param help one line
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {

  public Metric {
    samples = List.copyOf(samples);
  }

  public enum Type {
    /** Never decreases; starts at zero with the runtime. */
    COUNTER,
    GAUGE
  }

  /** One value with its labels in order. */
  public record Sample(Map<String, String> labels, double value) {}

  static Metric counter(String name, String help, double value) {
    return new Metric(name, Type.COUNTER, help, List.of(new Sample(Map.of(), value)));
  }

  static Metric gauge(String name, String help, double value) {
    return new Metric(name, Type.GAUGE, help, List.of(new Sample(Map.of(), value)));
  }
}
