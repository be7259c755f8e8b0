package dev.maxdiff.broker;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.time.Instant;

/** What the filters of a list of orders read from an order. */
public interface ListedOrder {

  String id();

  Symbol symbol();

  Side side();

  /** Time at which the broker accepted the order; null = unknown. */
  Instant submittedAt();

  boolean isOpen();
}
