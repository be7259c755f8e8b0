package dev.maxdiff.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts a process with a chosen pid, as the system does by chance when pids are reused. */
final class ChosenPid {

  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int ATTEMPTS = 100; // other processes of the machine take pids too
  private static final Duration PAUSE = Duration.ofMillis(20);

  private ChosenPid() {}

  /** Whether a test may choose a pid: that needs root, and a container may still forbid it. */
  static boolean isAllowed() {
    try {
      Files.writeString(LAST_PID, Files.readString(LAST_PID).strip());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns empty if the pid stays in use or other processes take it in every attempt. */
  static Optional<Process> start(long pid, ProcessBuilder program) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (isInUse(pid)) {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos()); // until the next attempt
        continue;
      }
      Files.writeString(LAST_PID, Long.toString(pid - 1));
      Process process = program.start();
      if (process.pid() == pid) {
        return Optional.of(process);
      }
      end(process);
    }
    return Optional.empty();
  }

  /** Whether a process or a thread has the pid. */
  private static boolean isInUse(long pid) {
    return Files.exists(Path.of("/proc", Long.toString(pid)));
  }

  /** Describes the thread or process that has the pid now. */
  static String holder(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
          .lines()
          .limit(7) // name, state, process and parent
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "no process has the pid";
    }
  }

  /**
   * Kills the process and its descendants through a new handle, if it is a child of this JVM.
   * {@link Process#destroyForcibly} may do nothing: the JVM may attribute the end of an earlier
   * process with the same pid to this process.
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
