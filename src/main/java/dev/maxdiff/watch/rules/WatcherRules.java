package dev.maxdiff.watch.rules;

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
 * The rules of one watcher: pure functions of a snapshot and the memory of the last poll.
 *
 * @param <M> the memory from poll to poll; a restart of the process loses it
 */
public interface WatcherRules<M> {

  Symbol symbol();

  /** Returns the side of the position. */
  Side entrySide();

  /** Returns the side of the orders. */
  Side orderSide();

  /** Returns the pause between polls. */
  Duration poll();

  M start();

  /** Returns whether {@link #decide} needs the account. */
  boolean needsAccount(Instant now, BigDecimal position, List<Order> orders, M memory);

  /** Returns whether {@link #decide} needs the filled quantity of own orders. */
  boolean needsFills(BigDecimal position, M memory);

  /**
   * Returns the quantity that these own orders have filled for this wish, base units; the orders
   * are in any status.
   */
  BigDecimal filled(List<Order> orders);

  Decision<M> decide(PollSnapshot snapshot, M memory);

  /** Returns state and memory after the broker accepted an order. */
  Outcome<M> accepted(Effect effect, Order order, Instant now, M memory);

  /** Returns state and memory after the broker rejected an order, or its outcome is unknown. */
  Outcome<M> failed(Effect effect, BrokerException failure, Instant now, M memory);

  /** Returns whether a watcher with these errors ends with a failure; its owner then decides. */
  boolean givesUp(int consecutiveErrors, Duration since);

  /** Returns the fields of CONTRACT section 3 that identify the watcher. */
  Map<String, Object> describe();

  /** The outcome of an effect. */
  record Outcome<M>(String state, M memory, Map<String, Object> fields) {}
}
