package dev.maxdiff.execution.decisions;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.TaskState.Attempt;
import dev.maxdiff.execution.decisions.TaskState.AwaitingRelease;
import dev.maxdiff.execution.decisions.TaskState.AwaitingTerminal;
import dev.maxdiff.execution.decisions.TaskState.CancellingOld;
import dev.maxdiff.execution.decisions.TaskState.CancellingOne;
import dev.maxdiff.execution.decisions.TaskState.CancellingSeveral;
import dev.maxdiff.execution.decisions.TaskState.Checking;
import dev.maxdiff.execution.decisions.TaskState.CheckingFirst;
import dev.maxdiff.execution.decisions.TaskState.FindingOrder;
import dev.maxdiff.execution.decisions.TaskState.LookingUp;
import dev.maxdiff.execution.decisions.TaskState.Purpose;
import dev.maxdiff.execution.decisions.TaskState.SelectingDuplicates;
import dev.maxdiff.execution.decisions.TaskState.Sending;
import dev.maxdiff.execution.decisions.TaskState.Writing;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.PreTradeChecks;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The decisions of an order manager for one task: state and input in, state and effects out
 * (promise P10). Pure; one machine serves all tasks of a symbol.
 *
 * <p>An order is sent after its checks and after its intent is durable. After a crash at any point,
 * either nothing was sent or the journal holds an intent, and the recovered order manager looks it
 * up. An entry counts as committed cash before the account is read; of two concurrent entries at
 * least one therefore sees the other. While the outcome is unknown the entry stays committed.
 *
 * <p>More than 300 lines: all steps of one order stand in one file, in their order.
 */
public final class OrderTaskMachine implements TaskDecisions {

  private static final int QUICK_REPETITIONS = 2;
  private static final int MOST_DOUBLINGS = 10;

  private final Symbol symbol;
  private final OrderOrigin origin;
  private final ExecutionSettings settings;
  private final CancelSteps cancels;

  /**
   * @param origin of every client order id
   */
  public OrderTaskMachine(Symbol symbol, OrderOrigin origin, ExecutionSettings settings) {
    this.symbol = symbol;
    this.origin = origin;
    this.settings = settings;
    this.cancels = new CancelSteps(symbol, settings.orders());
  }

  @Override
  public Step begin(OrderTask task, Moment moment) {
    if (task instanceof OrderTask.Place place) {
      if (isTaken(place.callerId(), place.order().authority(), moment)) {
        return published(place.order().authority(), takenId(place.callerId()));
      }
      return pausing(place.order().authority(), moment)
          .orElseGet(() -> attempt(place.order(), Purpose.PLACE, 0, moment));
    } else if (task instanceof OrderTask.CancelSlots slots) {
      return cancels.begin(new TaskState.OfSlots(slots), slots.deadline());
    } else if (task instanceof OrderTask.CancelAgain again) {
      return cancels.begin(new TaskState.UnwantedOf(again.slots()), moment.nanos());
    } else if (task instanceof OrderTask.CancelSurplus surplus) {
      return Step.to(new SelectingDuplicates(surplus.deadline()), new TaskEffect.ReadLedger());
    } else if (task instanceof OrderTask.AwaitTurn) {
      return ended(new OrderAnswer.Unconfirmed(List.of()));
    } else if (task instanceof OrderTask.Cancel cancel
        && !moment.authorities().isCurrent(cancel.authority())) {
      return ended(OrderRefusal.stale(cancel.authority()));
    } else if (task instanceof OrderTask.Cancel cancel && isKept(cancel.authority(), moment)) {
      return published(cancel.authority(), OrderRefusal.kept(cancel.id()));
    } else if (task instanceof OrderTask.Cancel && !moment.retryAfter().isZero()) {
      return ended(OrderRefusal.rateLimited(moment.retryAfter()));
    }
    return Step.to(new FindingOrder(task), new TaskEffect.ReadLedger());
  }

  @Override
  public Step on(TaskState state, TaskInput input, Moment moment) {
    if (!isAwaited(state, input)) {
      throw new IllegalStateException(
          state + ": " + input + " (expected: the answer it waits for)");
    } else if (input instanceof TaskInput.Failed failed) {
      return failed(state, failed.failure(), moment);
    } else if (state instanceof FindingOrder finding
        && input instanceof TaskInput.LedgerRead read) {
      return found(finding.task(), read.ledger(), moment);
    } else if (state instanceof Checking checking && input instanceof TaskInput.SceneRead read) {
      return check(checking.attempt(), read.scene(), moment);
    } else if (state instanceof Writing writing && input instanceof TaskInput.IntentWritten) {
      return written(writing, moment);
    } else if (state instanceof Sending sending) {
      return answered(sending, input, moment);
    } else if (state instanceof LookingUp looking && input instanceof TaskInput.OrderRead read) {
      return lookedUp(looking, read.order(), moment);
    } else if (state instanceof CheckingFirst first && input instanceof TaskInput.SceneRead read) {
      return checkedFirst(first, read.scene(), moment);
    } else if (state instanceof CancellingOld old) {
      return oldCancelled(old, input);
    } else if (state instanceof AwaitingTerminal awaiting) {
      return awaitTerminal(awaiting, input, moment);
    } else if (state instanceof AwaitingRelease waiting) {
      return attempt(waiting.attempt(), moment);
    } else if (state instanceof CancellingOne) {
      return oneCancelled(input);
    } else if (state instanceof SelectingDuplicates selecting
        && input instanceof TaskInput.LedgerRead read) {
      return cancels.selected(read.ledger(), selecting.deadline());
    } else if (state instanceof CancellingSeveral several) {
      return cancels.on(several, input, moment);
    }
    throw new IllegalStateException(state + ": " + input);
  }

  private Step found(OrderTask task, PositionLedger ledger, Moment moment) {
    if (task instanceof OrderTask.Replace replace) {
      return replace(replace, ledger, moment);
    }
    return task instanceof OrderTask.Renew renew
        ? renew(renew, ledger, moment)
        : cancel((OrderTask.Cancel) task, ledger, moment);
  }

  /** Whether the input answers a request of the state: another one says nothing about it. */
  private static boolean isAwaited(TaskState state, TaskInput input) {
    boolean hasFailed = input instanceof TaskInput.Failed;
    boolean isOfCancel =
        input instanceof TaskInput.CancelAccepted || input instanceof TaskInput.CancelFailed;
    boolean hasElapsed = input instanceof TaskInput.Elapsed;
    if (state instanceof FindingOrder || state instanceof SelectingDuplicates) {
      return input instanceof TaskInput.LedgerRead || hasFailed;
    } else if (state instanceof Checking || state instanceof CheckingFirst) {
      return input instanceof TaskInput.SceneRead || hasFailed;
    } else if (state instanceof Writing) {
      return input instanceof TaskInput.IntentWritten;
    } else if (state instanceof Sending) {
      return input instanceof TaskInput.Accepted || input instanceof TaskInput.Revoked || hasFailed;
    } else if (state instanceof LookingUp) {
      return input instanceof TaskInput.OrderRead || hasFailed;
    } else if (state instanceof CancellingOld || state instanceof CancellingOne) {
      return isOfCancel;
    } else if (state instanceof AwaitingTerminal) {
      return input instanceof TaskInput.OrderRead || hasElapsed || hasFailed;
    } else if (state instanceof AwaitingRelease) {
      return hasElapsed;
    }
    return state instanceof CancellingSeveral
        && (input instanceof TaskInput.LedgerRead || isOfCancel || hasElapsed || hasFailed);
  }

  // ---- one order: reserve, read, check, write, send, look up

  /** The broker has forbidden the last order of this generation a short time ago. */
  private static Optional<Step> pausing(WatcherAuthority authority, Moment moment) {
    return moment.forbidden().pausing(authority, moment.nanos()).map(OrderTaskMachine::ended);
  }

  private static boolean isTaken(String callerId, WatcherAuthority authority, Moment moment) {
    return callerId != null && moment.journal().isTaken(callerId, authority);
  }

  private static OrderRefusal takenId(String callerId) {
    return OrderRefusal.unprocessable(
        "duplicate_id",
        "client_order_id: " + callerId + " (expected: an id that this token has not used)");
  }

  private Step attempt(ProposedOrder proposal, Purpose purpose, long deadline, Moment moment) {
    return attempt(new Attempt(proposal, purpose, deadline, false), moment);
  }

  private Step attempt(Attempt attempt, Moment moment) {
    SlotId slot = attempt.proposal().slot();
    boolean reserves = slot.slot() == Slot.ENTRY && !moment.isUnresolved(slot);
    Step step =
        Step.to(
            new Checking(attempt.holdingCash(reserves)),
            new TaskEffect.ReadScene(attempt.proposal().authority()));
    return reserves
        ? step.after(new TaskEffect.ReserveCash(slot, attempt.proposal().notional()))
        : step;
  }

  private Step check(Attempt attempt, Scene scene, Moment moment) {
    ProposedOrder order = placed(attempt.proposal(), scene, moment);
    Optional<OrderRefusal> denied = denial(order, scene, moment);
    if (denied.isPresent()) {
      return refused(attempt, denied.get(), moment);
    }
    if (order.isInPlace(attempt.proposal())) {
      return ended(new OrderAnswer.Placed(order.replaced())).after(freed(attempt));
    }
    SlotId slot = order.slot();
    long n = moment.journal().next(slot, scene.highestNumber(slot));
    ClientOrderId id = origin.id(slot, order.authority().generation(), n);
    Optional<OrderRefusal> tooLong = id.refusalOver(settings.orders().orderIdLimit());
    if (tooLong.isPresent()) {
      return refused(attempt, tooLong.get(), moment).after(new TaskEffect.OutdateReads());
    }
    OrderIntent intent = order.draft().numbered(n, id.toString());
    long deadline = moment.nanos() + settings.orders().requestTimeout().toNanos();
    return Step.to(
        new Writing(attempt, order, intent, deadline), new TaskEffect.WriteIntent(intent));
  }

  private static ProposedOrder placed(ProposedOrder proposal, Scene scene, Moment moment) {
    return proposal.placed(scene.riskContext(proposal.authority(), moment));
  }

  private Optional<OrderRefusal> denial(ProposedOrder placed, Scene scene, Moment moment) {
    return PreTradeChecks.check(
        settings.risk(), placed, scene.riskContext(placed.authority(), moment));
  }

  private Step written(Writing writing, Moment moment) {
    if (moment.isPast(writing.deadline())) {
      return ended(unconfirmedIntent())
          .after(freed(writing.attempt()))
          .after(
              new TaskEffect.Resolve(writing.intent(), IntentOutcome.DENIED, null),
              new TaskEffect.OutdateReads());
    }
    return Step.to(
        new Sending(writing.attempt(), writing.intent()),
        new TaskEffect.Send(writing.intent(), writing.order()));
  }

  private Step answered(Sending sending, TaskInput input, Moment moment) {
    if (input instanceof TaskInput.Accepted accepted) {
      return accepted(sending.attempt(), sending.intent(), accepted.order());
    }
    return unsent(
        sending,
        IntentOutcome.DENIED,
        OrderRefusal.stale(sending.attempt().proposal().authority()),
        moment);
  }

  private Step rejected(Sending sending, OrderRefusal refusal, Moment moment) {
    Step step = unsent(sending, IntentOutcome.REJECTED, refusal, moment);
    boolean isTriedOtherwise =
        sending.attempt().purpose() == Purpose.PATCH && refusal.isUnprocessable();
    return refusal.isForbiddenByBroker() && !isTriedOtherwise
        ? step.after(new TaskEffect.TellRefusal(sending.attempt().proposal().authority(), refusal))
        : step;
  }

  private Step unsent(Sending sending, IntentOutcome outcome, OrderRefusal refusal, Moment moment) {
    return refused(sending.attempt(), refusal, moment)
        .after(
            new TaskEffect.Resolve(sending.intent(), outcome, null), new TaskEffect.OutdateReads());
  }

  private static Step accepted(Attempt attempt, OrderIntent intent, Order order) {
    return ended(new OrderAnswer.Placed(order))
        .after(freed(attempt))
        .after(
            new TaskEffect.Resolve(intent, IntentOutcome.ACCEPTED, order.submittedAt()),
            new TaskEffect.Publish(OrderEvent.Sent.of(intent)),
            new TaskEffect.OutdateReads());
  }

  /** After one lookup without the order, the order manager repeats it. */
  private Step lookedUp(LookingUp looking, Optional<Order> found, Moment moment) {
    return found
        .map(order -> accepted(looking.attempt(), looking.intent(), order))
        .orElseGet(
            () ->
                refused(looking.attempt(), OrderRefusal.unresolved(looking.intent().slot()), moment)
                    .after(new TaskEffect.OutdateReads()));
  }

  private Step refused(Attempt attempt, OrderRefusal refusal, Moment moment) {
    Step step =
        switch (attempt.purpose()) {
          case PLACE -> published(attempt.proposal().authority(), refusal);
          case PATCH ->
              refusal.isUnprocessable()
                  ? checkFirst(attempt.proposal())
                  : published(attempt.proposal().authority(), refusal);
          case AFTER_CANCEL -> refusedAfterCancel(attempt, refusal, moment);
        };
    return refusal.isUnresolved() ? step : step.after(freed(attempt));
  }

  private static List<TaskEffect> freed(Attempt attempt) {
    return attempt.holdsCash()
        ? List.of(new TaskEffect.FreeCash(attempt.proposal().slot()))
        : List.of();
  }

  // ---- the replacement of an order: in place, or cancel and send

  private Step replace(OrderTask.Replace task, PositionLedger ledger, Moment moment) {
    Optional<Order> found = ownOrder(ledger, task.authority().slot(), task.id());
    if (found.isEmpty()) {
      return ended(OrderRefusal.notFound(task.id()));
    } else if (isTaken(task.callerId(), task.authority(), moment)) {
      return published(task.authority(), takenId(task.callerId()));
    }
    return replace(found.get(), proposal(task.authority(), task.change(), found.get()), moment);
  }

  private Step renew(OrderTask.Renew task, PositionLedger ledger, Moment moment) {
    ReplaceRequest nothing = new ReplaceRequest(null, null, null, null);
    return ownOrder(ledger, task.authority().slot(), task.id())
        .map(old -> replace(old, proposal(task.authority(), nothing, old), moment))
        .orElseGet(() -> ended(OrderRefusal.notFound(task.id())));
  }

  private Step replace(Order old, ProposedOrder proposal, Moment moment) {
    if (!old.isOpen()) {
      return ended(
          OrderRefusal.unprocessable("not_open", "order " + old.id() + " is " + old.status()));
    }
    if (old.status() == OrderStatus.PENDING_CANCEL || old.status() == OrderStatus.PENDING_REPLACE) {
      return ended(awaitingRelease(old));
    }
    Optional<Step> pausing = pausing(proposal.authority(), moment);
    if (pausing.isPresent()) {
      return pausing.get();
    }
    return isPatchable(old, proposal)
        ? attempt(proposal, Purpose.PATCH, 0, moment)
        : checkFirst(proposal);
  }

  private static ProposedOrder proposal(
      WatcherAuthority authority, ReplaceRequest change, Order old) {
    return new ProposedOrder(
        authority,
        old.side(),
        change.quantity() == null ? old.remaining() : change.quantity().value(),
        change.limitPrice() == null ? new Price(old.limitPrice()) : change.limitPrice(),
        change.timeInForce() == null ? old.timeInForce() : change.timeInForce(),
        old);
  }

  /**
   * Whether the order can be replaced in place. Alpaca patches whole quantities of resting orders;
   * the gateway patches unfilled orders to the same quantity only. The patch names no quantity:
   * fills of the old order while the patch is in transit would otherwise be ordered a second time.
   */
  private static boolean isPatchable(Order old, ProposedOrder proposal) {
    return old.status() == OrderStatus.NEW
        && old.filledQuantity().signum() == 0
        && old.quantity().stripTrailingZeros().scale() <= 0
        && proposal.quantity().compareTo(old.quantity()) == 0;
  }

  private static Step checkFirst(ProposedOrder proposal) {
    return Step.to(
        new CheckingFirst(proposal, proposal.replaced()),
        new TaskEffect.ReadScene(proposal.authority()));
  }

  private Step checkedFirst(CheckingFirst first, Scene scene, Moment moment) {
    ProposedOrder proposal = first.proposal();
    ProposedOrder placed = placed(proposal, scene, moment);
    Optional<OrderRefusal> denied = denial(placed, scene, moment);
    if (denied.isPresent()) {
      return published(proposal.authority(), denied.get()); // the old order stays
    } else if (isKept(proposal.authority(), moment)) {
      return published(proposal.authority(), OrderRefusal.kept(first.old().id()));
    }
    if (placed.isInPlace(proposal)) {
      return ended(new OrderAnswer.Placed(first.old()));
    }
    Optional<OrderRefusal> forbidden =
        forbidden(proposal.authority(), first.old(), scene.symbol(), moment);
    if (forbidden.isPresent()) {
      return published(proposal.authority(), forbidden.get());
    }
    long deadline = moment.nanos() + settings.orders().releasePatience().toNanos();
    return Step.to(
        new CancellingOld(proposal, first.old(), deadline),
        new TaskEffect.Cancel(first.old().id()));
  }

  /**
   * Returns why the order of an exit stays: the broker would refuse the order that follows its
   * cancel. An order that closes more than its key owns does not stay: it would sell what is
   * another's.
   */
  private static Optional<OrderRefusal> forbidden(
      WatcherAuthority authority, Order old, SymbolLedger owner, Moment moment) {
    SlotId slot = authority.slot();
    return slot.slot() == Slot.EXIT && old.remaining().compareTo(owner.owned(slot.key())) <= 0
        ? moment
            .forbidden()
            .beforeCancel(slot, moment.nanos())
            .map(refusal -> OrderRefusal.stays(old.id(), refusal))
        : Optional.empty();
  }

  private static boolean isKept(WatcherAuthority authority, Moment moment) {
    return authority.slot().slot() == Slot.EXIT && moment.authorities().areExitOrdersKept();
  }

  /** The result is read from the order, not from the answer to the cancel. */
  private static Step oldCancelled(CancellingOld state, TaskInput input) {
    Order old = state.old();
    List<TaskEffect> failures =
        input instanceof TaskInput.CancelFailed failed
            ? CancelSteps.failures(old.id(), failed.failure())
            : List.of();
    return Step.to(
            new AwaitingTerminal(state.proposal(), old, old, state.deadline()),
            new TaskEffect.OutdateReads(),
            new TaskEffect.ReadOrder(old.id()))
        .after(failures);
  }

  private Step awaitTerminal(AwaitingTerminal state, TaskInput input, Moment moment) {
    if (!(input instanceof TaskInput.OrderRead read)) { // the pause has elapsed
      return Step.to(state, new TaskEffect.ReadOrder(state.old().id()));
    }
    Order seen = read.order().orElse(state.seen());
    if (seen.isOpen() && mayWait(state.proposal().authority(), state.deadline(), moment)) {
      return Step.to(
          new AwaitingTerminal(state.proposal(), state.old(), seen, state.deadline()),
          new TaskEffect.Wait(settings.orders().releasePause()));
    }
    return oldEnded(state, seen, moment).after(new TaskEffect.OutdateReads());
  }

  private static boolean mayWait(WatcherAuthority authority, long deadline, Moment moment) {
    return !moment.isPast(deadline) && moment.authorities().isCurrent(authority);
  }

  private Step oldEnded(AwaitingTerminal state, Order seen, Moment moment) {
    WatcherAuthority authority = state.proposal().authority();
    if (seen.isOpen()) {
      return published(authority, awaitingRelease(seen));
    }
    BigDecimal filledMeanwhile = seen.filledQuantity().subtract(state.old().filledQuantity());
    BigDecimal rest = state.proposal().quantity().subtract(filledMeanwhile);
    if (rest.signum() <= 0) {
      return published(
          authority,
          OrderRefusal.unprocessable(
              "filled", "order " + seen.id() + " filled before it could be replaced"));
    }
    return attempt(
        state.proposal().alone().withQuantity(rest),
        Purpose.AFTER_CANCEL,
        state.deadline(),
        moment);
  }

  /** Repeats the order while the broker still reserves the quantity of the ended order. */
  private Step refusedAfterCancel(Attempt attempt, OrderRefusal refusal, Moment moment) {
    WatcherAuthority authority = attempt.proposal().authority();
    if (!refusal.isReservedAtBroker()) {
      return published(authority, refusal);
    }
    return mayWait(authority, attempt.deadline(), moment)
        ? Step.to(
            new AwaitingRelease(attempt.refusedOnceMore()),
            new TaskEffect.Wait(pauseAfter(attempt.refusals())))
        : published(
            authority,
            OrderRefusal.of(
                OrderRefusal.Kind.DENIED, OrderRefusal.AWAITING_RELEASE, refusal.message()));
  }

  /** A release takes some tenths of a second; after that the pauses are doubled. */
  private Duration pauseAfter(int refusals) {
    int doublings = Math.min(Math.max(refusals - QUICK_REPETITIONS, 0), MOST_DOUBLINGS);
    return settings.orders().releasePause().multipliedBy(1L << doublings);
  }

  private static OrderRefusal awaitingRelease(Order order) {
    return OrderRefusal.of(
        OrderRefusal.Kind.DENIED,
        OrderRefusal.AWAITING_RELEASE,
        "denied: order " + order.id() + " is still " + order.status() + " and holds its quantity");
  }

  // ---- the cancel of one order

  private Step cancel(OrderTask.Cancel task, PositionLedger ledger, Moment moment) {
    Optional<Order> own = ownOrder(ledger, task.authority().slot(), task.id());
    if (own.isEmpty()) {
      return ended(OrderRefusal.notFound(task.id()));
    }
    return forbidden(task.authority(), own.get(), ledger.symbolLedger(symbol), moment)
        .filter(refusal -> isOnlyCover(task.authority().slot(), ledger))
        .map(refusal -> published(task.authority(), refusal))
        .orElseGet(() -> Step.to(new CancellingOne(), new TaskEffect.Cancel(task.id())));
  }

  private boolean isOnlyCover(SlotId slot, PositionLedger ledger) {
    SymbolLedger owner = ledger.symbolLedger(symbol);
    return owner.openOf(slot).size() == 1 && owner.owned(slot.key()).signum() > 0;
  }

  private static Step oneCancelled(TaskInput input) {
    OrderAnswer answer =
        input instanceof TaskInput.CancelFailed failed
            ? OrderRefusal.from(failed.failure())
            : new OrderAnswer.CancelAccepted();
    return ended(answer).after(new TaskEffect.OutdateReads());
  }

  // ---- ends

  /**
   * A failed request other than a cancel. A read failed, so nothing was sent; the order itself is
   * in doubt only where its own answer is missing.
   */
  private Step failed(TaskState state, BrokerException e, Moment moment) {
    if (state instanceof Sending sending) {
      return e.isOutcomeUnknown()
          ? Step.to(
              new LookingUp(sending.attempt(), sending.intent()),
              new TaskEffect.LookUp(sending.intent().clientOrderId()))
          : rejected(sending, OrderRefusal.from(e), moment);
    } else if (state instanceof LookingUp looking) {
      return lookedUp(looking, Optional.empty(), moment);
    }
    boolean isCancel =
        state instanceof FindingOrder finding && finding.task() instanceof OrderTask.Cancel;
    OrderRefusal refusal =
        e.isOutcomeUnknown() && !isCancel ? OrderRefusal.notSent(e) : OrderRefusal.from(e);
    return state instanceof Checking checking
        ? ended(refusal).after(freed(checking.attempt()))
        : ended(refusal);
  }

  /** Returns the last step of a task in which a defect was found; its cash is freed. */
  public static Step broken(TaskState state, Throwable defect) {
    Step step = ended(OrderRefusal.internal(defect));
    return heldCash(state).map(slot -> step.after(new TaskEffect.FreeCash(slot))).orElse(step);
  }

  /** Returns the slot whose cash the task has reserved; an unresolved intent reserves it anew. */
  public static Optional<SlotId> heldCash(TaskState state) {
    Optional<Attempt> attempt =
        state instanceof TaskState.OfAttempt one ? Optional.of(one.attempt()) : Optional.empty();
    return attempt.filter(Attempt::holdsCash).map(one -> one.proposal().slot());
  }

  /** Returns the answer to a task whose order manager stops before the task has ended. */
  public static OrderRefusal interrupted(TaskState state) {
    if (state instanceof Sending sending) {
      return OrderRefusal.unresolved(sending.intent().slot());
    } else if (state instanceof LookingUp looking) {
      return OrderRefusal.unresolved(looking.intent().slot());
    }
    return unconfirmedIntent();
  }

  private static OrderRefusal unconfirmedIntent() {
    return OrderRefusal.notSent(
        "journal_unavailable", "the order was not sent: the journal did not confirm its intent");
  }

  private static Step ended(OrderAnswer answer) {
    return Step.to(new TaskState.Ended(), new TaskEffect.Answer(answer));
  }

  private static Step published(WatcherAuthority authority, OrderRefusal refused) {
    return ended(refused)
        .after(
            new TaskEffect.Publish(
                new OrderEvent.Denied(
                    authority.slot(),
                    authority.generation(),
                    refused.reason(),
                    refused.message())));
  }

  private static Optional<Order> ownOrder(PositionLedger ledger, SlotId slot, String id) {
    return ledger.order(id).filter(own -> own.slot().equals(slot)).map(OwnOrder::order);
  }
}
