package dev.maxdiff.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes environments of children from the one that the runtime inherited: broker keys never reach a
 * child, and only the launcher says whose it is.
 */
final class ChildEnvironment {

  private static final List<String> STRIPPED = List.of("MAXDIFF_", "APCA_", "ALP_");

  private final Map<String, String> inherited;
  private final RuntimeMark mark;

  ChildEnvironment(Map<String, String> inherited, RuntimeMark mark) {
    this.inherited = new HashMap<>(inherited);
    this.inherited.keySet().removeIf(name -> STRIPPED.stream().anyMatch(name::startsWith));
    this.mark = mark;
  }

  Map<String, String> of(Launch launch) {
    Map<String, String> environment = ofHelper();
    environment.putAll(launch.environment());
    environment.put(RuntimeMark.VARIABLE, mark.toString());
    environment.put(ProcessMark.KEY, launch.slot().key().toString());
    environment.put(ProcessMark.SLOT, launch.slot().slot().toString());
    environment.put(ProcessMark.GENERATION, Long.toString(launch.generation()));
    return environment;
  }

  /** Of a process that must end with the runtime, yet is no watcher. */
  Map<String, String> ofHelper() {
    Map<String, String> environment = new HashMap<>(inherited);
    environment.put(RuntimeMark.VARIABLE, mark.toString());
    return environment;
  }

  /** Of the sentinel, which must not find itself. */
  Map<String, String> ofSentinel() {
    return Map.copyOf(inherited);
  }
}
