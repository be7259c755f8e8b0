package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.domain.JsonSerializable;
import java.math.BigDecimal;
import java.time.Instant;

/** An event of the exchange; all times are exchange time. */
public sealed interface ExchangeEvent extends JsonSerializable {

  Instant at();

  /** A new account was opened; the state before is discarded. */
  record Opened(
      String accountNumber, BigDecimal startingCash, long seed, String tape, int cursor, Instant at)
      implements ExchangeEvent {}

  /** The first {@code cursor} trades of the tape were played; the time is {@code at}. */
  record Advanced(int cursor, Instant at) implements ExchangeEvent {}

  record OrderAccepted(ExchangeOrder order, Instant at) implements ExchangeEvent {}

  /** The order became active, because the session opened or the order replaced another. */
  record OrderActivated(String id, Instant at) implements ExchangeEvent {}

  record CancelRequested(String id, Instant due, Instant at) implements ExchangeEvent {}

  record OrderCanceled(String id, Instant at) implements ExchangeEvent {}

  record OrderExpired(String id, Instant at) implements ExchangeEvent {}

  /** An accepted order was rejected. */
  record OrderRejected(String id, Instant at) implements ExchangeEvent {}

  /** A replacement was requested; {@code replacement} is not in the market before {@code due}. */
  record ReplaceRequested(String id, ExchangeOrder replacement, Instant due, Instant at)
      implements ExchangeEvent {}

  /**
   * The replacement became active.
   *
   * @param quantity of the replacement, in base units: the requested quantity less the fills of the
   *     old order since the request
   */
  record OrderReplaced(String id, String replacementId, BigDecimal quantity, Instant at)
      implements ExchangeEvent {}

  /** The replacement was rejected: the old order stays open, or has filled. */
  record ReplaceRejected(String id, String replacementId, Instant at) implements ExchangeEvent {}

  /**
   * An order executed.
   *
   * @param settles time from which the position shows the fill
   */
  record OrderFilled(ExchangeFill fill, Instant settles, Instant at) implements ExchangeEvent {}

  /**
   * Money was moved into or out of the account.
   *
   * @param amount in USD; positive = deposit, negative = withdrawal
   */
  record CashTransferred(BigDecimal amount, Instant at) implements ExchangeEvent {}

  /** The fill settled: the position shows it. */
  record FillSettled(long number, Instant at) implements ExchangeEvent {}
}
