package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.KeyDecision;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.LiftOutcome;
import dev.maxdiff.supervision.wishes.SlotState;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutlook;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The supervisors of one runtime behind an interface without actors.
 *
 * <p>Methods return at once and may be called from any thread. A stage that fails with a {@link
 * TimeoutException} leaves the outcome unknown.
 */
public final class Supervision implements Supervisors {

  /**
   * Added to the actors' own time limit, whose answer names the cause, for withdrawals and {@link
   * #quiesce}.
   */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final ActorSystem<?> system;
  private final ActorRef<WatcherDirectory.Command> directory;
  private final SupervisionPorts ports;
  private final SlotViews slotViews;
  private final Duration patience;
  private final CompletableFuture<Void> ended;
  private final Set<WatcherKey> known = ConcurrentHashMap.newKeySet();

  /** The keys that have, or are about to have, a supervisor. */
  private final Set<WatcherKey> supervised = ConcurrentHashMap.newKeySet();

  private Supervision(
      ActorSystem<?> system,
      ActorRef<WatcherDirectory.Command> directory,
      SupervisionPorts ports,
      SlotViews slotViews,
      Duration patience,
      CompletableFuture<Void> ended) {
    this.system = system;
    this.directory = directory;
    this.ports = ports;
    this.slotViews = slotViews;
    this.patience = patience;
    this.ended = ended;
  }

  /** Starts the directory without any supervisor; call once for each actor system. */
  public static Supervision start(
      ActorSystem<?> system,
      ActorSpawner actors,
      SupervisionSettings settings,
      SupervisionPorts ports) {
    SlotViews slotViews = new SlotViews(ports.files(), ports.allKeys());
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ActorRef<WatcherDirectory.Command> directory =
        actors.spawn(WatcherDirectory.create(settings, ports, slotViews, ended), "watchers");
    return new Supervision(
        system, directory, ports, slotViews, settings.answerWithin().plus(MARGIN), ended);
  }

  /**
   * Starts the supervisors of these keys; active wishes are launched once the runner's gate is
   * open.
   *
   * @param within time limit; recovering many keys from the journal takes longer
   * @return completes when every supervisor has recovered
   */
  public CompletionStage<Void> recover(Set<WatcherKey> keys, Duration within) {
    keys.forEach(this::supervise);
    return AskPattern.<WatcherDirectory.Command, akka.Done>ask(
            directory,
            replyTo -> new WatcherDirectory.Recover(Set.copyOf(keys), replyTo),
            within,
            system.scheduler())
        .thenApply(done -> null);
  }

  @Override
  public CompletionStage<WishOutcome> want(CheckedWish wish) {
    if (ended.isDone()) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the watcher directory has stopped"));
    }
    supervise(wish.wish().key());
    CompletableFuture<WishOutcome> outcome = new CompletableFuture<>();
    directory.tell(
        new WatcherDirectory.Route(
            wish.wish().key(), new WishInbox.Offer(wish, outcome::complete)));
    return outcome;
  }

  /** A key that never had a wish is decided without a supervisor: none starts for a question. */
  @Override
  public CompletionStage<WishOutlook> preview(CheckedWish wish) {
    WatcherKey key = wish.wish().key();
    if (known.contains(key)) {
      return ask(key, replyTo -> new WishInbox.Preview(wish, replyTo));
    }
    KeyDecision decision =
        new KeyDecision(
            KeyState.EMPTY,
            generalHold(),
            (first, last) -> Optional.of(BigDecimal.ZERO),
            (first, last, step) -> Optional.of(true));
    return CompletableFuture.completedFuture(
        decision.outlook(SlotState.NONE, wish, 0, ports.clock().instant()));
  }

  @Override
  public CompletionStage<List<WithdrawalOutcome>> withdraw(
      Set<SlotId> slots, boolean keepOrders, String reason) {
    return withdraw(slots, keepOrders, false, reason);
  }

  @Override
  public CompletionStage<List<WithdrawalOutcome>> hold(
      Set<SlotId> slots, boolean keepOrders, String reason) {
    return withdraw(slots, keepOrders, true, reason);
  }

  /**
   * Withdraws the slots of every key that has a supervisor, whatever its view shows: a wish whose
   * write is in flight is not in a view yet.
   */
  @Override
  public CompletionStage<List<WithdrawalOutcome>> holdAll(boolean keepOrders, String reason) {
    return changeGeneralHold(() -> ports.allKeys().hold(ports.clock().instant()))
        .thenCompose(
            held -> {
              Set<SlotId> slots =
                  supervised.stream()
                      .flatMap(key -> Stream.of(Slot.values()).map(key::slot))
                      .collect(Collectors.toSet());
              return withdraw(slots, keepOrders, false, reason);
            })
        .thenApply(
            outcomes ->
                outcomes.stream()
                    .filter(outcome -> !outcome.words().equals(WithdrawalOutcome.NOT_WANTED))
                    .toList());
  }

  @Override
  public CompletionStage<List<SlotId>> lift(List<SlotId> slots, String reason) {
    CompletionStage<List<SlotId>> all = CompletableFuture.completedFuture(List.of());
    for (SlotId slot : slots) {
      CompletionStage<List<SlotId>> one =
          this.<LiftOutcome>ask(
                  slot.key(), replyTo -> new WishInbox.LiftHold(slot.slot(), reason, replyTo))
              .thenApply(outcome -> outcome.lifted() ? List.of(outcome.slot()) : List.of());
      all = all.thenCombine(one, Supervision::append);
    }
    return all;
  }

  @Override
  public CompletionStage<Void> liftAll() {
    return changeGeneralHold(
        () -> {
          ports.allKeys().lift();
          slots().forEach(view -> ports.files().held(view.slot(), view.heldSince()));
        });
  }

  @Override
  public GeneralHold generalHold() {
    return ports.allKeys().current();
  }

  @Override
  public Set<WatcherKey> knownKeys() {
    return Set.copyOf(known);
  }

  /** Adds the keys of earlier runtimes; their supervisors start when they are asked. */
  public void know(Set<WatcherKey> keys) {
    known.addAll(keys);
  }

  private CompletionStage<Void> changeGeneralHold(Runnable change) {
    return CompletableFuture.runAsync(
        change, system.dispatchers().lookup(DispatcherSelector.blocking()));
  }

  private CompletionStage<List<WithdrawalOutcome>> withdraw(
      Set<SlotId> slots, boolean keepOrders, boolean hold, String reason) {
    CompletionStage<List<WithdrawalOutcome>> all = CompletableFuture.completedFuture(List.of());
    for (SlotId slot : slots.stream().sorted().toList()) {
      CompletionStage<WithdrawalOutcome> one =
          ask(
              slot.key(),
              replyTo -> new WishInbox.Withdraw(slot.slot(), keepOrders, hold, reason, replyTo));
      all = all.thenCombine(one.thenApply(List::of), Supervision::append);
    }
    return all;
  }

  private <T> CompletionStage<T> ask(
      WatcherKey key, Function<ActorRef<T>, WishInbox.Command> request) {
    supervise(key);
    return onAnsweringThread(
        AskPattern.<WatcherDirectory.Command, T>ask(
            directory,
            replyTo -> new WatcherDirectory.Route(key, request.apply(replyTo)),
            patience,
            system.scheduler()));
  }

  /** Notes that the key has a supervisor from now on. */
  private void supervise(WatcherKey key) {
    known.add(key);
    supervised.add(key);
  }

  @Override
  public List<SlotView> slots() {
    return slotViews.views();
  }

  /**
   * Refuses wishes and restarts: the first step of a shutdown, which the caller awaits before
   * watchers are signalled. The wishes stay in the journal.
   */
  public CompletionStage<Void> quiesce() {
    return AskPattern.<WatcherDirectory.Command, akka.Done>ask(
            directory, WatcherDirectory.Quiesce::new, patience, system.scheduler())
        .thenApply(done -> null);
  }

  /**
   * Completes when the directory has stopped, because the actor system ends or a part has failed.
   * No wish is accepted afterwards.
   */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  /**
   * Completes dependent stages on the thread of the answer. Akka's stages pass each dependent step
   * to the common pool, which starts a new thread for it on a machine with two cores.
   */
  private static <T> CompletionStage<T> onAnsweringThread(CompletionStage<T> asked) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    asked.whenCompleteAsync(
        (value, failure) -> {
          if (failure == null) {
            answer.complete(value);
          } else {
            answer.completeExceptionally(failure);
          }
        },
        Runnable::run);
    return answer;
  }

  private static <T> List<T> append(List<T> some, List<T> more) {
    List<T> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
