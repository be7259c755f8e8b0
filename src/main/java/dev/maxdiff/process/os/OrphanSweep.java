package dev.maxdiff.process.os;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Ends processes that carry the mark of a state directory and have no owner: the processes of a
 * killed runtime, and those that left their watcher's process group.
 *
 * <p>The sweep needs neither an ActorSystem nor native code, so the runtime, its sentinel and a
 * {@code kill-all} without a runtime use it. A process is signalled only while pid, start time,
 * boot and mark agree (promise P7); where the mark cannot be read, the target carries another
 * proof. Every method blocks its caller, and throws {@link UncheckedIOException} when {@code /proc}
 * stays unreadable until the deadline: processes may be left then.
 */
public final class OrphanSweep {

  /**
   * Result of a sweep.
   *
   * @param ended all processes that have ended
   * @param killed number of them that needed SIGKILL
   * @param left pids of processes that still live
   */
  public record Result(List<ProcessIdentity> ended, int killed, List<Integer> left) {
    public Result {
      ended = List.copyOf(ended);
      left = List.copyOf(left);
    }
  }

  /** A process to end, and the proof of its runtime that is checked right before each signal. */
  public record Target(ProcessIdentity process, BooleanSupplier proof) {

    void signal(Consumer<ProcessHandle> signal) {
      ProcessHandle.of(process.pid()).filter(handle -> isProven()).ifPresent(signal);
    }

    private boolean isProven() {
      try {
        return proof.getAsBoolean();
      } catch (UncheckedIOException e) {
        return false; // the next scan tries again
      }
    }
  }

  private static final Duration AFTER_KILL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration BETWEEN_SCANS = Duration.ofMillis(15);
  private static final int CLEAN_SCANS = 2;

  private final MarkScan scan;
  private final Duration grace;
  private final Duration deadline;

  /**
   * @param grace time between SIGTERM and SIGKILL
   * @param deadline time after which a sweep returns, with living processes as {@code left}
   */
  public OrphanSweep(Duration grace, Duration deadline) {
    this(new MarkScan(ProcFs.ofThisMachine()), grace, deadline);
  }

  public OrphanSweep(MarkScan scan, Duration grace, Duration deadline) {
    this.scan = scan;
    this.grace = grace;
    this.deadline = deadline;
  }

  /**
   * Ends every process of the directory, of any incarnation; only the holder of the directory's
   * lock may call this.
   */
  public Result endAll(RuntimeMark directory) {
    return end(mark -> mark.runtime().sameDirectory(directory));
  }

  /** Ends the processes of earlier incarnations on the same directory. */
  public Result endEarlier(RuntimeMark own) {
    return end(mark -> mark.runtime().sameDirectory(own) && !mark.runtime().equals(own));
  }

  /**
   * Ends the processes with exactly this mark, and the processes that {@code living} returns, whose
   * mark may be unreadable: all with one grace.
   *
   * @param living processes that are proven without their mark; read at each scan
   */
  public Result endOwn(RuntimeMark own, Supplier<List<ProcessIdentity>> living) {
    return end(() -> own(own, living));
  }

  /**
   * The mark of a child in {@code living} is not checked: the child may erase it between two
   * signals.
   */
  private List<Target> own(RuntimeMark own, Supplier<List<ProcessIdentity>> living) {
    List<ProcessIdentity> children = living.get();
    Stream<Target> proven =
        children.stream().map(child -> new Target(child, () -> scan.isAlive(child)));
    Stream<Target> marked =
        marked(mark -> mark.runtime().equals(own)).stream()
            .filter(target -> !children.contains(target.process));
    return Stream.concat(proven, marked).toList();
  }

  /**
   * Ends journalled processes whose mark is unreadable now; pid, start time and boot must agree.
   * The journal of a copied directory names the original's processes: a process with a mark of
   * another directory is left alone.
   */
  public Result endJournalled(Collection<ProcessIdentity> launched, RuntimeMark own) {
    List<Target> targets =
        launched.stream()
            .filter(scan::isAlive)
            .filter(process -> !scan.isOfAnotherDirectory(process, own))
            .map(process -> new Target(process, () -> scan.isAlive(process)))
            .toList();
    int killed = end(targets, System.nanoTime() + deadline.toNanos());
    return result(targets.stream().map(Target::process).toList(), killed);
  }

  public Result end(Predicate<ProcessMark> wanted) {
    return end(() -> marked(wanted));
  }

  public List<Target> marked(Predicate<ProcessMark> wanted) {
    return marked(wanted, pid -> false);
  }

  /**
   * Returns the marked processes as targets.
   *
   * @param known true for a pid that is skipped
   */
  public List<Target> marked(Predicate<ProcessMark> wanted, IntPredicate known) {
    return scan.find(wanted, known).stream().map(this::target).toList();
  }

  /**
   * Repeats until two scans in a row find no process. A process found may have forked, and a
   * process shows no mark in the middle of its exec.
   */
  public Result end(Supplier<List<Target>> find) {
    long giveUp = System.nanoTime() + deadline.toNanos();
    Set<ProcessIdentity> seen = new LinkedHashSet<>();
    int killed = 0;
    int clean = 0;
    while (true) {
      List<Target> targets = scanUntilReadable(find, giveUp);
      clean = targets.isEmpty() ? clean + 1 : 0;
      targets.forEach(target -> seen.add(target.process));
      killed += end(targets, giveUp);
      if (clean == CLEAN_SCANS || System.nanoTime() - giveUp >= 0) {
        return result(seen, killed);
      }
      pause(BETWEEN_SCANS);
    }
  }

  /** Repeats the scan until it succeeds: a lack of file descriptors is temporary. */
  private static List<Target> scanUntilReadable(Supplier<List<Target>> find, long giveUp) {
    while (true) {
      try {
        return find.get();
      } catch (UncheckedIOException e) {
        if (System.nanoTime() - giveUp >= 0) {
          throw e;
        }
        pause(BETWEEN_SCANS);
      }
    }
  }

  private Target target(MarkScan.Found found) {
    return new Target(found.process(), () -> scan.stillProven(found));
  }

  private int end(List<Target> targets, long giveUp) {
    if (targets.isEmpty()) {
      return 0;
    }
    targets.forEach(target -> target.signal(ProcessHandle::destroy));
    List<Target> survivors =
        awaitEnd(targets, earlier(System.nanoTime() + grace.toNanos(), giveUp));
    survivors.forEach(target -> target.signal(ProcessHandle::destroyForcibly));
    awaitEnd(survivors, earlier(System.nanoTime() + AFTER_KILL.toNanos(), giveUp));
    return survivors.size();
  }

  /** Returns the targets that still live at {@code until}. */
  private List<Target> awaitEnd(List<Target> targets, long until) {
    List<Target> alive = new ArrayList<>(targets);
    alive.removeIf(target -> !mayLive(target.process));
    while (!alive.isEmpty() && System.nanoTime() - until < 0) {
      pause(PAUSE);
      alive.removeIf(target -> !mayLive(target.process));
    }
    return alive;
  }

  private Result result(Collection<ProcessIdentity> seen, int killed) {
    List<ProcessIdentity> ended = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    for (ProcessIdentity process : seen) {
      if (mayLive(process)) {
        left.add(process.pid());
      } else {
        ended.add(process);
      }
    }
    return new Result(ended, killed, left);
  }

  private boolean mayLive(ProcessIdentity process) {
    try {
      return scan.isAlive(process);
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  private static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  private static void pause(Duration duration) {
    try {
      TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the loops end at their deadlines
    }
  }
}
