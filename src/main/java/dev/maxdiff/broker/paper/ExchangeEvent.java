package dev.maxdiff.broker.paper;

import dev.maxdiff.domain.JsonSerializable;
import java.math.BigDecimal;
import java.time.Instant;

/** What happened on the exchange; all times are exchange time. */
sealed interface ExchangeEvent extends JsonSerializable {

  Instant at();

  /** A fresh account; whatever was before is forgotten. */
  record Opened(
      String accountNumber, BigDecimal startingCash, long seed, String tape, int cursor, Instant at)
      implements ExchangeEvent {}

  /** The first {@code cursor} prints have been played and it is {@code at}. */
  record Advanced(int cursor, Instant at) implements ExchangeEvent {}

  record OrderAccepted(ExchangeOrder order, Instant at) implements ExchangeEvent {}

  /** The session opened, or the order took the place of the one that it replaces. */
  record OrderActivated(String id, Instant at) implements ExchangeEvent {}

  record CancelRequested(String id, Instant due, Instant at) implements ExchangeEvent {}

  record OrderCanceled(String id, Instant at) implements ExchangeEvent {}

  record OrderExpired(String id, Instant at) implements ExchangeEvent {}

  /** An order that had been accepted was rejected. */
  record OrderRejected(String id, Instant at) implements ExchangeEvent {}

  /** The order waits for being replaced by {@code replacement}, which is not in the market yet. */
  record ReplaceRequested(String id, ExchangeOrder replacement, Instant due, Instant at)
      implements ExchangeEvent {}

  /**
   * The replacement took the order's place.
   *
   * @param quantity of the replacement: less than asked for when the order filled in the meantime
   */
  record OrderReplaced(String id, String replacementId, BigDecimal quantity, Instant at)
      implements ExchangeEvent {}

  /** The replacement came too late: the order stands, or has filled. */
  record ReplaceRejected(String id, String replacementId, Instant at) implements ExchangeEvent {}

  /**
   * An order executed.
   *
   * @param settles when the position shows it
   */
  record OrderFilled(Fill fill, Instant settles, Instant at) implements ExchangeEvent {}

  /** The position shows the fill. */
  record FillSettled(long number, Instant at) implements ExchangeEvent {}
}
