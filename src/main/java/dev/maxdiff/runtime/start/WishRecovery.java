package dev.maxdiff.runtime.start;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.runtime.context.Await;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.Supervision;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers the wishes of an earlier runtime. A wish stands unless it was withdrawn while no runtime
 * ran.
 */
final class WishRecovery {

  private static final Logger LOG = LoggerFactory.getLogger(WishRecovery.class);

  private final StoredKeys keys;
  private final StateDirectory directory;
  private final Await await;

  WishRecovery(StoredKeys keys, StateDirectory directory, Await await) {
    this.keys = keys;
    this.directory = directory;
    this.await = await;
  }

  /** Returns whether the journal holds a wish, standing or not. */
  boolean exist() {
    return !keys.known().isEmpty();
  }

  /** Withdraws every wish: {@link #recover} of this start or of a later one does it. */
  void withdrawAll() {
    new WithdrawnFile(Instant.now(), Set.of(), false).write(directory);
  }

  /** Withdraws every wish: the stored replay has ended, and the exchange opened a new account. */
  void withdrawAllOfEndedReplay() {
    withdrawAll();
    if (!keys.wanted().isEmpty()) {
      LOG.warn(
          "The stored replay had ended: a new account is open, {} wishes of before are withdrawn",
          keys.wanted().size());
    }
  }

  /**
   * Starts the supervisors of the active keys, then withdraws the wishes that {@code
   * withdrawn.json} names. Blocks.
   *
   * @param givenUp fails when the start is given up
   * @param reason of the withdrawals
   * @return the number of wishes that stand
   * @throws IllegalStateException when a wish cannot be withdrawn
   */
  int recover(Supervision supervision, CompletionStage<Void> givenUp, String reason) {
    await.result(
        "the wishes",
        supervision
            .recover(keys.active(), await.limit())
            .applyToEither(givenUp, recovered -> recovered));
    Optional<WithdrawnFile> withdrawn = WithdrawnFile.read(directory);
    int before = keys.wanted().size();
    int standing = before - withdrawn.map(file -> withdraw(file, supervision, reason)).orElse(0);
    WithdrawnFile.delete(directory);
    return standing;
  }

  private int withdraw(WithdrawnFile withdrawn, Supervision supervision, String reason) {
    Set<SlotId> slots =
        keys.wanted().stream()
            .map(StoredKeys.StoredSlot::slot)
            .filter(slot -> withdrawn.covers(slot.key()))
            .collect(Collectors.toSet());
    await
        .result("the withdrawals", supervision.withdraw(slots, withdrawn.keepOrders(), reason))
        .stream()
        .filter(withdrawal -> !withdrawal.done())
        .findFirst()
        .ifPresent(
            failed -> {
              throw new IllegalStateException("a wish could not be withdrawn: " + failed.words());
            });
    return slots.size();
  }
}
