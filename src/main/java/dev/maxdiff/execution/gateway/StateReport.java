package dev.maxdiff.execution.gateway;

import dev.maxdiff.domain.SlotId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The state that a watcher reports: the fields of its file (CONTRACT section 3) as JSON values
 * (text, numbers, booleans, null).
 */
public record StateReport(SlotId slot, long generation, Map<String, Object> fields) {
  public StateReport {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
