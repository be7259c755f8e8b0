package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a child whose start failed after the spawn. The failure may be a lack of memory or of file
 * descriptors, so the memory is reserved and the classes are loaded in advance, and no file is
 * opened.
 */
final class SpawnCleanup {

  private static final long PAUSE_NANOS = 1_000_000;
  private static final int ABSENT = Integer.MAX_VALUE; // above every pid that Linux assigns

  private final Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO);

  SpawnCleanup() {
    end(ABSENT, Duration.ofNanos(2 * PAUSE_NANOS));
  }

  /**
   * Kills the child and its process group, and reaps the child. The caller keeps every other code
   * from reaping it: until the reap, the pid is the child's.
   *
   * @param patience the longest wait for the child's end
   * @return whether the child is gone; false when it may live
   */
  synchronized boolean end(int pid, Duration patience) {
    Libc.kill(-pid, OwnProcess.Signal.KILL.number());
    Libc.kill(pid, OwnProcess.Signal.KILL.number());
    long giveUp = System.nanoTime() + patience.toNanos();
    while (!isReaped(pid)) {
      if (System.nanoTime() - giveUp >= 0) {
        return false;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return true;
  }

  private boolean isReaped(int pid) {
    int reaped = Libc.waitFor(Libc.P_PID, pid, info, Libc.WEXITED | Libc.WNOHANG);
    // the system reaps children itself where SIGCHLD is ignored
    return reaped == pid || reaped < 0 && Native.getLastError() == Libc.ECHILD;
  }
}
