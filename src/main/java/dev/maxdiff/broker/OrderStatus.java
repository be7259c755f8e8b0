package dev.maxdiff.broker;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Alpaca's order states. */
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

  /** Nothing more will happen to the order, and it reserves nothing. */
  public boolean isTerminal() {
    return TERMINAL.contains(this);
  }

  /** Reads Alpaca's text; empty when it is one that we do not know. */
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
