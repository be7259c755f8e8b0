package dev.maxdiff.session.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides when a session wishes what. Called on the session's thread only. */
public interface IntentSource {

  /**
   * What has fallen due by {@code now}, each once; empty when nothing has. It is not asked while an
   * earlier round is unanswered, so what fell due meanwhile comes in its newest form.
   */
  List<SessionIntent> due(Instant now);

  /** When to ask at the latest although no time of the exchange's clock is near; empty = never. */
  default Optional<Duration> settlesIn() {
    return Optional.empty();
  }
}
