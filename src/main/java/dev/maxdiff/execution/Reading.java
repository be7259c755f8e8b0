package dev.maxdiff.execution;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What a watcher is shown.
 *
 * @param age of the oldest of what it was made from, wall time
 */
record Reading(JsonNode json, Duration age) {

  static Reading fresh(JsonNode json) {
    return new Reading(json, Duration.ZERO);
  }
}
