package dev.maxdiff.process;

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
 * What became a child of this JVM without having been started by it: a watcher's descendant whose
 * parent has ended.
 *
 * <p>Parenthood alone proves that only where the JVM starts nothing but watchers: a program that
 * embeds the runtime has children of its own, and adopts their orphans too. So living ones are told
 * only for the sole purpose; and even then not those in the JVM's own session (a watcher begins
 * with a session of its own, and no process ever gets back), nor what was there before, nor
 * anything where the JVM is {@code init} and adopts the orphans of all.
 */
final class Adoption {

  private static final long NO_ANCESTOR = Long.MAX_VALUE;
  private static final String HELD = "Pid:";

  private final ProcFs proc;
  private final boolean solePurpose;
  private final int self = (int) ProcessHandle.current().pid();
  private final int session;
  private final Set<ProcessIdentity> before;

  /** Children that were started here and are not reaped, with their start times. */
  private final Map<Integer, Long> started = new ConcurrentHashMap<>();

  private Set<ProcessIdentity> zombiesBefore = Set.of();

  Adoption(ProcFs proc, boolean solePurpose) {
    this.proc = proc;
    this.solePurpose = solePurpose && self > 1;
    this.session = proc.stat(self).map(ProcFs.Stat::session).orElse(0);
    this.before =
        this.solePurpose
            ? children().map(this::identity).collect(Collectors.toUnmodifiableSet())
            : Set.of();
  }

  /** What spawns. */
  interface Spawn {
    int pid() throws IOException;
  }

  /**
   * Nobody takes a child for an adopted one, not even between its start and the return of this.
   *
   * @param helper whether it is a process that starts none itself
   */
  synchronized int start(Spawn spawn, boolean helper) throws IOException {
    int pid = spawn.pid();
    long ticks = proc.stat(pid).map(ProcFs.Stat::startTicks).orElse(0L);
    started.put(pid, helper ? NO_ANCESTOR : ticks);
    return pid;
  }

  /** The child was reaped, or nobody here will. */
  void forget(int pid) {
    started.remove(pid);
  }

  boolean isStarted(int pid) {
    return started.containsKey(pid);
  }

  List<ProcessIdentity> living() {
    return solePurpose ? adopted().map(this::identity).toList() : List.of();
  }

  /**
   * Those which no watcher that still lives can have started, because they are older than all of
   * them. Of the others nobody can say whose they are; they stay until they can, or the sweep.
   */
  List<ProcessIdentity> livingOfEnded() {
    List<ProcessIdentity> seen = living();
    long oldest = oldestWatcher(); // read after they were seen, so it counts their ancestors
    return seen.stream().filter(process -> process.startTicks() < oldest).toList();
  }

  /** To be asked right before a signal (promise P7). */
  boolean isLiving(ProcessIdentity process) {
    return solePurpose
        && proc.stat(process.pid())
            .filter(stat -> stat.startTicks() == process.startTicks())
            .filter(this::isAdopted)
            .isPresent();
  }

  /**
   * Reaps zombies that were zombies when this was called before, too: whoever starts a child reaps
   * it long before that. Another runtime in this JVM that has not come to it shows that it will: it
   * holds a pidfd.
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

  /** Without those that were started here: a thousand of them would be read for nothing. */
  private Stream<ProcFs.Stat> children() {
    return proc.pids().stream()
        .filter(pid -> !isStarted(pid))
        .flatMap(pid -> proc.stat(pid).stream())
        .filter(stat -> stat.parent() == self);
  }

  private ProcessIdentity identity(ProcFs.Stat stat) {
    return new ProcessIdentity(stat.pid(), stat.startTicks(), proc.bootId());
  }

  /** The pids that this JVM holds pidfds of. */
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
      return Stream.of(); // it was closed meanwhile
    }
  }
}
