package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.watch.rules.Decision;
import dev.maxdiff.watch.rules.Effect;
import dev.maxdiff.watch.rules.PollSnapshot;
import dev.maxdiff.watch.rules.WatcherRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs the rules of one watcher: reads the account, decides, executes, reports.
 *
 * <p>A poll with a failed read changes no state: a failed read is different from an empty account
 * (hazards H19, H50).
 */
final class PollLoop<M> {

  private final WatcherRules<M> rules;
  private final AccountSource source;
  private final Broker broker;
  private final WatcherStateReport report;
  private final PollErrors errors;
  private final Sleeper sleeper;
  private M memory;
  private String refusedState = "";

  /**
   * @param source the source of account data
   * @param broker executes orders
   * @param sleeper pauses between two polls
   */
  PollLoop(
      WatcherRules<M> rules,
      AccountSource source,
      Broker broker,
      WatcherStateReport report,
      PollErrors errors,
      Sleeper sleeper) {
    this.rules = rules;
    this.source = source;
    this.broker = broker;
    this.report = report;
    this.errors = errors;
    this.sleeper = sleeper;
    this.memory = rules.start();
  }

  /**
   * Polls until the watcher ends, on the calling thread.
   *
   * @return the exit code
   * @throws InterruptedException when the calling thread is interrupted in a pause
   */
  int run() throws InterruptedException {
    while (true) {
      OptionalInt end = poll();
      report.flush();
      if (end.isPresent()) {
        return end.getAsInt();
      }
      sleeper.sleep(errors.pause(rules.poll()));
    }
  }

  /** Runs one poll; returns the exit code when the watcher has ended. */
  OptionalInt poll() {
    PollSnapshot snapshot;
    try {
      snapshot = read();
    } catch (BrokerException e) {
      return failed(e);
    }
    errors.cleared();
    Decision<M> decision = rules.decide(snapshot, memory);
    memory = decision.memory();
    decision.states().forEach(report::state);
    report.put(decision.fields());
    if (decision.effects().isEmpty() && !isCauseOf(decision.states())) {
      clearError();
    }
    return act(decision.effects(), snapshot.now());
  }

  /** Whether the last refusal is the reason why the watcher waits in this state. */
  private boolean isCauseOf(List<String> states) {
    String now = states.get(states.size() - 1);
    return now.equals(refusedState) || now.equals("cooldown_wait");
  }

  private void clearError() {
    report.clear("error");
    refusedState = "";
  }

  /**
   * Reads orders before positions, because each may be a request of its own: a fill between the two
   * then shows in both results instead of in neither.
   */
  private PollSnapshot read() {
    AccountView view = source.read();
    Instant now = view.clock().at();
    List<Order> orders = ofSide(view.openOrders()).stream().filter(Order::isOpen).toList();
    BigDecimal position = position(view.positions());
    Quote quote = view.quotes().get(rules.symbol());
    Account account = rules.needsAccount(now, position, orders, memory) ? view.account() : null;
    BigDecimal filled =
        rules.needsFills(position, memory) ? rules.filled(ofSide(view.allOrders())) : null;
    return new PollSnapshot(now, position, orders, quote, account, filled);
  }

  private BigDecimal position(List<Position> positions) {
    BigDecimal signed =
        positions.stream()
            .filter(position -> position.symbol().equals(rules.symbol()))
            .map(Position::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return PollSnapshot.onSide(rules.entrySide(), signed);
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
        if (effect instanceof Effect.Submit submit) {
          accepted(effect, broker.submit(submit.request()), now);
        } else if (effect instanceof Effect.Replace replace) {
          ReplaceRequest request =
              new ReplaceRequest(replace.quantity(), replace.limitPrice(), null, null);
          accepted(effect, broker.replace(replace.orderId(), request), now);
        } else if (effect instanceof Effect.Cancel cancel) {
          cancel(cancel.orderId());
        }
      } catch (BrokerException e) {
        refused(effect, e, now);
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  private void cancel(String orderId) {
    try {
      broker.cancel(orderId);
    } catch (BrokerException e) {
      // the order has ended meanwhile; the next poll reads its status
      if (e.failure() != Failure.NOT_FOUND && e.failure() != Failure.REJECTED) {
        throw e;
      }
    }
  }

  private void accepted(Effect effect, Order order, Instant now) {
    WatcherRules.Outcome<M> outcome = rules.accepted(effect, order, now, memory);
    memory = outcome.memory();
    clearError();
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
    WatcherRules.Outcome<M> outcome = rules.failed(effect, failure, now, memory);
    memory = outcome.memory();
    report.put(outcome.fields());
    refusedState = outcome.state();
    boolean keys = failure.failure() == Failure.UNAUTHORIZED;
    report.state(keys ? PollErrors.AUTH_ERROR : outcome.state(), failure.getMessage());
  }

  private OptionalInt failed(BrokerException failure) {
    errors.add(failure);
    if (!rules.givesUp(errors.count(), errors.duration())) {
      return OptionalInt.empty();
    }
    report.state("error_limit_exceeded", failure.getMessage());
    report.put("active", false);
    report.put("error", failure.getMessage());
    report.state("error", failure.getMessage());
    return OptionalInt.of(1);
  }
}
