package dev.maxdiff.control;

import java.util.List;
import java.util.Map;

/**
 * One figure of the runtime with its present values, in the terms of Prometheus.
 *
 * @param name ends in the unit, and in {@code _total} for a counter
 * @param help one line
 */
public record Metric(String name, Type type, String help, List<Sample> samples) {

  public Metric {
    samples = List.copyOf(samples);
  }

  public enum Type {
    /** Only grows, from zero at the runtime's start. */
    COUNTER,
    GAUGE
  }

  /** One value; labels in their order. */
  public record Sample(Map<String, String> labels, double value) {}

  static Metric counter(String name, String help, double value) {
    return new Metric(name, Type.COUNTER, help, List.of(new Sample(Map.of(), value)));
  }

  static Metric gauge(String name, String help, double value) {
    return new Metric(name, Type.GAUGE, help, List.of(new Sample(Map.of(), value)));
  }
}
