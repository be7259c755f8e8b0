package dev.maxdiff.broker;

import java.math.BigDecimal;
import java.time.Instant;

/** A latest quote; a side without an offer is zero, as the broker sends it. */
public record Quote(
    BigDecimal bid, BigDecimal bidSize, BigDecimal ask, BigDecimal askSize, Instant at) {

  /** Both sides offered and the bid not above the ask. */
  public boolean isUsable() {
    return bid.signum() > 0 && ask.signum() > 0 && bid.compareTo(ask) <= 0;
  }
}
