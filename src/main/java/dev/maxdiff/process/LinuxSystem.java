package dev.maxdiff.process;

import com.sun.jna.Memory;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Linux through the C library: spawns straight into the command, learns of exits from pidfds, and
 * reaps by itself. The JVM reaps only what its own {@code Process} started, so both live together.
 */
final class LinuxSystem implements OperatingSystem {

  private static final Logger LOG = LoggerFactory.getLogger(LinuxSystem.class);
  private static final int ADOPTED_AT_ONCE = 1_000;

  private final ProcFs proc;
  private final GroupTable groups;
  private final ExitWatch exits;
  private final Set<Integer> own = ConcurrentHashMap.newKeySet();

  /** Empty where a call is missing: another system, an old kernel or C library. */
  static Optional<OperatingSystem> open(ProcFs proc) {
    if (!proc.exists()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LinuxSystem(proc));
    } catch (LinkageError | IOException e) {
      LOG.warn("Children are started through the JDK: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private LinuxSystem(ProcFs proc) throws IOException {
    this.proc = proc;
    this.groups = new GroupTable(proc);
    this.exits = new ExitWatch();
    // What daemonises itself in a watcher becomes our child, not init's.
    Libc.prctl(Libc.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  @Override
  public OwnProcess spawn(SpawnRequest request) throws IOException {
    String program = request.check().toString();
    int[] input = {-1, -1};
    if (request.pipe() && Libc.pipe2(input, Libc.O_CLOEXEC) < 0) {
      throw new IOException("pipe2: " + Libc.lastError());
    }
    try (NativeSpawn spawn = new NativeSpawn(request, input[0])) {
      return owned(spawn.start(program), input[1]);
    } catch (IOException e) {
      close(input[1]);
      throw e;
    } finally {
      close(input[0]);
    }
  }

  private OwnProcess owned(int pid, int input) throws IOException {
    own.add(pid);
    try {
      CompletableFuture<Void> exited = exits.watch(pid);
      ProcessIdentity identity =
          proc.identity(pid).orElseThrow(() -> new IOException("/proc/" + pid + " is unreadable"));
      return new LinuxProcess(identity, exited, input, groups, () -> own.remove(pid));
    } catch (IOException e) {
      Libc.kill(-pid, OwnProcess.Signal.KILL.number()); // unreaped, so it is still our child
      own.remove(pid);
      throw e;
    }
  }

  @Override
  public void reap(Collection<ProcessIdentity> ended) {
    int self = (int) ProcessHandle.current().pid();
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      for (ProcessIdentity process : ended) {
        proc.stat(process.pid())
            .filter(stat -> stat.parent() == self && stat.startTicks() == process.startTicks())
            .filter(stat -> !own.contains(stat.pid()))
            .ifPresent(stat -> reap(stat.pid(), info));
      }
    }
  }

  /**
   * The JDK reaps its own children within microseconds, and so do we: a zombie that is still the
   * first one after a while is nobody's.
   */
  @Override
  public void reapAdopted() {
    try (Memory info = new Memory(Libc.SIZE_OF_SIGNAL_INFO)) {
      for (int i = 0; i < ADOPTED_AT_ONCE; i++) {
        int zombie = firstZombie(info);
        pause();
        if (zombie == 0 || own.contains(zombie) || zombie != firstZombie(info)) {
          return;
        }
        reap(zombie, info);
      }
    }
  }

  @Override
  public void close() {
    exits.close();
  }

  private static int firstZombie(Memory info) {
    return Libc.waitFor(Libc.P_ALL, 0, info, Libc.WEXITED | Libc.WNOHANG | Libc.WNOWAIT);
  }

  private static void reap(int pid, Memory info) {
    Libc.waitFor(Libc.P_PID, pid, info, Libc.WEXITED | Libc.WNOHANG);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(int descriptor) {
    if (descriptor >= 0) {
      Libc.close(descriptor);
    }
  }
}
