package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A child that this process reaps itself. The zombie reserves pid and group number until {@link
 * #reap}.
 */
final class LinuxProcess implements OwnProcess {

  private final ProcessIdentity identity;
  private final CompletionStage<Void> exited;
  private final GroupTable groups;
  private final Runnable onReaped;
  private final ChildPipes pipes;
  private ExitStatus status; // null until the reap
  private long seenAt;

  /**
   * @param onReaped runs right after the reap
   */
  LinuxProcess(
      ProcessIdentity identity,
      CompletionStage<Void> exited,
      ChildPipes pipes,
      GroupTable groups,
      Runnable onReaped) {
    this.identity = identity;
    this.exited = exited;
    this.pipes = pipes;
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
   * Kills the group, then reaps the leader. SIGKILL to a group is atomic: a member cannot fork past
   * it. The zombie reserves the group number during the signal, so no signal is needed after the
   * reap.
   */
  @Override
  public synchronized ReapResult reap() {
    if (status == null) {
      closeInput();
      signalGroup(Signal.KILL);
      status = collectStatus();
      seenAt = System.nanoTime();
      onReaped.run();
    }
    return new ReapResult(status, isGroupEmpty());
  }

  /**
   * The kernel assigns no pid that is the number of a living group. A process whose pid is this
   * number after the leader's reap therefore shows that the group was empty before.
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
  public boolean write(String ascii) {
    return pipes.write(ascii);
  }

  @Override
  public int answers() {
    return pipes.read();
  }

  @Override
  public void closeInput() {
    pipes.close();
  }

  private ExitStatus collectStatus() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      int pid = Libc.waitFor(Libc.P_PID, identity.pid(), info, Libc.WEXITED | Libc.WNOHANG);
      int status = info.getInt(Libc.OFFSET_OF_STATUS);
      if (pid <= 0) {
        return ExitStatus.exited(-1); // other code in this JVM has collected the status
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

  /**
   * Reaps members whose parent has ended: they are children of this process now, and no other
   * process reaps them.
   */
  private void reapAdoptedMembers() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      int options = Libc.WEXITED | Libc.WNOHANG;
      while (Libc.waitFor(Libc.P_PGID, identity.pid(), info, options) > 0) {
        // each call reaps one member
      }
    }
  }
}
