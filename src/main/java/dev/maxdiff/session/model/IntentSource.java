package dev.maxdiff.session.model;

import dev.maxdiff.domain.WatcherKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Supplies the intents of a session when they are due. Called on the session's thread only. */
public interface IntentSource {

  /**
   * Returns the intents that are due at {@code now}, each once. The session does not call it while
   * a round is unanswered; the next call returns the newest intent of each key.
   */
  List<SessionIntent> due(Instant now);

  /**
   * Makes the next call return once more what is due and was returned before.
   *
   * @param key null = of every key
   */
  default void again(WatcherKey key) {}

  /** Returns the wall time until the next call at the latest; empty = the session's tick. */
  default Optional<Duration> nextCheckIn() {
    return Optional.empty();
  }
}
