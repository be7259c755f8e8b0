package dev.maxdiff.broker.paper;

import java.math.BigDecimal;
import java.time.Instant;

/** What may go wrong with orders in the market; asked once for each time that it could. */
interface MarketFaults {

  /** A market without faults. */
  MarketFaults NONE =
      new MarketFaults() {
        @Override
        public boolean rejects(ExchangeOrder order, Instant at) {
          return false;
        }

        @Override
        public boolean rejectsReplacement(ExchangeOrder replacement, Instant at) {
          return false;
        }

        @Override
        public BigDecimal filled(ExchangeOrder order, BigDecimal quantity, Instant at) {
          return quantity;
        }
      };

  /** Whether an order that was just accepted ends at once. */
  boolean rejects(ExchangeOrder order, Instant at);

  /** Whether a replacement that was accepted does not take its place. */
  boolean rejectsReplacement(ExchangeOrder replacement, Instant at);

  /** How much of an order's possible fill happens; never nothing. */
  BigDecimal filled(ExchangeOrder order, BigDecimal quantity, Instant at);
}
