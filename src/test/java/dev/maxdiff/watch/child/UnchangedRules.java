package dev.maxdiff.watch.child;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.rules.Decision;
import dev.maxdiff.watch.rules.Effect;
import dev.maxdiff.watch.rules.PollSnapshot;
import dev.maxdiff.watch.rules.WatcherRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The shipped rules; a subclass changes one decision. */
class UnchangedRules<M> implements WatcherRules<M> {

  private final WatcherRules<M> rules;

  UnchangedRules(WatcherRules<M> rules) {
    this.rules = rules;
  }

  @Override
  public Symbol symbol() {
    return rules.symbol();
  }

  @Override
  public Side entrySide() {
    return rules.entrySide();
  }

  @Override
  public Side orderSide() {
    return rules.orderSide();
  }

  @Override
  public Duration poll() {
    return rules.poll();
  }

  @Override
  public M start() {
    return rules.start();
  }

  @Override
  public boolean needsAccount(Instant now, BigDecimal position, List<Order> orders, M memory) {
    return rules.needsAccount(now, position, orders, memory);
  }

  @Override
  public boolean needsFills(BigDecimal position, M memory) {
    return rules.needsFills(position, memory);
  }

  @Override
  public BigDecimal filled(List<Order> orders) {
    return rules.filled(orders);
  }

  @Override
  public Decision<M> decide(PollSnapshot snapshot, M memory) {
    return rules.decide(snapshot, memory);
  }

  @Override
  public Outcome<M> accepted(Effect effect, Order order, Instant now, M memory) {
    return rules.accepted(effect, order, now, memory);
  }

  @Override
  public Outcome<M> failed(Effect effect, BrokerException failure, Instant now, M memory) {
    return rules.failed(effect, failure, now, memory);
  }

  @Override
  public boolean givesUp(int consecutiveErrors, Duration since) {
    return rules.givesUp(consecutiveErrors, since);
  }

  @Override
  public Map<String, Object> describe() {
    return rules.describe();
  }
}
