package dev.maxdiff.supervision;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.LiftOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Queues the wishes of one key in front of its supervisor. While the journal writes a wish, or
 * while the pause after a start runs, the inbox keeps only the newest wish of a slot and the reply
 * functions of the overtaken wishes (promise P2).
 *
 * <p>Every wish gets an answer: its own outcome, superseded, or unresolved when the journal fails
 * during the write.
 */
final class WishInbox extends AbstractBehavior<WishInbox.Command> {

  private static final Duration MIN_RESTART = Duration.ofMillis(200);
  private static final Duration MAX_RESTART = Duration.ofSeconds(10);
  private static final double RESTART_JITTER = 0.2;
  private static final String JOURNAL_FAILED = "the journal failed";

  sealed interface Command {}

  /**
   * A wish for one of the key's slots.
   *
   * @param answer takes the outcome, on the thread of the inbox; must not block
   */
  record Offer(CheckedWish wish, Consumer<WishOutcome> answer) implements Command {}

  /** Withdraws a slot's wish; a wish that waits in the inbox is superseded. */
  record Withdraw(
      Slot slot,
      boolean keepOrders,
      boolean hold,
      String reason,
      ActorRef<WithdrawalOutcome> replyTo)
      implements Command {}

  /** Forwarded as {@link WatcherSupervisor.Preview}; the supervisor answers. */
  record Preview(CheckedWish wish, ActorRef<WishOutlook> replyTo) implements Command {}

  /** Forwarded as {@link WatcherSupervisor.LiftHold}; the supervisor answers. */
  record LiftHold(Slot slot, String reason, ActorRef<LiftOutcome> replyTo) implements Command {}

  /** Forwarded as {@link WatcherSupervisor.Quiesce}; the supervisor answers. */
  record Quiesce(ActorRef<Done> replyTo) implements Command {}

  private record Decided(WatcherSupervisor.Decided answer) implements Command {}

  private record FromSupervisor(WatcherSupervisor.LifecycleSignal signal) implements Command {}

  private record PauseElapsed(Slot slot) implements Command {}

  private record AnswerOverdue(Slot slot, long ticket) implements Command {}

  static Behavior<Command> create(
      SupervisionSettings settings, SupervisorFactory factory, Runnable recovered) {
    Behavior<Command> inbox =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new WishInbox(context, timers, settings, factory, recovered)));
    return Behaviors.supervise(FailureInterceptor.of(inbox, WishInbox::answerFailed))
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, RESTART_JITTER));
  }

  private static void answerFailed(Object message, String reason) {
    if (message instanceof Offer offer) {
      offer.answer.accept(WishOutcome.unresolved(reason));
    }
  }

  /** Creates the supervisor behind an inbox. */
  interface SupervisorFactory {
    Behavior<WatcherSupervisor.Command> create(ActorRef<WatcherSupervisor.LifecycleSignal> inbox);
  }

  private final TimerScheduler<Command> timers;
  private final SupervisionSettings settings;
  private final Runnable recovered;
  private final ActorRef<WatcherSupervisor.Command> supervisor;
  private final ActorRef<WatcherSupervisor.Decided> decisions;
  private final Map<Slot, PendingWishes> pending = new EnumMap<>(Slot.class);
  private boolean recoveredOnce;
  private String failure = JOURNAL_FAILED;
  private boolean failureReported;

  private WishInbox(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      SupervisionSettings settings,
      SupervisorFactory factory,
      Runnable recovered) {
    super(context);
    this.timers = timers;
    this.settings = settings;
    this.recovered = recovered;
    this.decisions = context.messageAdapter(WatcherSupervisor.Decided.class, Decided::new);
    var lifecycle =
        context.messageAdapter(WatcherSupervisor.LifecycleSignal.class, FromSupervisor::new);
    Behavior<WatcherSupervisor.Command> reporting =
        FailureInterceptor.of(
            factory.create(lifecycle),
            (message, reason) -> lifecycle.tell(new WatcherSupervisor.Failed(reason)));
    Behavior<WatcherSupervisor.Command> restarting =
        Behaviors.supervise(reporting)
            .onFailure(
                RuntimeException.class,
                SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, RESTART_JITTER));
    this.supervisor = context.spawn(restarting, "supervisor");
    for (Slot slot : Slot.values()) {
      pending.put(slot, new PendingWishes(settings.startPause()));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Withdraw.class, this::onWithdraw)
        .onMessage(Preview.class, this::onPreview)
        .onMessage(LiftHold.class, this::onLiftHold)
        .onMessage(Quiesce.class, this::onQuiesce)
        .onMessage(Decided.class, this::onDecided)
        .onMessage(FromSupervisor.class, this::onLifecycleSignal)
        .onMessage(PauseElapsed.class, this::onPauseElapsed)
        .onMessage(AnswerOverdue.class, this::onAnswerOverdue)
        .onSignal(PreRestart.class, signal -> onPreRestart())
        .build();
  }

  private Behavior<Command> onOffer(Offer offer) {
    Slot slot = offer.wish.wish().slotId().slot();
    PendingWishes wishes = pending.get(slot);
    wishes.add(offer);
    sendNewest(slot, wishes);
    return this;
  }

  /** Sends the newest wish, unless the supervisor has one or the pause after a start runs. */
  private void sendNewest(Slot slot, PendingWishes wishes) {
    if (wishes.newest == null || wishes.atSupervisor != null || wishes.pausing) {
      return;
    }
    Offer offer = wishes.newest;
    wishes.newest = null;
    wishes.ticket++;
    wishes.atSupervisor = offer.answer;
    timers.startSingleTimer(
        overdueKey(slot), new AnswerOverdue(slot, wishes.ticket), settings.answerWithin());
    supervisor.tell(new WatcherSupervisor.Want(offer.wish, wishes.ticket, decisions));
  }

  private Behavior<Command> onDecided(Decided decided) {
    Slot slot = decided.answer.slot();
    PendingWishes wishes = pending.get(slot);
    WishOutcome outcome = decided.answer.outcome();
    if (outcome.kind() == Kind.STARTED || outcome.kind() == Kind.REPLACED) {
      startPause(slot, wishes);
    }
    if (decided.answer.ticket() == wishes.ticket && wishes.atSupervisor != null) {
      timers.cancel(overdueKey(slot));
      wishes.answerAtSupervisor(outcome);
      if (wishes.newest == null) {
        wishes.answerOvertaken(WishOutcome.superseded(outcome.generation()));
      }
      sendNewest(slot, wishes);
    }
    return this;
  }

  private void startPause(Slot slot, PendingWishes wishes) {
    if (!settings.startPause().isZero()) {
      wishes.pausing = true;
      timers.startSingleTimer("pause " + slot, new PauseElapsed(slot), wishes.pause);
    }
  }

  private Behavior<Command> onPauseElapsed(PauseElapsed elapsed) {
    PendingWishes wishes = pending.get(elapsed.slot);
    wishes.pauseElapsed();
    sendNewest(elapsed.slot, wishes);
    return this;
  }

  private Behavior<Command> onWithdraw(Withdraw withdraw) {
    PendingWishes wishes = pending.get(withdraw.slot);
    wishes.overtakeNewest();
    wishes.answerOvertaken(new WishOutcome(Kind.SUPERSEDED, 0, null, "superseded by a withdrawal"));
    supervisor.tell(
        new WatcherSupervisor.Withdraw(
            withdraw.slot, withdraw.keepOrders, withdraw.hold, withdraw.reason, withdraw.replyTo));
    return this;
  }

  private Behavior<Command> onPreview(Preview preview) {
    supervisor.tell(new WatcherSupervisor.Preview(preview.wish, preview.replyTo));
    return this;
  }

  private Behavior<Command> onLiftHold(LiftHold lift) {
    supervisor.tell(new WatcherSupervisor.LiftHold(lift.slot, lift.reason, lift.replyTo));
    return this;
  }

  private Behavior<Command> onQuiesce(Quiesce quiesce) {
    supervisor.tell(new WatcherSupervisor.Quiesce(quiesce.replyTo));
    return this;
  }

  /**
   * A recovery without a reported failure leaves the wish at the supervisor unresolved. After a
   * reported failure that wish is younger than the failure; the supervisor still has to decide it.
   */
  private Behavior<Command> onLifecycleSignal(FromSupervisor from) {
    if (from.signal instanceof WatcherSupervisor.Failed failed) {
      failure = failed.reason();
      failureReported = true;
      pending.forEach((slot, wishes) -> unresolved(slot, wishes, failure));
      return this;
    }
    if (!recoveredOnce) {
      recoveredOnce = true;
      recovered.run();
    } else if (!failureReported) {
      pending.forEach((slot, wishes) -> unresolved(slot, wishes, failure));
    }
    failureReported = false;
    failure = JOURNAL_FAILED;
    return this;
  }

  private Behavior<Command> onAnswerOverdue(AnswerOverdue overdue) {
    PendingWishes wishes = pending.get(overdue.slot);
    if (wishes.ticket == overdue.ticket) {
      String silence = "the journal gave no answer within " + settings.answerWithin().toSeconds();
      unresolved(overdue.slot, wishes, failure.equals(JOURNAL_FAILED) ? silence + " s" : failure);
    }
    return this;
  }

  /** The restarted inbox loses all reply functions and restarts its supervisor with it. */
  private Behavior<Command> onPreRestart() {
    WishOutcome unresolved = WishOutcome.unresolved("an error in the runtime, see its log");
    pending.values().forEach(wishes -> wishes.answerAll(unresolved));
    return this;
  }

  /**
   * Answers the wish at the supervisor as unresolved: the journal may hold it. The newest wish
   * behind it goes to the supervisor next.
   */
  private void unresolved(Slot slot, PendingWishes wishes, String reason) {
    if (wishes.atSupervisor != null) {
      timers.cancel(overdueKey(slot));
      wishes.answerAtSupervisor(WishOutcome.unresolved(reason));
      if (wishes.newest == null) {
        wishes.answerOvertaken(
            new WishOutcome(Kind.SUPERSEDED, 0, null, "superseded by a newer wish"));
      }
      sendNewest(slot, wishes);
    }
  }

  private static String overdueKey(Slot slot) {
    return "overdue " + slot;
  }
}
