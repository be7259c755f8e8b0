package dev.maxdiff.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Ends processes that carry the mark of a state directory and that nobody owns any more: those of a
 * runtime that was killed, and those that left their watcher's process group.
 *
 * <p>It needs neither an ActorSystem nor native code, so the runtime, its sentinel and a {@code
 * kill-all} without a runtime use the same one. A process is signalled only while pid, start time,
 * boot and mark agree (promise P7). Every method blocks its caller.
 */
public final class OrphanSweep {

  /**
   * What a sweep came to.
   *
   * @param ended all that have ended
   * @param killed how many of them needed SIGKILL
   * @param left pids that outlived it
   */
  public record Result(List<ProcessIdentity> ended, int killed, List<Integer> left) {
    public Result {
      ended = List.copyOf(ended);
      left = List.copyOf(left);
    }
  }

  /** A process to end, and how it is proven to be ours right before each signal. */
  private record Target(ProcessIdentity process, BooleanSupplier proof) {

    void signal(Consumer<ProcessHandle> signal) {
      ProcessHandle.of(process.pid()).filter(handle -> proof.getAsBoolean()).ifPresent(signal);
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
   * @param grace between SIGTERM and SIGKILL
   * @param deadline after which it gives up, whatever is left
   */
  public OrphanSweep(Duration grace, Duration deadline) {
    this(new MarkScan(ProcFs.ofThisMachine()), grace, deadline);
  }

  OrphanSweep(MarkScan scan, Duration grace, Duration deadline) {
    this.scan = scan;
    this.grace = grace;
    this.deadline = deadline;
  }

  /** Ends every process of the directory, of whatever incarnation: only for the lock's owner. */
  public Result endAll(RuntimeMark directory) {
    return end(mark -> mark.runtime().sameDirectory(directory));
  }

  /** Ends what earlier incarnations on the same directory have left. */
  public Result endEarlier(RuntimeMark own) {
    return end(mark -> mark.runtime().sameDirectory(own) && !mark.runtime().equals(own));
  }

  /** Ends what carries exactly this mark. */
  public Result endOwn(RuntimeMark own) {
    return end(mark -> mark.runtime().equals(own));
  }

  /**
   * Ends processes that a journal names, where their mark cannot be read any more: pid, start time
   * and boot must agree.
   */
  public Result endJournalled(Collection<ProcessIdentity> launched) {
    List<Target> targets =
        launched.stream()
            .filter(scan::isAlive)
            .map(process -> new Target(process, () -> scan.isAlive(process)))
            .toList();
    int killed = end(targets, System.nanoTime() + deadline.toNanos());
    return result(targets.stream().map(Target::process).toList(), killed);
  }

  /**
   * Repeats until two scans in a row find nothing: a process found may have forked, and one in the
   * middle of its exec shows no mark.
   */
  Result end(Predicate<ProcessMark> wanted) {
    long giveUp = System.nanoTime() + deadline.toNanos();
    Set<ProcessIdentity> seen = new LinkedHashSet<>();
    int killed = 0;
    int clean = 0;
    while (clean < CLEAN_SCANS) {
      List<Target> targets = scan.find(wanted).stream().map(this::target).toList();
      clean = targets.isEmpty() ? clean + 1 : 0;
      targets.forEach(target -> seen.add(target.process));
      killed += end(targets, giveUp);
      if (System.nanoTime() - giveUp >= 0) {
        break;
      }
      pause(BETWEEN_SCANS);
    }
    return result(seen, killed);
  }

  private Target target(MarkScan.Found found) {
    return new Target(found.process(), () -> scan.stillProven(found));
  }

  private int end(List<Target> targets, long giveUp) {
    if (targets.isEmpty()) {
      return 0;
    }
    targets.forEach(target -> target.signal(ProcessHandle::destroy));
    List<Target> stubborn = awaitEnd(targets, earlier(System.nanoTime() + grace.toNanos(), giveUp));
    stubborn.forEach(target -> target.signal(ProcessHandle::destroyForcibly));
    awaitEnd(stubborn, earlier(System.nanoTime() + AFTER_KILL.toNanos(), giveUp));
    return stubborn.size();
  }

  /** Returns those that still live at {@code until}. */
  private List<Target> awaitEnd(List<Target> targets, long until) {
    List<Target> alive = new ArrayList<>(targets);
    alive.removeIf(target -> !scan.isAlive(target.process));
    while (!alive.isEmpty() && System.nanoTime() - until < 0) {
      pause(PAUSE);
      alive.removeIf(target -> !scan.isAlive(target.process));
    }
    return alive;
  }

  private Result result(Collection<ProcessIdentity> seen, int killed) {
    List<ProcessIdentity> ended = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    for (ProcessIdentity process : seen) {
      if (scan.isAlive(process)) {
        left.add(process.pid());
      } else {
        ended.add(process);
      }
    }
    return new Result(ended, killed, left);
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
