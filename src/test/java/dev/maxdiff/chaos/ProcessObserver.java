package dev.maxdiff.chaos;

import dev.maxdiff.program.ProcessTable;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Looks at {@code /proc} again and again, and remembers from when until when each process with the
 * runtime's mark lived; on what it sees P1, P4 and P5 are judged.
 *
 * <p>One look is not an instant: that two lived at once is said only of processes of which the
 * older was still alive after the newer had been seen.
 */
final class ProcessObserver implements AutoCloseable {

  /** Younger than this a process may still be on the way from fork to exec, without its mark. */
  private static final Duration UNMARKED = Duration.ofSeconds(1);

  /** An escaped helper is found by one shared scan within a second; on a busy machine in this. */
  private static final Duration ESCAPED = Duration.ofSeconds(8);

  private static final long PAUSE_NANOS = 500_000;

  private final Violations violations;
  private final String uuid;
  private final Thread thread = new Thread(this::run, "process-observer");
  private final Map<Integer, Sighted> living = new HashMap<>();
  private final Map<Integer, Long> strangers = new HashMap<>();
  private final Map<Sighted.Family, Sighted> watchers = new HashMap<>();
  private final Map<String, Integer> incarnations = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private volatile List<Sighted> snapshot = List.of();
  private volatile boolean closed;
  private volatile long awakeSince = Long.MAX_VALUE;
  private long looks;
  private long longestGap;
  private int processes;

  /**
   * @param uuid of the state directory, with which every mark begins
   */
  ProcessObserver(String uuid, Violations violations) {
    this.uuid = uuid;
    this.violations = violations;
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  /** The runtime works from now on: what it should end must go. */
  void awake() {
    awakeSince = System.nanoTime();
  }

  /** It is dead, frozen or starting. */
  void asleep() {
    awakeSince = Long.MAX_VALUE;
  }

  /** Marked processes, as of the last look. */
  List<Sighted> living() {
    return snapshot;
  }

  /** The watchers of each slot, as of the last look. */
  Map<String, List<Sighted>> watchersBySlot() {
    return snapshot.stream()
        .filter(Sighted::isWatcher)
        .collect(Collectors.groupingBy(sighted -> sighted.family.slot()));
  }

  private void run() {
    long before = System.nanoTime();
    while (!closed) {
      look();
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - before);
      before = now;
      looks++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void look() {
    List<Integer> pids = ProcessTable.pids();
    living.values().removeIf(sighted -> !follow(sighted));
    strangers.keySet().retainAll(new HashSet<>(pids));
    for (int pid : pids) {
      if (!living.containsKey(pid) && isWorthALook(pid)) {
        meet(pid);
      }
    }
    snapshot = List.copyOf(living.values());
    judge();
  }

  private static boolean follow(Sighted sighted) {
    Optional<ProcessTable.Stat> stat = ProcessTable.stat(sighted.first.pid());
    boolean alive =
        stat.isPresent()
            && stat.get().startTicks() == sighted.first.startTicks()
            && !stat.get().isDead();
    if (alive) {
      sighted.seen(stat.get(), System.nanoTime());
    }
    return alive;
  }

  private boolean isWorthALook(int pid) {
    long now = System.nanoTime();
    return now - strangers.computeIfAbsent(pid, key -> now) < UNMARKED.toNanos();
  }

  private void meet(int pid) {
    Map<String, String> environment = ProcessTable.environment(pid);
    String runtime = environment.getOrDefault("MAXDIFF_RUNTIME", "");
    Optional<ProcessTable.Stat> stat = ProcessTable.stat(pid);
    if (!runtime.startsWith(uuid + ":") || stat.isEmpty() || stat.get().isDead()) {
      return;
    }
    String slot =
        environment.getOrDefault("MAXDIFF_KEY", "") + " " + environment.get("MAXDIFF_SLOT");
    long generation = Long.parseLong(environment.getOrDefault("MAXDIFF_GENERATION", "0"));
    incarnations.putIfAbsent(runtime, incarnations.size());
    Sighted.Family family = new Sighted.Family(slot, runtime, generation);
    Sighted sighted =
        new Sighted(stat.get(), family, ProcessTable.arguments(pid), System.nanoTime());
    living.put(pid, sighted);
    strangers.remove(pid);
    processes++;
    if (sighted.isWatcher()) {
      watchers.putIfAbsent(family, sighted);
    }
  }

  private void judge() {
    noEarlierIncarnation();
    living.values().stream()
        .collect(Collectors.groupingBy(sighted -> sighted.family.slot()))
        .values()
        .forEach(this::oneGeneration);
    living.values().forEach(this::noEscapee);
  }

  /** P5: a start ends everything of the runtimes before it, then it launches. */
  private void noEarlierIncarnation() {
    Optional<Sighted> newest =
        living.values().stream().max(Comparator.comparing(this::incarnation));
    for (Sighted sighted : newest.isPresent() ? living.values() : List.<Sighted>of()) {
      if (incarnation(sighted) < incarnation(newest.get()) && bothLive(sighted, newest.get())) {
        tell("P5", sighted + " of an earlier runtime lives beside " + newest.get());
      }
    }
  }

  /** P1: the group of the older generation is gone before the newer one runs. */
  private void oneGeneration(List<Sighted> ofSlot) {
    Sighted newest =
        ofSlot.stream()
            .max(Comparator.comparing(this::incarnation).thenComparing(s -> s.family.generation()))
            .orElseThrow();
    for (Sighted older : ofSlot) {
      if (!older.family.equals(newest.family) && isInItsGroup(older) && bothLive(older, newest)) {
        tell("P1", older + " lives beside " + newest);
      }
    }
  }

  /** P4: what left its watcher's group is ended soon after its watcher. */
  private void noEscapee(Sighted sighted) {
    Sighted watcher = watchers.get(sighted.family);
    if (watcher == null || living.get(watcher.first.pid()) == watcher) {
      return;
    }
    long now = System.nanoTime();
    long since = Math.max(watcher.lastSeen, awakeSince);
    if (awakeSince != Long.MAX_VALUE && now - since > ESCAPED.toNanos() && sighted.isAliveStill()) {
      tell("P4", sighted + " outlives its watcher by " + ESCAPED.toSeconds() + " s");
    }
  }

  private int incarnation(Sighted sighted) {
    return incarnations.get(sighted.family.incarnation());
  }

  private boolean isInItsGroup(Sighted sighted) {
    Sighted watcher = watchers.get(sighted.family);
    return watcher != null && sighted.last.group() == watcher.first.pid();
  }

  /** The newer one was seen in this look already: it lived before the older is looked at again. */
  private static boolean bothLive(Sighted older, Sighted newer) {
    return older.isAliveStill() && newer.isAliveStill();
  }

  private void tell(String promise, String words) {
    if (told.add(words)) {
      violations.add(promise, words);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "%d looks at /proc, longest gap %d ms; %d watchers and %d helpers of %d starts of the runtime"
        .formatted(
            looks,
            Duration.ofNanos(longestGap).toMillis(),
            watchers.size(),
            processes - watchers.size(),
            incarnations.size());
  }
}
