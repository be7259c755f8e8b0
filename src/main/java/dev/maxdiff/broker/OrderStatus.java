package dev.maxdiff.broker;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Alpaca's order statuses. */
public enum OrderStatus {
  NEW,
  PARTIALLY_FILLED,
  FILLED,
  DONE_FOR_DAY,
  CANCELED,
  EXPIRED,
  REPLACED,
  PENDING_CANCEL,
  PENDING_REPLACE,
  PENDING_REVIEW,
  ACCEPTED,
  PENDING_NEW,
  ACCEPTED_FOR_BIDDING,
  STOPPED,
  REJECTED,
  SUSPENDED,
  CALCULATED,
  HELD;

  private static final Set<OrderStatus> TERMINAL =
      EnumSet.of(FILLED, CANCELED, EXPIRED, REPLACED, REJECTED);

  /** Returns true when the status is final; the order then reserves neither cash nor quantity. */
  public boolean isTerminal() {
    return TERMINAL.contains(this);
  }

  /** Parses Alpaca's text; empty when the status is unknown. */
  public static Optional<OrderStatus> parse(String text) {
    try {
      return Optional.of(valueOf(text.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
