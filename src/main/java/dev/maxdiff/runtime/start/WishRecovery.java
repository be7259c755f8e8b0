package dev.maxdiff.runtime.start;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.runtime.context.Await;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.supervision.AllKeysHold;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.Supervision;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Recovers the wishes of an earlier runtime. A wish stands unless it was withdrawn while no runtime
 * ran.
 */
final class WishRecovery {

  private final StoredKeys keys;
  private final StateDirectory directory;
  private final Await await;
  private final CompletionStage<Void> givenUp;

  /**
   * @param givenUp fails when the start is given up
   */
  WishRecovery(
      StoredKeys keys, StateDirectory directory, Await await, CompletionStage<Void> givenUp) {
    this.givenUp = givenUp;
    this.keys = keys;
    this.directory = directory;
    this.await = await;
  }

  /** Returns whether the journal holds a wish, standing or not. */
  boolean exist() {
    return !keys.known().isEmpty();
  }

  /** Returns the number of wishes that {@link #recover} will let stand. */
  int standing() {
    Optional<WithdrawnFile> withdrawn = WithdrawnFile.read(directory);
    return (int)
        keys.wanted().stream()
            .filter(stored -> withdrawn.filter(file -> file.covers(stored.slot().key())).isEmpty())
            .count();
  }

  /**
   * Starts the supervisors of the active and of the held keys, then withdraws the wishes that
   * {@code withdrawn.json} names and those that the hold of all keys covers: a kill-all may have
   * been cut short. Blocks.
   *
   * @param clock the watchers' time
   * @param reason of the withdrawals
   * @return the number of wishes that stand
   * @throws IllegalStateException when a wish cannot be withdrawn
   */
  int recover(Supervision supervision, AllKeysHold allKeys, InstantSource clock, String reason) {
    Set<WatcherKey> recovering = new HashSet<>(keys.active());
    keys.held().keySet().forEach(slot -> recovering.add(slot.key()));
    await.result(
        "the wishes",
        supervision
            .recover(recovering, await.limit())
            .applyToEither(givenUp, recovered -> recovered));
    Optional<WithdrawnFile> withdrawn = WithdrawnFile.read(directory);
    if (withdrawn.filter(WithdrawnFile::hold).isPresent()) {
      allKeys.hold(clock.instant());
    }
    int left =
        keys.wanted().size()
            - withdrawn.map(file -> withdraw(file, supervision, reason)).orElse(0)
            - (withdrawn.isPresent() ? 0 : withdrawHeld(supervision, allKeys));
    WithdrawnFile.delete(directory);
    return left;
  }

  /** Lifts every hold: an operator has started over. Blocks. */
  void liftHolds(Supervision supervision) {
    await.result("the hold of all keys", supervision.liftAll());
  }

  /**
   * Holds the slots that an operator held in a session that has ended by itself. Blocks.
   *
   * @throws IllegalStateException when a slot cannot be held
   */
  void hold(Supervision supervision, Set<SlotId> held) {
    requireDone(
        await.result("the holds", supervision.hold(held, true, "held in the session before")),
        "held");
  }

  private int withdraw(WithdrawnFile withdrawn, Supervision supervision, String reason) {
    return withdraw(
        supervision, slot -> withdrawn.covers(slot.key()), withdrawn.keepOrders(), reason);
  }

  private int withdrawHeld(Supervision supervision, AllKeysHold allKeys) {
    return withdraw(
        supervision, slot -> keys.isHeld(slot, allKeys.current()), true, "held by an operator");
  }

  private int withdraw(
      Supervision supervision, Predicate<SlotId> selected, boolean keepOrders, String reason) {
    Set<SlotId> slots =
        keys.wanted().stream()
            .map(StoredKeys.StoredSlot::slot)
            .filter(selected)
            .collect(Collectors.toSet());
    requireDone(
        await.result("the withdrawals", supervision.withdraw(slots, keepOrders, reason)),
        "withdrawn");
    return slots.size();
  }

  private static void requireDone(List<WithdrawalOutcome> outcomes, String what) {
    outcomes.stream()
        .filter(outcome -> !outcome.done())
        .findFirst()
        .ifPresent(
            failed -> {
              throw new IllegalStateException(
                  failed.slot() + " could not be " + what + ": " + failed.words());
            });
  }
}
