package dev.maxdiff.broker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order of the account that is shown and left alone: an order with several legs, or an order
 * that cannot be read.
 *
 * @param id the broker's id; empty = unreadable
 * @param clientOrderId the id that its program chose; empty = unreadable
 * @param symbol as the broker writes it; empty = none
 * @param status as the broker writes it; empty = none
 * @param isOpen false only for a status that is known to be final
 * @param submittedAt null = unreadable
 * @param description the order in one line
 * @param legs one line for each leg
 * @param unreadable the field, its value and the expected value; null = an order with legs that has
 *     been read
 */
public record OpaqueOrder(
    String id,
    String clientOrderId,
    String symbol,
    String status,
    boolean isOpen,
    Instant submittedAt,
    String description,
    List<String> legs,
    String unreadable) {

  public OpaqueOrder {
    legs = List.copyOf(legs);
  }

  /** Returns the identity of the order; an order without an id is identified by its content. */
  public String identity() {
    return id.isEmpty() ? description : id;
  }

  /** Returns one line about an unreadable order; empty if it has been read. */
  public Optional<String> problem() {
    return Optional.ofNullable(unreadable)
        .map(reason -> "not readable: order " + description + ": " + reason);
  }
}
