package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.time.Instant;
import java.util.Comparator;

/**
 * The place of an order in the order of submission; orders without a time come last.
 *
 * @param at null = the broker has not reported it
 * @param id the broker's id of the order
 */
public record Submission(Instant at, String id) implements Comparable<Submission> {

  private static final Comparator<Submission> ORDER =
      Comparator.comparing(Submission::at, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(Submission::id);

  public static Submission of(Order order) {
    return new Submission(order.submittedAt(), order.id());
  }

  @Override
  public int compareTo(Submission other) {
    return ORDER.compare(this, other);
  }
}
