package dev.maxdiff.broker;

import dev.maxdiff.domain.TopOfBook;
import java.math.BigDecimal;
import java.time.Instant;

/** A latest quote; price and size of a side without an offer are zero, as the broker sends them. */
public record Quote(
    BigDecimal bid, BigDecimal bidSize, BigDecimal ask, BigDecimal askSize, Instant at)
    implements TopOfBook {

  /** Returns true when both sides have an offer and the bid is at most the ask. */
  public boolean isUsable() {
    return bid.signum() > 0 && ask.signum() > 0 && bid.compareTo(ask) <= 0;
  }
}
