package dev.maxdiff.execution;

import dev.maxdiff.domain.SlotId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a watcher says about itself: the fields of CONTRACT section 3 that it would write into its
 * file, as JSON values (text, numbers, booleans, null).
 */
public record StateReport(SlotId slot, long generation, Map<String, Object> fields) {
  public StateReport {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
