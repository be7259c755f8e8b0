package dev.maxdiff.supervision;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
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
  }

  static Behavior<Command> create(
      SupervisionSettings settings, SupervisorFactory factory, Runnable recovered) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new WishInbox(context, timers, settings, factory, recovered)));
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
  private String failure = "the journal failed";

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
    Behavior<WatcherSupervisor.Command> restarting =
        Behaviors.supervise(factory.create(life))
            .onFailure(
                RuntimeException.class,
                SupervisorStrategy.restartWithBackoff(MIN_RESTART, MAX_RESTART, RESTART_JITTER));
    this.supervisor = context.spawn(restarting, "supervisor");
    for (Slot slot : Slot.values()) {
      lanes.put(slot, new Lane());
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
      timers.startSingleTimer("rest " + slot, new Rested(slot), settings.startPause());
    }
  }

  private Behavior<Command> onRested(Rested rested) {
    Lane lane = lanes.get(rested.slot);
    lane.resting = false;
    next(rested.slot, lane);
    return this;
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
    if (from.life instanceof WatcherSupervisor.NotRecovered not) {
      failure = not.reason();
      lanes.forEach(this::unresolved);
    } else if (!recoveredOnce) {
      recoveredOnce = true;
      recovered.run();
    } else {
      lanes.forEach(this::unresolved);
    }
    return this;
  }

  private Behavior<Command> onTooLate(TooLate late) {
    Lane lane = lanes.get(late.slot);
    if (lane.ticket == late.ticket) {
      unresolved(late.slot, lane);
    }
    return this;
  }

  /** Whether the wish under way was written is not known; the newest behind it gets its chance. */
  private void unresolved(Slot slot, Lane lane) {
    if (lane.underWay != null) {
      timers.cancel(lateKey(slot));
      lane.underWay.tell(WishOutcome.unresolved(failure));
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
