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
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.WishOutcome.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Stands in front of one supervisor: while a wish is written, or a start is too recent, it keeps
 * only the newest wish of a slot and everyone to answer (promise P2).
 *
 * <p>Every wish is answered: with its own outcome, as superseded, or as unresolved when the journal
 * fails while it is written.
 */
final class WishInbox extends AbstractBehavior<WishInbox.Command> {

  private static final Duration MIN_RESTART = Duration.ofMillis(200);
  private static final Duration MAX_RESTART = Duration.ofSeconds(10);
  private static final double RESTART_JITTER = 0.2;
  private static final String JOURNAL_FAILED = "the journal failed";

  /** How much longer than the first the pauses of a burst that goes on become. */
  private static final int LONGEST_PAUSE = 4;

  sealed interface Command {}

  /** A wish for one of the key's slots. */
  record Offer(
      Wish wish,
      Increments increments,
      boolean operator,
      boolean retry,
      ActorRef<WishOutcome> replyTo)
      implements Command {}

  /** Takes back a slot's wish; wishes that wait are overtaken by it. */
  record Withdraw(Slot slot, boolean keepOrders, String reason, ActorRef<Withdrawal> replyTo)
      implements Command {}

  /** See {@link WatcherSupervisor.Quiesce}, which answers. */
  record Quiesce(ActorRef<Done> replyTo) implements Command {}

  private record Decided(WatcherSupervisor.Decided answer) implements Command {}

  private record FromLife(WatcherSupervisor.Life life) implements Command {}

  private record Rested(Slot slot) implements Command {}

  private record TooLate(Slot slot, long ticket) implements Command {}

  /** The wishes of one slot: one under way, the newest of those behind it, and the overtaken. */
  private static final class Lane {
    private long ticket;
    private ActorRef<WishOutcome> underWay;
    private Offer newest;
    private final List<ActorRef<WishOutcome>> overtaken = new ArrayList<>();
    private boolean resting;
    private Duration pause;
  }

  static Behavior<Command> create(
      SupervisionSettings settings, SupervisorFactory factory, Runnable recovered) {
    Behavior<Command> inbox =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> new WishInbox(context, timers, settings, factory, recovered)));
    return Behaviors.supervise(FailureNews.of(inbox, WishInbox::answerFailed))
        .onFailure(
            RuntimeException.class,
            SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, RESTART_JITTER));
  }

  private static void answerFailed(Object message, String reason) {
    if (message instanceof Offer offer) {
      offer.replyTo.tell(WishOutcome.unresolved(reason));
    }
  }

  /** Makes the supervisor behind an inbox. */
  interface SupervisorFactory {
    Behavior<WatcherSupervisor.Command> create(ActorRef<WatcherSupervisor.Life> inbox);
  }

  private final TimerScheduler<Command> timers;
  private final SupervisionSettings settings;
  private final Runnable recovered;
  private final ActorRef<WatcherSupervisor.Command> supervisor;
  private final ActorRef<WatcherSupervisor.Decided> decisions;
  private final Map<Slot, Lane> lanes = new EnumMap<>(Slot.class);
  private boolean recoveredOnce;
  private String failure = JOURNAL_FAILED;
  private boolean failureTold;

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
    var life = context.messageAdapter(WatcherSupervisor.Life.class, FromLife::new);
    Behavior<WatcherSupervisor.Command> telling =
        FailureNews.of(
            factory.create(life),
            (message, reason) -> life.tell(new WatcherSupervisor.Failed(reason)));
    Behavior<WatcherSupervisor.Command> restarting =
        Behaviors.supervise(telling)
            .onFailure(
                RuntimeException.class,
                SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, RESTART_JITTER));
    this.supervisor = context.spawn(restarting, "supervisor");
    for (Slot slot : Slot.values()) {
      Lane lane = new Lane();
      lane.pause = settings.startPause();
      lanes.put(slot, lane);
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Offer.class, this::onOffer)
        .onMessage(Withdraw.class, this::onWithdraw)
        .onMessage(Quiesce.class, this::onQuiesce)
        .onMessage(Decided.class, this::onDecided)
        .onMessage(FromLife.class, this::onLife)
        .onMessage(Rested.class, this::onRested)
        .onMessage(TooLate.class, this::onTooLate)
        .onSignal(PreRestart.class, signal -> onPreRestart())
        .build();
  }

  private Behavior<Command> onOffer(Offer offer) {
    Slot slot = offer.wish.slotId().slot();
    Lane lane = lanes.get(slot);
    if (lane.newest != null) {
      lane.overtaken.add(lane.newest.replyTo);
    }
    lane.newest = offer;
    next(slot, lane);
    return this;
  }

  /** Hands over the newest wish unless one is under way or a start was just made. */
  private void next(Slot slot, Lane lane) {
    if (lane.newest == null || lane.underWay != null || lane.resting) {
      return;
    }
    Offer offer = lane.newest;
    lane.newest = null;
    lane.ticket++;
    lane.underWay = offer.replyTo;
    timers.startSingleTimer(lateKey(slot), new TooLate(slot, lane.ticket), settings.answerWithin());
    supervisor.tell(
        new WatcherSupervisor.Want(
            offer.wish, offer.increments, offer.operator, offer.retry, lane.ticket, decisions));
  }

  private Behavior<Command> onDecided(Decided decided) {
    Slot slot = decided.answer.slot();
    Lane lane = lanes.get(slot);
    WishOutcome outcome = decided.answer.outcome();
    if (outcome.kind() == Kind.STARTED || outcome.kind() == Kind.REPLACED) {
      rest(slot, lane);
    }
    if (decided.answer.ticket() == lane.ticket && lane.underWay != null) {
      timers.cancel(lateKey(slot));
      lane.underWay.tell(outcome);
      lane.underWay = null;
      boolean last = lane.newest == null;
      if (last) {
        answerOvertaken(lane, WishOutcome.superseded(outcome.generation()));
      }
      next(slot, lane);
    }
    return this;
  }

  private void rest(Slot slot, Lane lane) {
    if (!settings.startPause().isZero()) {
      lane.resting = true;
      timers.startSingleTimer("rest " + slot, new Rested(slot), lane.pause);
    }
  }

  private Behavior<Command> onRested(Rested rested) {
    Lane lane = lanes.get(rested.slot);
    lane.resting = false;
    lane.pause = nextPause(lane);
    next(rested.slot, lane);
    return this;
  }

  /** Wishes that came meanwhile are a burst: the longer it goes on, the fewer of them start. */
  private Duration nextPause(Lane lane) {
    Duration longest = settings.startPause().multipliedBy(LONGEST_PAUSE);
    Duration doubled = lane.pause.multipliedBy(2);
    if (lane.newest == null) {
      return settings.startPause();
    }
    return doubled.compareTo(longest) > 0 ? longest : doubled;
  }

  private Behavior<Command> onWithdraw(Withdraw withdraw) {
    Lane lane = lanes.get(withdraw.slot);
    if (lane.newest != null) {
      lane.overtaken.add(lane.newest.replyTo);
      lane.newest = null;
    }
    answerOvertaken(lane, new WishOutcome(Kind.SUPERSEDED, 0, null, "superseded by a withdrawal"));
    supervisor.tell(
        new WatcherSupervisor.Withdraw(
            withdraw.slot, withdraw.keepOrders, withdraw.reason, withdraw.replyTo));
    return this;
  }

  private Behavior<Command> onQuiesce(Quiesce quiesce) {
    supervisor.tell(new WatcherSupervisor.Quiesce(quiesce.replyTo));
    return this;
  }

  private Behavior<Command> onLife(FromLife from) {
    if (from.life instanceof WatcherSupervisor.Failed failed) {
      failure = failed.reason();
      failureTold = true;
      lanes.forEach(this::unresolved);
      return this;
    }
    if (!recoveredOnce) {
      recoveredOnce = true;
      recovered.run();
    } else if (!failureTold) {
      lanes.forEach(this::unresolved);
    } // else what is under way came after the failure, and waits for its turn
    failureTold = false;
    failure = JOURNAL_FAILED;
    return this;
  }

  private Behavior<Command> onTooLate(TooLate late) {
    Lane lane = lanes.get(late.slot);
    if (lane.ticket == late.ticket) {
      String silence = "the journal gave no answer within " + settings.answerWithin().toSeconds();
      unresolved(late.slot, lane, failure.equals(JOURNAL_FAILED) ? silence + " s" : failure);
    }
    return this;
  }

  /** The next one knows none of those who wait; its supervisor begins again with it. */
  private Behavior<Command> onPreRestart() {
    WishOutcome unresolved = WishOutcome.unresolved("an error in the runtime, see its log");
    for (Lane lane : lanes.values()) {
      if (lane.newest != null) {
        lane.overtaken.add(lane.newest.replyTo);
      }
      if (lane.underWay != null) {
        lane.overtaken.add(lane.underWay);
      }
      answerOvertaken(lane, unresolved);
    }
    return this;
  }

  private void unresolved(Slot slot, Lane lane) {
    unresolved(slot, lane, failure);
  }

  /** Whether the wish under way was written is not known; the newest behind it gets its chance. */
  private void unresolved(Slot slot, Lane lane, String reason) {
    if (lane.underWay != null) {
      timers.cancel(lateKey(slot));
      lane.underWay.tell(WishOutcome.unresolved(reason));
      lane.underWay = null;
      if (lane.newest == null) {
        answerOvertaken(
            lane, new WishOutcome(Kind.SUPERSEDED, 0, null, "superseded by a newer wish"));
      }
      next(slot, lane);
    }
  }

  private static void answerOvertaken(Lane lane, WishOutcome outcome) {
    lane.overtaken.forEach(replyTo -> replyTo.tell(outcome));
    lane.overtaken.clear();
  }

  private static String lateKey(Slot slot) {
    return "late " + slot;
  }
}
