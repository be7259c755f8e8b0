package dev.maxdiff.supervision;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Finds the supervisor of a key, or starts it: one for each key. */
final class WatcherDirectory extends AbstractBehavior<WatcherDirectory.Command> {

  private static final Duration FORGET_EVERY = Duration.ofHours(1);
  private static final Duration QUIESCE_TIMEOUT = Duration.ofSeconds(1);

  sealed interface Command {}

  /** Forwards a message to the key's inbox, which starts if it does not run yet. */
  record Route(WatcherKey key, WishInbox.Command message) implements Command {}

  /** Starts these keys' supervisors; answered when all of them have recovered. */
  record Recover(Set<WatcherKey> keys, ActorRef<Done> replyTo) implements Command {}

  /**
   * Stops starts and keeps wishes from ending with their watchers; answered when every supervisor
   * has confirmed, at the latest after 1 s.
   */
  record Quiesce(ActorRef<Done> replyTo) implements Command {}

  private enum ForgetEnded implements Command {
    INSTANCE
  }

  private enum IsQuiet implements Command {
    INSTANCE
  }

  private enum QuiesceOverdue implements Command {
    INSTANCE
  }

  private record HasRecovered(WatcherKey key) implements Command {}

  private record Waiter(Set<WatcherKey> keys, ActorRef<Done> replyTo) {}

  /**
   * @param ended completed when the directory stops, also by a failure; no wish is accepted
   *     afterwards
   */
  static Behavior<Command> create(
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotViews slotViews,
      CompletableFuture<Void> ended) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(ForgetEnded.INSTANCE, FORGET_EVERY);
          return Behaviors.setup(
              context -> new WatcherDirectory(context, timers, settings, ports, slotViews, ended));
        });
  }

  private final TimerScheduler<Command> timers;
  private final SupervisionSettings settings;
  private final SupervisionPorts ports;
  private final SlotViews slotViews;
  private final Map<WatcherKey, ActorRef<WishInbox.Command>> inboxes = new HashMap<>();
  private final Set<WatcherKey> recovered = new HashSet<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private final List<ActorRef<Done>> quiescers = new ArrayList<>();
  private final CompletableFuture<Void> ended;
  private boolean quiet;
  private int unconfirmed;

  private WatcherDirectory(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      SupervisionSettings settings,
      SupervisionPorts ports,
      SlotViews slotViews,
      CompletableFuture<Void> ended) {
    super(context);
    this.ended = ended;
    this.timers = timers;
    this.settings = settings;
    this.ports = ports;
    this.slotViews = slotViews;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Route.class, this::onRoute)
        .onMessage(Recover.class, this::onRecover)
        .onMessage(Quiesce.class, this::onQuiesce)
        .onMessage(IsQuiet.class, quiet -> onQuiet())
        .onMessage(QuiesceOverdue.class, overdue -> onQuiesceOverdue())
        .onMessage(HasRecovered.class, this::onRecovered)
        .onMessage(ForgetEnded.class, forget -> onForgetEnded())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onRoute(Route route) {
    inboxes.computeIfAbsent(route.key, this::spawn).tell(route.message);
    return this;
  }

  private Behavior<Command> onRecover(Recover recover) {
    recover.keys.forEach(key -> inboxes.computeIfAbsent(key, this::spawn));
    Set<WatcherKey> missing = new HashSet<>(recover.keys);
    missing.removeAll(recovered);
    waiters.add(new Waiter(missing, recover.replyTo));
    answerWaiters();
    return this;
  }

  private Behavior<Command> onRecovered(HasRecovered message) {
    recovered.add(message.key);
    waiters.forEach(waiter -> waiter.keys.remove(message.key));
    answerWaiters();
    return this;
  }

  private void answerWaiters() {
    waiters.removeIf(
        waiter -> {
          boolean complete = waiter.keys.isEmpty();
          if (complete) {
            waiter.replyTo.tell(Done.getInstance());
          }
          return complete;
        });
  }

  private Behavior<Command> onQuiesce(Quiesce quiesce) {
    quiescers.add(quiesce.replyTo);
    if (!quiet) {
      quiet = true;
      unconfirmed = inboxes.size();
      ActorRef<Done> confirmed = getContext().messageAdapter(Done.class, done -> IsQuiet.INSTANCE);
      inboxes.values().forEach(inbox -> inbox.tell(new WishInbox.Quiesce(confirmed)));
      timers.startSingleTimer(QuiesceOverdue.INSTANCE, QUIESCE_TIMEOUT);
    }
    answerQuiescers();
    return this;
  }

  private Behavior<Command> onQuiet() {
    unconfirmed--;
    answerQuiescers();
    return this;
  }

  /**
   * Answers without the missing confirmations: a supervisor whose journal fails does not confirm,
   * and starts nothing.
   */
  private Behavior<Command> onQuiesceOverdue() {
    unconfirmed = 0;
    answerQuiescers();
    return this;
  }

  private void answerQuiescers() {
    if (unconfirmed <= 0) {
      quiescers.forEach(replyTo -> replyTo.tell(Done.getInstance()));
      quiescers.clear();
    }
  }

  private Behavior<Command> onForgetEnded() {
    ports.files().forgetEnded();
    return this;
  }

  private Behavior<Command> onPostStop() {
    ended.complete(null);
    return this;
  }

  private ActorRef<WishInbox.Command> spawn(WatcherKey key) {
    ActorRef<Command> self = getContext().getSelf();
    ActorRef<WishInbox.Command> inbox =
        getContext()
            .spawn(
                WishInbox.create(
                    settings,
                    lifecycle ->
                        WatcherSupervisor.create(key, settings, ports, slotViews, lifecycle),
                    () -> self.tell(new HasRecovered(key))),
                key.entityId());
    if (quiet) {
      inbox.tell(new WishInbox.Quiesce(getContext().getSystem().ignoreRef()));
    }
    return inbox;
  }
}
