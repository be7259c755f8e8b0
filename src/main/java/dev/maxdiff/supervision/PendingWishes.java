package dev.maxdiff.supervision;

import dev.maxdiff.supervision.wishes.WishOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The wishes of one slot that have no answer yet: at most one at the supervisor, the newest behind
 * it, and the reply functions of all wishes between the two. Confined to its {@link WishInbox}.
 */
final class PendingWishes {

  /** The longest pause between two starts, as a multiple of the first. */
  private static final int LONGEST_PAUSE = 4;

  private final Duration startPause;
  private final List<Consumer<WishOutcome>> overtaken = new ArrayList<>();

  /** Number of the newest wish that was sent to the supervisor. */
  long ticket;

  /** Reply function of the wish at the supervisor; null = none. */
  Consumer<WishOutcome> atSupervisor;

  /** The wish that goes to the supervisor next; null = none. */
  WishInbox.Offer newest;

  /** Whether the pause after a start runs. */
  boolean pausing;

  /** The pause after the next start. */
  Duration pause;

  /**
   * @param startPause the first pause between two starts; zero = no pause
   */
  PendingWishes(Duration startPause) {
    this.startPause = startPause;
    this.pause = startPause;
  }

  /** Makes {@code offer} the newest wish; the wish that waited until now is overtaken. */
  void add(WishInbox.Offer offer) {
    overtakeNewest();
    newest = offer;
  }

  void overtakeNewest() {
    if (newest != null) {
      overtaken.add(newest.answer());
      newest = null;
    }
  }

  /** Answers the wish at the supervisor and removes it. */
  void answerAtSupervisor(WishOutcome outcome) {
    atSupervisor.accept(outcome);
    atSupervisor = null;
  }

  void answerOvertaken(WishOutcome outcome) {
    overtaken.forEach(answer -> answer.accept(outcome));
    overtaken.clear();
  }

  /** Answers every wish and removes it. */
  void answerAll(WishOutcome outcome) {
    overtakeNewest();
    if (atSupervisor != null) {
      overtaken.add(atSupervisor);
      atSupervisor = null;
    }
    answerOvertaken(outcome);
  }

  /**
   * Ends the pause after a start. A wish that arrived during the pause doubles the next pause, up
   * to four times the first: the longer a burst lasts, the fewer of its wishes start a watcher.
   */
  void pauseElapsed() {
    pausing = false;
    Duration longest = startPause.multipliedBy(LONGEST_PAUSE);
    Duration doubled = pause.multipliedBy(2);
    if (newest == null) {
      pause = startPause;
    } else {
      pause = doubled.compareTo(longest) > 0 ? longest : doubled;
    }
  }
}
