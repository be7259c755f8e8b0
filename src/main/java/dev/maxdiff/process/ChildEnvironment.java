package dev.maxdiff.process;

import dev.maxdiff.process.os.ProcessMark;
import dev.maxdiff.process.os.RuntimeMark;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Derives the environments of children from the inherited environment. It removes broker keys,
 * every {@code MAXDIFF_} variable and options for the runtime's own JVM, and adds the mark.
 */
public final class ChildEnvironment {

  private static final List<String> STRIPPED = List.of("MAXDIFF_", "APCA_", "ALP_");

  /** Options for the runtime's own JVM: a heap, a collector or a port that no child can share. */
  private static final List<String> JVM_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Map<String, String> inherited;
  private final RuntimeMark mark;

  public ChildEnvironment(Map<String, String> inherited, RuntimeMark mark) {
    this.inherited = new HashMap<>(inherited);
    this.inherited.keySet().removeIf(name -> STRIPPED.stream().anyMatch(name::startsWith));
    JVM_OPTIONS.forEach(this.inherited::remove);
    this.mark = mark;
  }

  public Map<String, String> of(Launch launch) {
    Map<String, String> environment = ofHelper();
    environment.putAll(launch.environment());
    environment.put(RuntimeMark.VARIABLE, mark.toString());
    environment.put(ProcessMark.KEY, launch.slot().key().toString());
    environment.put(ProcessMark.SLOT, launch.slot().slot().toString());
    environment.put(ProcessMark.GENERATION, Long.toString(launch.generation()));
    return environment;
  }

  /**
   * Returns the environment of a helper: a process that is no watcher and must end with the
   * runtime.
   */
  public Map<String, String> ofHelper() {
    Map<String, String> environment = new HashMap<>(inherited);
    environment.put(RuntimeMark.VARIABLE, mark.toString());
    return environment;
  }

  /**
   * Returns the environment of the sentinel: without a mark, so that its sweep does not find it.
   */
  public Map<String, String> ofSentinel() {
    return Map.copyOf(inherited);
  }
}
