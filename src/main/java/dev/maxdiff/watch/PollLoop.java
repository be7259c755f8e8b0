package dev.maxdiff.watch;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs the rules of one watcher: reads the account, decides, acts, reports.
 *
 * <p>A poll whose reads failed changes nothing: failure is not emptiness (hazards H19, H50).
 */
final class PollLoop<M> {

  private final Rules<M> rules;
  private final Lookout lookout;
  private final Broker broker;
  private final StateReport report;
  private final Faults faults;
  private final Pause pause;
  private M memory;

  /**
   * @param lookout for what it reads
   * @param broker for its orders
   */
  PollLoop(
      Rules<M> rules,
      Lookout lookout,
      Broker broker,
      StateReport report,
      Faults faults,
      Pause pause) {
    this.rules = rules;
    this.lookout = lookout;
    this.broker = broker;
    this.report = report;
    this.faults = faults;
    this.pause = pause;
    this.memory = rules.start();
  }

  /** Polls until the watcher has ended, and returns its exit code. */
  int run() throws InterruptedException {
    while (true) {
      OptionalInt end = poll();
      report.flush();
      if (end.isPresent()) {
        return end.getAsInt();
      }
      pause.take(faults.pause(rules.poll()));
    }
  }

  /** One poll; the exit code when it was the last. */
  OptionalInt poll() {
    Snapshot snapshot;
    try {
      snapshot = read();
    } catch (BrokerException e) {
      return failed(e);
    }
    faults.cleared();
    Decision<M> decision = rules.decide(snapshot, memory);
    memory = decision.memory();
    decision.states().forEach(report::state);
    report.put(decision.fields());
    return act(decision.effects(), snapshot.now());
  }

  /**
   * Orders before positions, where each is asked for by itself: a fill in between then shows twice
   * and not never.
   */
  private Snapshot read() {
    Look look = lookout.look();
    Instant now = look.clock().at();
    List<Order> orders = ofSide(look.openOrders()).stream().filter(Order::isOpen).toList();
    BigDecimal position = position(look.positions());
    Quote quote = look.quotes().get(rules.symbol());
    Account account = rules.needsAccount(now, position, orders, memory) ? look.account() : null;
    BigDecimal filled =
        rules.needsFills(position, memory) ? rules.filled(ofSide(look.allOrders())) : null;
    return new Snapshot(now, position, orders, quote, account, filled);
  }

  private BigDecimal position(List<Position> positions) {
    BigDecimal signed =
        positions.stream()
            .filter(position -> position.symbol().equals(rules.symbol()))
            .map(Position::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Snapshot.onSide(rules.entrySide(), signed);
  }

  private List<Order> ofSide(List<Order> orders) {
    return orders.stream()
        .filter(order -> order.symbol().equals(rules.symbol()))
        .filter(order -> order.side() == rules.orderSide())
        .toList();
  }

  private OptionalInt act(List<Effect> effects, Instant now) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.End end) {
        report.put("active", false);
        return OptionalInt.of(end.exitCode());
      }
      try {
        act(effect, now);
      } catch (BrokerException e) {
        refused(effect, e, now);
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private void act(Effect effect, Instant now) {
    if (effect instanceof Effect.Submit submit) {
      taken(effect, broker.submit(submit.request()), now);
    } else if (effect instanceof Effect.Replace replace) {
      ReplaceRequest request =
          new ReplaceRequest(replace.quantity(), replace.limitPrice(), null, null);
      taken(effect, broker.replace(replace.orderId(), request), now);
    } else if (effect instanceof Effect.Cancel cancel) {
      cancel(cancel.orderId());
    }
  }

  private void cancel(String orderId) {
    try {
      broker.cancel(orderId);
    } catch (BrokerException e) {
      // it has ended by itself meanwhile; the next poll sees how
      if (e.failure() != Failure.NOT_FOUND && e.failure() != Failure.REJECTED) {
        throw e;
      }
    }
  }

  private void taken(Effect effect, Order order, Instant now) {
    Rules.Outcome<M> outcome = rules.accepted(effect, order, now, memory);
    memory = outcome.memory();
    report.remove("error");
    report.put(outcome.fields());
    report.state(
        outcome.state(),
        order.side()
            + " "
            + order.quantity().toPlainString()
            + " "
            + order.symbol()
            + " at "
            + (order.limitPrice() == null ? "market" : order.limitPrice().toPlainString()));
  }

  private void refused(Effect effect, BrokerException failure, Instant now) {
    Rules.Outcome<M> outcome = rules.failed(effect, failure, now, memory);
    memory = outcome.memory();
    report.put(outcome.fields());
    boolean keys = failure.failure() == Failure.UNAUTHORIZED;
    report.state(keys ? Faults.AUTH_ERROR : outcome.state(), failure.getMessage());
  }

  private OptionalInt failed(BrokerException failure) {
    faults.add(failure);
    if (!rules.givesUp(faults.count(), faults.lasting())) {
      return OptionalInt.empty();
    }
    report.state("error_limit_exceeded", failure.getMessage());
    report.put("active", false);
    report.put("error", failure.getMessage());
    report.state("error", failure.getMessage());
    return OptionalInt.of(1);
  }
}
