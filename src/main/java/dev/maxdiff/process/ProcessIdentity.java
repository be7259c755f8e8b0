package dev.maxdiff.process;

/**
 * Names one process beyond its pid, which the system reuses (promise P7).
 *
 * @param pid always > 1
 * @param startTicks field 22 of {@code /proc/pid/stat}; 0 where there is no {@code /proc}
 * @param bootId {@code /proc/sys/kernel/random/boot_id}; empty where there is none
 */
public record ProcessIdentity(int pid, long startTicks, String bootId) {

  public ProcessIdentity {
    if (pid <= 1) {
      throw new IllegalArgumentException("pid: " + pid + " (expected: > 1)");
    }
  }

  /** Of the program that asks. */
  public static ProcessIdentity ofThisProcess() {
    int self = Math.toIntExact(ProcessHandle.current().pid());
    return ProcFs.ofThisMachine().identity(self).orElse(new ProcessIdentity(self, 0, ""));
  }
}
