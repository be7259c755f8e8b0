package dev.maxdiff.watch;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The rules of one watcher: pure functions of a snapshot and of what the last poll remembered.
 *
 * @param <M> what is remembered from poll to poll; lost with the process, so never relied on
 */
public interface Rules<M> {

  Symbol symbol();

  /** The side of the position. */
  Side entrySide();

  /** The side of the orders. */
  Side orderSide();

  /** Pause between polls. */
  Duration poll();

  M start();

  /** Whether {@link #decide} will look at the account. */
  boolean needsAccount(Instant now, BigDecimal position, List<Order> orders, M memory);

  /** Whether {@link #decide} will look at what own orders have filled. */
  boolean needsFills(BigDecimal position, M memory);

  /** What these own orders of every status have filled for this wish. */
  BigDecimal filled(List<Order> orders);

  Decision<M> decide(Snapshot snapshot, M memory);

  /** The state and memory after the broker has taken an order. */
  Outcome<M> accepted(Effect effect, Order order, Instant now, M memory);

  /** The state and memory after the broker has not taken an order, or nobody knows. */
  Outcome<M> failed(Effect effect, BrokerException failure, Instant now, M memory);

  /** Whether a watcher that has failed like this gives up and leaves the rest to its owner. */
  boolean givesUp(int consecutiveErrors, Duration since);

  /** What the watcher is, in the words of CONTRACT section 3. */
  Map<String, Object> describe();

  /** What has become of an effect. */
  record Outcome<M>(String state, M memory, Map<String, Object> fields) {}
}
