package dev.maxdiff.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The violations of a run, each with its promise. Thread-safe; prints each violation at once. */
final class Violations {

  private static final int MAXIMUM = 200;

  private final long begin = System.nanoTime();
  private final List<String> lines = new ArrayList<>();

  synchronized void add(String promise, String words) {
    String line = "%s at %.1f s: %s".formatted(promise, since(begin).toMillis() / 1e3, words);
    if (lines.size() < MAXIMUM) {
      lines.add(line);
      System.out.println("VIOLATION " + line);
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
