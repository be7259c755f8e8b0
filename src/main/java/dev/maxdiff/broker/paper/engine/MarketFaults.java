package dev.maxdiff.broker.paper.engine;

import java.math.BigDecimal;
import java.time.Instant;

/** Decides the faults of orders in the market; the engine calls each method once per occasion. */
public interface MarketFaults {

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
        public BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at) {
          return quantity;
        }
      };

  /** Returns true when a newly accepted order is rejected. */
  boolean rejects(ExchangeOrder order, Instant at);

  /** Returns true when an accepted replacement is rejected. */
  boolean rejectsReplacement(ExchangeOrder replacement, Instant at);

  /** The filled part of a possible fill, in base units; above zero. */
  BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at);
}
