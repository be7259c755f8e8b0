package dev.maxdiff.watch.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of one poll.
 *
 * @param states reported before the effects; the last one stays when there are no effects, and the
 *     outcome of an order adds its own
 * @param effects empty = wait for the next poll
 * @param memory for the next poll
 * @param fields of the state report (CONTRACT section 3), without the state itself
 */
public record Decision<M>(
    List<String> states, List<Effect> effects, M memory, Map<String, Object> fields) {

  public Decision {
    states = List.copyOf(states);
    effects = List.copyOf(effects);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  static <M> Decision<M> waiting(String state, M memory, Map<String, Object> fields) {
    return new Decision<>(List.of(state), List.of(), memory, fields);
  }

  static <M> Decision<M> of(
      String state, List<Effect> effects, M memory, Map<String, Object> fields) {
    return new Decision<>(List.of(state), effects, memory, fields);
  }
}
