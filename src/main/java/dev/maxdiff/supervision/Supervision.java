package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The supervisors of one runtime, for code that knows no actors.
 *
 * <p>Methods return at once and may be called from any thread. A stage that fails with a timeout
 * means that it is not known whether it was done.
 */
public final class Supervision {

  /** Behind the actors' own limits, which give better answers. */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final ActorSystem<?> system;
  private final ActorRef<WatcherDirectory.Command> directory;
  private final SlotBoard board;
  private final Duration patience;
  private final CompletableFuture<Void> ended;

  private Supervision(
      ActorSystem<?> system,
      ActorRef<WatcherDirectory.Command> directory,
      SlotBoard board,
      Duration patience,
      CompletableFuture<Void> ended) {
    this.system = system;
    this.directory = directory;
    this.board = board;
    this.patience = patience;
    this.ended = ended;
  }

  /** Starts no supervisor yet; one per actor system. */
  public static Supervision start(
      ActorSystem<?> system,
      ActorSpawner actors,
      SupervisionSettings settings,
      SupervisionPorts ports) {
    SlotBoard board = new SlotBoard(ports.files());
    CompletableFuture<Void> ended = new CompletableFuture<>();
    ActorRef<WatcherDirectory.Command> directory =
        actors.spawn(WatcherDirectory.create(settings, ports, board, ended), "watchers");
    return new Supervision(system, directory, board, settings.answerWithin().plus(MARGIN), ended);
  }

  /**
   * Starts the supervisors of these keys; what they want is launched, as far as the runner's gate
   * is open.
   *
   * @param within the journal may take longer for many keys
   * @return completes when all of them know what the journal wants
   */
  public CompletionStage<Void> recover(Set<WatcherKey> keys, Duration within) {
    return AskPattern.<WatcherDirectory.Command, akka.Done>ask(
            directory,
            replyTo -> new WatcherDirectory.Recover(Set.copyOf(keys), replyTo),
            within,
            system.scheduler())
        .thenApply(done -> null);
  }

  /**
   * Makes {@code wish} the wish of its slot.
   *
   * @param increments the asset's steps, by which equal wishes are recognised
   * @param operator a person asks, not a loop
   * @param retry starts an equal wish again that is in {@code crash_loop}; operators only
   * @return completes once the wish is durable, or was not needed
   */
  public CompletionStage<WishOutcome> want(
      Wish wish, Increments increments, boolean operator, boolean retry) {
    return this.<WishOutcome>ask(
        wish.key(), replyTo -> new WishInbox.Offer(wish, increments, operator, retry, replyTo));
  }

  /** Takes back the wishes of these slots; completes when their watchers are gone. */
  public CompletionStage<List<Withdrawal>> withdraw(
      Set<SlotId> slots, boolean keepOrders, String reason) {
    CompletionStage<List<Withdrawal>> all = CompletableFuture.completedFuture(List.of());
    for (SlotId slot : slots.stream().sorted().toList()) {
      CompletionStage<Withdrawal> one =
          this.<Withdrawal>ask(
              slot.key(),
              replyTo -> new WishInbox.Withdraw(slot.slot(), keepOrders, reason, replyTo));
      all = all.thenCombine(one, Supervision::append);
    }
    return all;
  }

  /** Every slot with a wish, or that had one in this run, sorted. */
  public List<SlotView> slots() {
    return board.views();
  }

  /**
   * The first step of a shutdown, to be awaited before watchers are signalled: no wish is accepted
   * and no ended watcher is started again. The wishes stay in the journal.
   */
  public CompletionStage<Void> quiesce() {
    return AskPattern.<WatcherDirectory.Command, akka.Done>ask(
            directory, WatcherDirectory.Quiesce::new, patience, system.scheduler())
        .thenApply(done -> null);
  }

  /** Completes when no wish can be taken any more: the actor system ends, or a part has failed. */
  public CompletionStage<Void> ended() {
    return ended.minimalCompletionStage();
  }

  private <T> CompletionStage<T> ask(
      WatcherKey key, java.util.function.Function<ActorRef<T>, WishInbox.Command> message) {
    return onTheSpot(
        AskPattern.<WatcherDirectory.Command, T>ask(
            directory,
            replyTo -> new WatcherDirectory.Route(key, message.apply(replyTo)),
            patience,
            system.scheduler()));
  }

  /**
   * Akka's stages hand every step that follows them to the common pool, which with two cores starts
   * a new thread for it: with this one it follows where the answer came in.
   */
  private static <T> CompletionStage<T> onTheSpot(CompletionStage<T> asked) {
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

  private static List<Withdrawal> append(List<Withdrawal> some, Withdrawal one) {
    List<Withdrawal> all = new ArrayList<>(some);
    all.add(one);
    return List.copyOf(all);
  }
}
