package dev.maxdiff.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;

/**
 * The answer to a read of a watcher.
 *
 * @param age of the oldest data in it, wall time
 */
record Reading(JsonNode json, Duration age) {

  /** Returns an object with these parts; its age is the age of the oldest part. */
  static Reading of(Map<String, Reading> parts) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Duration oldest = Duration.ZERO;
    for (Map.Entry<String, Reading> part : parts.entrySet()) {
      object.set(part.getKey(), part.getValue().json());
      Duration age = part.getValue().age();
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }
    return new Reading(object, oldest);
  }

  static Reading fresh(JsonNode json) {
    return new Reading(json, Duration.ZERO);
  }
}
