package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

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
  private final SlotViews slotViews;
  private final Duration patience;
  private final CompletableFuture<Void> ended;

  private Supervision(
      ActorSystem<?> system,
      ActorRef<WatcherDirectory.Command> directory,
      SlotViews slotViews,
      Duration patience,
      CompletableFuture<Void> ended) {
    this.system = system;
    this.directory = directory;
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
    SlotViews slotViews = new SlotViews(ports.files());
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ActorRef<WatcherDirectory.Command> directory =
        actors.spawn(WatcherDirectory.create(settings, ports, slotViews, ended), "watchers");
    return new Supervision(
        system, directory, slotViews, settings.answerWithin().plus(MARGIN), ended);
  }

  /**
   * Starts the supervisors of these keys; active wishes are launched once the runner's gate is
   * open.
   *
   * @param within time limit; recovering many keys from the journal takes longer
   * @return completes when every supervisor has recovered
   */
  public CompletionStage<Void> recover(Set<WatcherKey> keys, Duration within) {
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
    CompletableFuture<WishOutcome> outcome = new CompletableFuture<>();
    directory.tell(
        new WatcherDirectory.Route(
            wish.wish().key(), new WishInbox.Offer(wish, outcome::complete)));
    return outcome;
  }

  @Override
  public CompletionStage<List<WithdrawalOutcome>> withdraw(
      Set<SlotId> slots, boolean keepOrders, String reason) {
    CompletionStage<List<WithdrawalOutcome>> all = CompletableFuture.completedFuture(List.of());
    for (SlotId slot : slots.stream().sorted().toList()) {
      CompletionStage<WithdrawalOutcome> one =
          onAnsweringThread(
              AskPattern.<WatcherDirectory.Command, WithdrawalOutcome>ask(
                  directory,
                  replyTo ->
                      new WatcherDirectory.Route(
                          slot.key(),
                          new WishInbox.Withdraw(slot.slot(), keepOrders, reason, replyTo)),
                  patience,
                  system.scheduler()));
      all = all.thenCombine(one, Supervision::append);
    }
    return all;
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

  private static List<WithdrawalOutcome> append(
      List<WithdrawalOutcome> some, WithdrawalOutcome one) {
    List<WithdrawalOutcome> all = new ArrayList<>(some);
    all.add(one);
    return List.copyOf(all);
  }
}
