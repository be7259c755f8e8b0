package dev.maxdiff.process;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A child that this process reaps itself; its zombie pins pid and group until {@link #bury}. */
final class LinuxProcess implements OwnProcess {

  private final ProcessIdentity identity;
  private final CompletionStage<Void> exited;
  private final GroupTable groups;
  private final Runnable onReaped;
  private int input;
  private ExitStatus status; // null until it is reaped
  private long seenAt;

  /**
   * @param input the write end of the child's standard input, which must not block; or -1
   */
  LinuxProcess(
      ProcessIdentity identity,
      CompletionStage<Void> exited,
      int input,
      GroupTable groups,
      Runnable onReaped) {
    this.identity = identity;
    this.exited = exited;
    this.input = input;
    this.groups = groups;
    this.onReaped = onReaped;
  }

  @Override
  public ProcessIdentity identity() {
    return identity;
  }

  @Override
  public CompletionStage<Void> exited() {
    return exited;
  }

  @Override
  public synchronized void signalGroup(Signal signal) {
    if (status == null) {
      Libc.kill(-identity.pid(), signal.number());
    }
  }

  /**
   * SIGKILL to a group is atomic: a member that forks at that moment does not. So once it is sent
   * while the zombie pins the number, nothing needs to be signalled after the reap.
   */
  @Override
  public synchronized Burial bury() {
    if (status == null) {
      closeInput();
      signalGroup(Signal.KILL);
      status = reap();
      seenAt = System.nanoTime();
      onReaped.run();
    }
    return new Burial(status, isGroupEmpty());
  }

  /**
   * The system does not reuse a number while a group bears it. So when a process bears the number
   * as its pid, after the leader was reaped, the group had been empty before.
   */
  @Override
  public synchronized List<Integer> survivors() {
    if (isGroupEmpty()) {
      return List.of();
    }
    List<ProcFs.Stat> group = groups.group(identity.pid(), seenAt);
    seenAt = System.nanoTime();
    if (group.stream().anyMatch(stat -> stat.pid() == identity.pid())) {
      return List.of();
    }
    return group.stream().filter(stat -> !stat.isDead()).map(ProcFs.Stat::pid).toList();
  }

  @Override
  public synchronized boolean write(String ascii) {
    byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    // Few bytes, 4096 at most, go into a pipe whole or not at all, and the pipe does not block.
    return input >= 0 && Libc.write(input, bytes, bytes.length) == bytes.length;
  }

  @Override
  public synchronized void closeInput() {
    if (input >= 0) {
      Libc.close(input);
      input = -1;
    }
  }

  private ExitStatus reap() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      int pid = Libc.waitFor(Libc.P_PID, identity.pid(), info, Libc.WEXITED | Libc.WNOHANG);
      int status = info.getInt(Libc.OFFSET_OF_STATUS);
      if (pid == 0) {
        return ExitStatus.exited(-1); // someone else in this JVM has taken its status
      }
      return info.getInt(Libc.OFFSET_OF_CODE) == Libc.CLD_EXITED
          ? ExitStatus.exited(status)
          : ExitStatus.signalled(status);
    }
  }

  private boolean isGroupEmpty() {
    if (isGroupUnknown()) {
      return true;
    }
    reapAdoptedMembers();
    return isGroupUnknown();
  }

  private boolean isGroupUnknown() {
    return Libc.kill(-identity.pid(), 0) != 0 && Native.getLastError() == Libc.ESRCH;
  }

  /** Members whose parent has ended are our children now, and we their only hope. */
  private void reapAdoptedMembers() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      int options = Libc.WEXITED | Libc.WNOHANG;
      while (Libc.waitFor(Libc.P_PGID, identity.pid(), info, options) > 0) {
        // each one reaped is one less
      }
    }
  }
}
