package dev.maxdiff.process.os;

/**
 * Identifies one process; a pid alone is not enough, because the system reuses pids (promise P7).
 *
 * @param pid greater than 1
 * @param startTicks field 22 of {@code /proc/pid/stat}; 0 where {@code /proc} is missing
 * @param bootId {@code /proc/sys/kernel/random/boot_id}; empty where it is missing
 */
public record ProcessIdentity(int pid, long startTicks, String bootId) {

  public ProcessIdentity {
    if (pid <= 1) {
      throw new IllegalArgumentException("pid: " + pid + " (expected: > 1)");
    }
  }

  /** Returns the identity of the calling process. */
  public static ProcessIdentity ofThisProcess() {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    return ProcFs.ofThisMachine().identity(self).orElse(new ProcessIdentity(self, 0, ""));
  }
}
