package dev.maxdiff.session;

import java.time.Instant;
import java.util.List;

/** Decides when a session wishes what. Called on the session's thread only. */
interface IntentSource {

  /**
   * What has fallen due by {@code now}, each once; empty when nothing has. It is not asked while an
   * earlier round is unanswered, so what fell due meanwhile comes in its newest form.
   */
  List<Intent> due(Instant now);
}
