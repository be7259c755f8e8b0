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
 * Scans {@code /proc} continuously, records the lifetime of each process with the runtime's mark,
 * and checks P1, P4 and P5.
 *
 * <p>A scan takes time. Two processes count as alive at once only if the older process is alive
 * after the newer process was observed.
 */
final class ProcessObserver implements AutoCloseable {

  /** A younger process may be between fork and exec, without its mark. */
  private static final Duration UNMARKED = Duration.ofSeconds(1);

  /** The runtime finds an escapee within a second; this is the limit on a busy machine. */
  private static final Duration ESCAPED = Duration.ofSeconds(8);

  private static final long PAUSE_NANOS = 500_000;

  private final Violations violations;
  private final String uuid;
  private final Thread thread = new Thread(this::run, "process-observer");
  private final Map<Integer, ObservedProcess> living = new HashMap<>();
  private final Map<Integer, Long> unmarked = new HashMap<>();
  private final Map<ObservedProcess.Launch, ObservedProcess> watchers = new HashMap<>();
  private final Map<String, Integer> incarnations = new HashMap<>();
  private final Set<String> reported = new HashSet<>();
  private volatile List<ObservedProcess> snapshot = List.of();
  private volatile boolean closed;
  private volatile long runtimeUpSince = Long.MAX_VALUE;
  private long scans;
  private long longestGap;
  private int processes;

  /**
   * @param uuid identity of the state directory; every mark begins with it
   */
  ProcessObserver(String uuid, Violations violations) {
    this.uuid = uuid;
    this.violations = violations;
    thread.setDaemon(true);
    thread.setPriority(Thread.MAX_PRIORITY);
    thread.start();
  }

  /** From now on the runtime must end every process that it has to end. */
  void runtimeUp() {
    runtimeUpSince = System.nanoTime();
  }

  /** The runtime is dead, stopped or starting. */
  void runtimeDown() {
    runtimeUpSince = Long.MAX_VALUE;
  }

  /** The marked processes of the last scan. */
  List<ObservedProcess> living() {
    return snapshot;
  }

  /** The watchers of each slot in the last scan. */
  Map<String, List<ObservedProcess>> watchersBySlot() {
    return snapshot.stream()
        .filter(ObservedProcess::isWatcher)
        .collect(Collectors.groupingBy(process -> process.launch.slot()));
  }

  private void run() {
    long before = System.nanoTime();
    while (!closed) {
      scan();
      long now = System.nanoTime();
      longestGap = Math.max(longestGap, now - before);
      before = now;
      scans++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void scan() {
    List<Integer> pids = ProcessTable.pids();
    living.values().removeIf(process -> !update(process));
    unmarked.keySet().retainAll(new HashSet<>(pids));
    for (int pid : pids) {
      if (!living.containsKey(pid) && mayBecomeMarked(pid)) {
        add(pid);
      }
    }
    snapshot = List.copyOf(living.values());
    check();
  }

  private static boolean update(ObservedProcess process) {
    Optional<ProcessTable.Stat> stat = ProcessTable.stat(process.first.pid());
    boolean alive =
        stat.isPresent()
            && stat.get().startTicks() == process.first.startTicks()
            && !stat.get().isDead();
    if (alive) {
      process.observe(stat.get(), System.nanoTime());
    }
    return alive;
  }

  private boolean mayBecomeMarked(int pid) {
    long now = System.nanoTime();
    return now - unmarked.computeIfAbsent(pid, key -> now) < UNMARKED.toNanos();
  }

  private void add(int pid) {
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
    ObservedProcess.Launch launch = new ObservedProcess.Launch(slot, runtime, generation);
    ObservedProcess process =
        new ObservedProcess(stat.get(), launch, ProcessTable.arguments(pid), System.nanoTime());
    living.put(pid, process);
    unmarked.remove(pid);
    processes++;
    if (process.isWatcher()) {
      watchers.putIfAbsent(launch, process);
    }
  }

  private void check() {
    checkIncarnations();
    living.values().stream()
        .collect(Collectors.groupingBy(process -> process.launch.slot()))
        .values()
        .forEach(this::checkGenerations);
    living.values().forEach(this::checkEscapee);
  }

  /** P5: a start ends every process of earlier runtimes before its first launch. */
  private void checkIncarnations() {
    Optional<ObservedProcess> newest =
        living.values().stream().max(Comparator.comparing(this::incarnation));
    for (ObservedProcess process :
        newest.isPresent() ? living.values() : List.<ObservedProcess>of()) {
      if (incarnation(process) < incarnation(newest.get()) && bothLive(process, newest.get())) {
        report("P5", process + " of an earlier runtime lives beside " + newest.get());
      }
    }
  }

  /** P1: the older generation's group ends before the newer generation starts. */
  private void checkGenerations(List<ObservedProcess> ofSlot) {
    ObservedProcess newest =
        ofSlot.stream()
            .max(Comparator.comparing(this::incarnation).thenComparing(s -> s.launch.generation()))
            .orElseThrow();
    for (ObservedProcess older : ofSlot) {
      if (!older.launch.equals(newest.launch)
          && isInWatcherGroup(older)
          && bothLive(older, newest)) {
        report("P1", older + " lives beside " + newest);
      }
    }
  }

  /** P4: a process outside its watcher's group ends soon after its watcher. */
  private void checkEscapee(ObservedProcess process) {
    ObservedProcess watcher = watchers.get(process.launch);
    if (watcher == null || living.get(watcher.first.pid()) == watcher) {
      return;
    }
    long now = System.nanoTime();
    long since = Math.max(watcher.lastSeen, runtimeUpSince);
    if (runtimeUpSince != Long.MAX_VALUE
        && now - since > ESCAPED.toNanos()
        && process.isStillAlive()) {
      report("P4", process + " outlives its watcher by " + ESCAPED.toSeconds() + " s");
    }
  }

  private int incarnation(ObservedProcess process) {
    return incarnations.get(process.launch.incarnation());
  }

  private boolean isInWatcherGroup(ObservedProcess process) {
    ObservedProcess watcher = watchers.get(process.launch);
    return watcher != null && process.last.group() == watcher.first.pid();
  }

  /** Reads the older process after the scan has observed the newer process. */
  private static boolean bothLive(ObservedProcess older, ObservedProcess newer) {
    return older.isStillAlive() && newer.isStillAlive();
  }

  private void report(String promise, String words) {
    if (reported.add(words)) {
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
    return "%d scans of /proc, longest gap %d ms; %d watchers and %d helpers of %d starts of the runtime"
        .formatted(
            scans,
            Duration.ofNanos(longestGap).toMillis(),
            watchers.size(),
            processes - watchers.size(),
            incarnations.size());
  }
}
