package dev.maxdiff.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Makes a process that bears a wished pid, as the system does by chance after a while. */
final class WishedPid {

  private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");
  private static final int ATTEMPTS = 100; // whatever else forks on the machine takes numbers too
  private static final Duration PAUSE = Duration.ofMillis(20);

  private WishedPid() {}

  /** Whether the system lets us choose: it takes root, and a container may still forbid it. */
  static boolean canBeChosen() {
    try {
      Files.writeString(LAST_PID, Files.readString(LAST_PID).strip());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Empty when the pid stays in use, or others are always faster. */
  static Optional<Process> start(long pid, ProcessBuilder program) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (isHeld(pid)) {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos()); // until we look again
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

  /** By a process or one of its threads. */
  private static boolean isHeld(long pid) {
    return Files.exists(Path.of("/proc", Long.toString(pid)));
  }

  /** Who has the pid now, a thread or a process, in words. */
  static String holder(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "status"))
          .lines()
          .limit(7) // name, state, process and parent
          .collect(Collectors.joining(", "));
    } catch (IOException e) {
      return "nobody has it";
    }
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
