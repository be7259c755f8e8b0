package dev.maxdiff.execution.gateway;

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
public record ViewAnswer(JsonNode json, Duration age) {

  /** Returns an object with these parts; its age is the age of the oldest part. */
  static ViewAnswer of(Map<String, ViewAnswer> fields) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    Duration oldest = Duration.ZERO;
    for (Map.Entry<String, ViewAnswer> field : fields.entrySet()) {
      object.set(field.getKey(), field.getValue().json());
      Duration age = field.getValue().age();
      oldest = age.compareTo(oldest) > 0 ? age : oldest;
    }
    return new ViewAnswer(object, oldest);
  }

  static ViewAnswer fresh(JsonNode json) {
    return new ViewAnswer(json, Duration.ZERO);
  }
}
