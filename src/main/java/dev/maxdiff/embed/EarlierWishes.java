package dev.maxdiff.embed;

import dev.maxdiff.domain.SlotId;
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
 * The wishes that an earlier runtime left: they stand, but for those that were withdrawn while
 * nobody ran.
 */
final class EarlierWishes {

  private static final Logger LOG = LoggerFactory.getLogger(EarlierWishes.class);

  private final StoredKeys keys;
  private final StateDirectory directory;
  private final Patience patience;

  EarlierWishes(StoredKeys keys, StateDirectory directory, Patience patience) {
    this.keys = keys;
    this.directory = directory;
    this.patience = patience;
  }

  /** Whether anything was ever wished here. */
  boolean exist() {
    return !keys.known().isEmpty();
  }

  /** None of them is to be taken up, whenever that comes to be. */
  void withdrawAll() {
    new WithdrawnFile(Instant.now(), Set.of(), false).write(directory);
  }

  /** The exchange has opened a new account because the stored replay had run to its end. */
  void withdrawAllOfEndedReplay() {
    withdrawAll();
    if (!keys.wanted().isEmpty()) {
      LOG.warn(
          "The stored replay had ended: a new account is open, {} wishes of before are withdrawn",
          keys.wanted().size());
    }
  }

  /**
   * What stands is wanted again; what was withdrawn while nobody ran is withdrawn first.
   *
   * @param givenUp fails when nobody waits for it any more
   * @param reason of the withdrawals
   * @return how many stand
   */
  int takeUp(Supervision supervision, CompletionStage<Void> givenUp, String reason) {
    patience.await(
        "the wishes",
        supervision
            .recover(keys.active(), patience.limit())
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
    patience
        .await("the withdrawals", supervision.withdraw(slots, withdrawn.keepOrders(), reason))
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
