package dev.maxdiff.control;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.WatcherKey;

/**
 * What a wish would do if it were sent now.
 *
 * @param words one line for a person: the order, and the reason of a refusal
 * @param warning one line on a wish that would be accepted; null = none
 */
public record WishPreview(
    Verdict verdict, WatcherKey key, Slot slot, String words, String warning) {

  /** The kind of the effect. */
  public enum Verdict {
    /** A watcher would start, or the end of the standing wish would move. */
    WISHED,
    /** Equal to the active wish. */
    UNCHANGED,
    /** The plan row of the wish is done. */
    DONE,
    /** An operator holds the slot. */
    HELD,
    /** It would be refused. */
    REFUSED,
    /** It depends on orders that could not be asked for. */
    UNKNOWN
  }

  /** Returns the preview of a decided wish. */
  static WishPreview of(WishAnswer answer, boolean held) {
    return new WishPreview(
        verdict(answer.outcome(), held),
        answer.key(),
        answer.slot(),
        answer.words(),
        answer.warning());
  }

  /** Returns the preview of a wish that the checks refuse. */
  public static WishPreview invalid(WishRequest request, InvalidValueException cause) {
    Strategy strategy = request.strategy() == null ? Strategy.DEFAULT : request.strategy();
    return new WishPreview(
        Verdict.REFUSED,
        new WatcherKey(request.symbol(), request.side(), strategy),
        request.slot(),
        cause.getMessage(),
        null);
  }

  private static Verdict verdict(WishAnswer.Outcome outcome, boolean held) {
    return switch (outcome) {
      case STARTED, REPLACED, EXTENDED -> Verdict.WISHED;
      case UNCHANGED -> Verdict.UNCHANGED;
      case DONE -> Verdict.DONE;
      case DENIED, SUPERSEDED -> held ? Verdict.HELD : Verdict.REFUSED;
      case UNRESOLVED -> Verdict.UNKNOWN;
    };
  }
}
