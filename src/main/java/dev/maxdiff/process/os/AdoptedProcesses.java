package dev.maxdiff.process.os;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds adopted processes: descendants of watchers that became children of this JVM because their
 * parents ended.
 *
 * <p>Parenthood proves adoption only where the JVM starts processes for the runtime alone. A
 * program that embeds the runtime has children of its own and adopts their orphans too. Living
 * processes are therefore returned only for the sole purpose. Excluded are processes in the JVM's
 * own session (a watcher starts in a session of its own and cannot return), processes older than
 * this object, and every process where the JVM is {@code init} and adopts all orphans.
 */
final class AdoptedProcesses {

  private static final long NO_ANCESTOR = Long.MAX_VALUE;
  private static final long UNKNOWN_START = 0; // counts as older than every process
  private static final String HELD = "Pid:";

  private final ProcFs proc;
  private final boolean solePurpose;
  private final int self = (int) ProcessHandle.current().pid();
  private final int session;
  private final Set<ProcessIdentity> before;

  /** Unreaped children that this JVM started, with their start times in clock ticks. */
  private final Map<Integer, Long> started = new ConcurrentHashMap<>();

  private Set<ProcessIdentity> zombiesBefore = Set.of();

  AdoptedProcesses(ProcFs proc, boolean solePurpose) {
    this.proc = proc;
    this.solePurpose = solePurpose && self > 1;
    this.session = proc.stat(self).map(ProcFs.Stat::session).orElse(0);
    this.before =
        this.solePurpose
            ? children().map(this::identity).collect(Collectors.toUnmodifiableSet())
            : Set.of();
  }

  /**
   * Registers a child right after its spawn. The caller holds this object's monitor from the spawn
   * on: a concurrent scan would take the child for an adopted process, and reap it.
   *
   * @param helper whether the process starts no processes itself
   */
  void register(int pid, boolean helper) {
    started.put(pid, helper ? NO_ANCESTOR : UNKNOWN_START);
  }

  /** Records the start time of a registered child. */
  void identified(ProcessIdentity child) {
    started.replace(child.pid(), UNKNOWN_START, child.startTicks());
  }

  /** Removes a child that was reaped, or that this JVM will not reap. */
  void remove(int pid) {
    started.remove(pid);
  }

  /** Reaps an ended process, unless this JVM has started it and reaps it elsewhere. */
  synchronized void reap(ProcessIdentity ended, IntConsumer reap) {
    proc.stat(ended.pid())
        .filter(stat -> stat.parent() == self && stat.startTicks() == ended.startTicks())
        .filter(stat -> !isStarted(stat.pid()))
        .ifPresent(stat -> reap.accept(stat.pid()));
  }

  boolean isStarted(int pid) {
    return started.containsKey(pid);
  }

  List<ProcessIdentity> living() {
    return solePurpose ? adopted().map(this::identity).toList() : List.of();
  }

  /**
   * Returns the living adopted processes that are older than every living watcher, which therefore
   * descend from a watcher that has ended. The origin of a younger process is unknown; it stays
   * until its last possible ancestor ends, or until the sweep.
   */
  List<ProcessIdentity> livingOfEnded() {
    List<ProcessIdentity> seen = living();
    long oldest = oldestWatcher(); // read after the list, so it includes their ancestors
    return seen.stream().filter(process -> process.startTicks() < oldest).toList();
  }

  /**
   * Returns whether the process is adopted now; the caller checks this right before each signal
   * (promise P7).
   */
  boolean isLiving(ProcessIdentity process) {
    return solePurpose
        && proc.stat(process.pid())
            .filter(stat -> stat.startTicks() == process.startTicks())
            .filter(this::isAdopted)
            .isPresent();
  }

  /**
   * Reaps each zombie that was a zombie at the previous call too. The code that starts a child
   * reaps it long before a second call. Another runtime in this JVM that still has to reap its
   * child holds a pidfd of it; that zombie is left alone.
   */
  synchronized void reapZombies(IntConsumer reap) {
    Set<ProcessIdentity> now = zombies();
    now.stream().filter(zombiesBefore::contains).forEach(zombie -> reap.accept(zombie.pid()));
    zombiesBefore = now;
  }

  private synchronized long oldestWatcher() {
    return started.values().stream().mapToLong(Long::longValue).min().orElse(NO_ANCESTOR);
  }

  private Set<ProcessIdentity> zombies() {
    Set<ProcessIdentity> zombies =
        children().filter(ProcFs.Stat::isDead).map(this::identity).collect(Collectors.toSet());
    if (!zombies.isEmpty()) {
      Set<Integer> held = held();
      zombies.removeIf(zombie -> held.contains(zombie.pid()));
    }
    return zombies;
  }

  private Stream<ProcFs.Stat> adopted() {
    return children().filter(this::isAdopted);
  }

  private synchronized boolean isAdopted(ProcFs.Stat stat) {
    return stat.parent() == self
        && !stat.isDead()
        && stat.session() != session
        && !isStarted(stat.pid())
        && !before.contains(identity(stat));
  }

  /** Excludes registered children without reading their files: there may be a thousand of them. */
  private Stream<ProcFs.Stat> children() {
    return proc.pids().stream()
        .filter(pid -> !isStarted(pid))
        .flatMap(pid -> proc.stat(pid).stream())
        .filter(stat -> stat.parent() == self);
  }

  private ProcessIdentity identity(ProcFs.Stat stat) {
    return new ProcessIdentity(stat.pid(), stat.startTicks(), proc.bootId());
  }

  /** Returns the pids of which this JVM holds a pidfd. */
  private static Set<Integer> held() {
    Set<Integer> held = new HashSet<>();
    File[] descriptors = new File("/proc/self/fdinfo").listFiles();
    for (File descriptor : descriptors == null ? new File[0] : descriptors) {
      lines(descriptor.toPath())
          .filter(line -> line.startsWith(HELD))
          .forEach(line -> held.add(Integer.parseInt(line.substring(HELD.length()).strip())));
    }
    return held;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.of(); // the descriptor was closed after the directory was listed
    }
  }
}
