package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.ForbiddenOrders;
import dev.maxdiff.execution.decisions.Moment;
import dev.maxdiff.execution.decisions.OrderManagerEffect;
import dev.maxdiff.execution.decisions.OrderManagerInput;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.Surroundings;
import dev.maxdiff.execution.decisions.TaskEffect;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OrderRefusal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the effects of an order manager that need neither its timers nor its journal.
 * Thread-safe; no call blocks.
 */
final class EffectPerformer {

  private static final Logger LOG = LoggerFactory.getLogger(EffectPerformer.class);

  private final Symbol symbol;
  private final GatewayContext context;
  private final TaskRequests tasks;

  EffectPerformer(Symbol symbol, GatewayContext context) {
    this.symbol = symbol;
    this.context = context;
    this.tasks = new TaskRequests(symbol, context);
  }

  /**
   * Returns the circumstances of a decision now.
   *
   * @param nanos monotonic time, nanoseconds
   */
  Surroundings surroundings(OrderManagerState journal, long nanos) {
    return new Surroundings(
        new Moment(
            nanos,
            context.authorities(),
            journal,
            ForbiddenOrders.NONE,
            context.upstream().retryAfter()),
        context.clock().instant(),
        context.upstream().last().orElse(null),
        context.changes().areStreamed(),
        context.account().state().drift().isPending(symbol),
        context.upstream().newestAccount().flatMap(Account::obstacle).orElse(""));
  }

  /** Begins a request. The stage never fails: a failure is an input, too. */
  CompletionStage<OrderManagerInput> begin(OrderManagerEffect.Request request) {
    if (request instanceof OrderManagerEffect.OfTask of) {
      return ofTask(of);
    } else if (request instanceof OrderManagerEffect.LookUpOrder look) {
      return lookUp(look.clientOrderId());
    } else if (request instanceof OrderManagerEffect.ReadAccount read) {
      return readAccount(read.maxAge());
    }
    return compare(((OrderManagerEffect.ComparePosition) request).ledger());
  }

  private CompletionStage<OrderManagerInput> ofTask(OrderManagerEffect.OfTask of) {
    return tasks
        .begin(of.request())
        .handle(
            (input, defect) ->
                defect == null
                    ? new OrderManagerInput.TaskAnswered(of.task(), input)
                    : new OrderManagerInput.TaskBroken(of.task(), defect));
  }

  private CompletionStage<OrderManagerInput> lookUp(String clientOrderId) {
    return context
        .orders()
        .orderByClientOrderId(clientOrderId)
        .handle(
            (found, failure) ->
                failure == null
                    ? new OrderManagerInput.LookedUp(clientOrderId, found)
                    : new OrderManagerInput.LookupFailed(clientOrderId, failure));
  }

  private CompletionStage<OrderManagerInput> readAccount(Duration maxAge) {
    return context
        .upstream()
        .readSnapshot(maxAge)
        .handle(
            (snapshot, failure) ->
                failure == null
                    ? new OrderManagerInput.AccountRead(snapshot.value())
                    : new OrderManagerInput.AccountUnread(failure));
  }

  private CompletionStage<OrderManagerInput> compare(SymbolLedger ledger) {
    return context
        .account()
        .compare(ledger)
        .handle(
            (hasFrozen, failure) ->
                new OrderManagerInput.PositionCompared(ledger, failure == null && hasFrozen));
  }

  void perform(OrderManagerEffect.Unanswered effect) {
    if (effect instanceof OrderManagerEffect.Plain plain) {
      perform(plain.effect());
    } else if (effect instanceof OrderManagerEffect.ReserveIntent reserve) {
      context.account().tell(new AccountInput.IntentUnresolved(reserve.intent()));
    } else if (effect instanceof OrderManagerEffect.NotifyWatchers notify) {
      context.changes().of(notify.key());
    } else if (effect instanceof OrderManagerEffect.ShowCallerIds show) {
      context.callerIds().show(symbol, show.byClientOrderId());
    } else if (effect instanceof OrderManagerEffect.ShowCorrections show) {
      context.upstream().correct(symbol, show.corrections());
      context.changes().of(symbol);
    } else if (effect instanceof OrderManagerEffect.CountUnresolved count) {
      context.account().tell(new AccountInput.IntentsCounted(symbol, count.intents()));
    } else if (effect instanceof OrderManagerEffect.CountDenial) {
      context.account().tell(new AccountInput.OrderDenied());
    } else if (effect instanceof OrderManagerEffect.CountReplacement count) {
      context.account().tell(new AccountInput.OrderReplaced(count.report()));
    } else if (effect instanceof OrderManagerEffect.LogDefect log) {
      LOG.error("{}: {}", symbol, OrderRefusal.internal(log.defect()).message(), log.defect());
    } else if (effect instanceof OrderManagerEffect.LogUnreadable log) {
      LOG.warn("{}: the broker cannot be read: {}", symbol, log.failure().getMessage());
    }
  }

  private void perform(TaskEffect.Unanswered effect) {
    if (effect instanceof TaskEffect.ReserveCash reserve) {
      context.account().tell(new AccountInput.CashReserved(reserve.slot(), reserve.notional()));
    } else if (effect instanceof TaskEffect.FreeCash free) {
      context.account().tell(new AccountInput.CashFreed(free.slot()));
    } else if (effect instanceof TaskEffect.OutdateReads) {
      context.upstream().invalidate();
    } else if (effect instanceof TaskEffect.Publish publish) {
      context.events().accept(publish.event());
    }
  }
}
