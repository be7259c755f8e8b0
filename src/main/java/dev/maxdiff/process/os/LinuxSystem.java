package dev.maxdiff.process.os;

import com.sun.jna.Memory;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux through the C library: spawns the command directly, receives exits from pidfds, and reaps
 * by itself. The JVM reaps only children of its own {@code Process} class, so the two do not
 * interfere.
 */
final class LinuxSystem implements OperatingSystem {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxSystem.class);
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(2);

  private final ProcFs proc;
  private final GroupTable groups;
  private final PidfdPoller exits;
  private final AdoptedProcesses adoption;
  private final SpawnCleanup cleanup = new SpawnCleanup();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Returns empty where a call is missing: another system, an old kernel or an old C library. */
  static Optional<OperatingSystem> open(ProcFs proc, boolean solePurpose) {
    if (!proc.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LinuxSystem(proc, solePurpose));
    } catch (LinkageError | IOException e) {
      LOG.warn("Children are started through the JDK: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private LinuxSystem(ProcFs proc, boolean solePurpose) throws IOException {
    this.proc = proc;
    this.groups = new GroupTable(proc);
    this.exits = new PidfdPoller();
    this.adoption = new AdoptedProcesses(proc, solePurpose);
    Subreaper.acquire(); // a daemonised descendant of a watcher becomes our child
  }

  @Override
  public OwnProcess spawn(SpawnRequest request) throws IOException {
    String program = request.check().toString();
    int[] pid = {0};
    ChildPipes pipes = request.pipe() ? openPipes(request) : ChildPipes.NONE;
    synchronized (adoption) { // a started child is unregistered for a moment
      try {
        start(request, program, pipes, pid);
        adoption.register(pid[0], request.pipe());
        return owned(pid[0], pipes);
      } catch (IOException | RuntimeException | Error e) {
        pipes.close();
        throw failed(request, pid[0], e);
      } finally {
        pipes.closeChildsEnds();
      }
    }
  }

  private static void start(SpawnRequest request, String program, ChildPipes pipes, int[] pid)
      throws IOException {
    try (NativeSpawn spawn = new NativeSpawn(request, pipes.childsInput(), pipes.childsOutput())) {
      spawn.start(program, pid);
    }
  }

  /** Whatever was thrown after the spawn, the child is killed and reaped. */
  private IOException failed(SpawnRequest request, int pid, Throwable cause) {
    if (pid > 0 && !end(pid, KILL_PATIENCE)) {
      String words = "launch: process " + pid + " (expected: its end after: " + cause + ")";
      return new UnconfirmedEndException(words, pid, cause, () -> end(pid, Duration.ZERO));
    }
    return cause instanceof SpawnRefusedException refusal
        ? refusal
        : SpawnRefusedException.of(request.command().get(0), cause);
  }

  private boolean end(int pid, Duration patience) {
    synchronized (adoption) {
      boolean gone = cleanup.end(pid, patience);
      if (gone) {
        adoption.remove(pid);
      }
      return gone;
    }
  }

  private static ChildPipes openPipes(SpawnRequest request) throws SpawnRefusedException {
    try {
      return ChildPipes.open();
    } catch (ChildPipes.PipeException e) {
      String command = request.command().get(0);
      throw SpawnRefusedException.of(command, e.error(), Libc.strerror(e.error()));
    }
  }

  private OwnProcess owned(int pid, ChildPipes pipes) throws IOException {
    PidfdPoller.Watched watched = exits.watch(pid);
    try {
      ProcessIdentity identity =
          proc.stat(pid)
              .map(proc::identity)
              .orElseThrow(() -> new IOException("/proc/" + pid + " is unreadable"));
      adoption.identified(identity);
      return new LinuxProcess(
          identity, watched.exited(), pipes, groups, () -> reaped(pid, watched));
    } catch (IOException | RuntimeException | Error e) {
      watched.close();
      throw e;
    }
  }

  private void reaped(int pid, PidfdPoller.Watched watched) {
    watched.close();
    adoption.remove(pid);
  }

  @Override
  public void reap(Collection<ProcessIdentity> ended) {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      ended.forEach(process -> adoption.reap(process, pid -> reap(pid, info)));
    }
  }

  @Override
  public void reapAdopted() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      adoption.reapZombies(pid -> reap(pid, info));
    }
  }

  @Override
  public List<ProcessIdentity> adopted() {
    return adoption.living();
  }

  @Override
  public List<ProcessIdentity> adoptedOfEnded() {
    return adoption.livingOfEnded();
  }

  @Override
  public boolean isOwnChild(int pid) {
    return adoption.isStarted(pid);
  }

  @Override
  public boolean isAdopted(ProcessIdentity process) {
    return adoption.isLiving(process);
  }

  @Override
  public void close() {
    exits.close();
    if (!closed.getAndSet(true)) {
      Subreaper.release();
    }
  }

  private static void reap(int pid, Memory info) {
    Libc.waitFor(Libc.P_PID, pid, info, Libc.WEXITED | Libc.WNOHANG);
  }
}
