package dev.maxdiff.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a process that bears a wished pid, as the system does by chance after a while. */
final class WishedPid {

  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int ATTEMPTS = 500; // whatever else forks on the machine takes numbers too

  private WishedPid() {}

  /** Empty where the system does not let us choose, or the pid is in use. */
  static Optional<Process> start(long pid, ProcessBuilder program) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        Files.writeString(LAST_PID, Long.toString(pid - 1));
      } catch (IOException e) {
        return Optional.empty(); // it takes root
      }
      Process process = program.start();
      if (process.pid() == pid) {
        return Optional.of(process);
      }
      end(process);
    }
    return Optional.empty();
  }

  /**
   * Ends it and what it has started, by a handle that is taken now, and only if it is a child of
   * ours. The {@link Process} itself would not always do: when its pid is that of one which ended a
   * moment before, it may be told that one's end, and then it signals nothing.
   */
  static void end(Process process) {
    ProcessHandle.current()
        .children()
        .filter(child -> child.pid() == process.pid())
        .forEach(
            child -> {
              child.descendants().forEach(ProcessHandle::destroyForcibly);
              child.destroyForcibly();
            });
  }
}
