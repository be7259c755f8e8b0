package dev.maxdiff.process;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process that outlives a runtime that was killed, and ends its watchers (promise P5).
 *
 * <p>Its standard input is a pipe whose only write end the runtime holds. Any byte is a heartbeat;
 * end of file, or silence for the timeout, means that the runtime is dead or hangs. A runtime that
 * has ended its watchers itself kills it. It carries no mark itself, and runs in a session of its
 * own, so that neither Ctrl-C nor its own hunt reaches it.
 *
 * <p>What the runtime writes, in ASCII:
 *
 * <pre>
 * .                  a heartbeat without a line end, never within a line
 * + PID TICKS        this child was started; TICKS is field 22 of its /proc/PID/stat
 * - PID TICKS        this child was reaped, and nothing of its group is left
 * </pre>
 *
 * <p>A new sentinel hears of every child that lives, in any order; each fact is told at least once
 * and may be late. So it ends watchers, with the members of their sessions, that have overwritten
 * their environment and with it their mark. Two things escape it until the next start: a watcher
 * that does so before its start could be told, and what has both left its watcher's session and
 * erased its mark.
 *
 * <p>Arguments: the runtime's mark, the timeout and the grace in milliseconds.
 */
public final class Sentinel {

  static final String HEARTBEAT = ".";

  private static final int END_OF_FILE = -1;
  private static final long LATECOMERS_MILLIS = 100;
  private static final Duration GIVE_UP = Duration.ofMinutes(1);

  private Sentinel() {}

  /** Returns when there is nothing left to do; nothing else keeps the JVM alive. */
  public static void main(String[] arguments) throws InterruptedException {
    ignoreSignals("TERM", "INT", "HUP");
    RuntimeMark mark = RuntimeMark.parse(arguments[0]).orElseThrow();
    long timeout = Long.parseLong(arguments[1]);
    OrphanSweep sweep = new OrphanSweep(Duration.ofMillis(Long.parseLong(arguments[2])), GIVE_UP);
    ProcFs proc = ProcFs.ofThisMachine();
    ToldChildren children = new ToldChildren(proc);
    // Loads every class of the hunt while there is time.
    new MarkScan(proc).find(found -> false);

    String cause = await(timeout, children);
    report(mark, cause, sweep.endOwn(mark, children::living));
    // A child that the runtime was just starting shows its mark only when its exec is done.
    TimeUnit.MILLISECONDS.sleep(LATECOMERS_MILLIS);
    report(mark, "had more", sweep.endOwn(mark, children::living));
  }

  private static void report(RuntimeMark mark, String cause, OrphanSweep.Result result) {
    System.out.printf(
        "%s runtime %s %s: %d processes ended, %d of them killed, left %s%n",
        Instant.now(), mark, cause, result.ended().size(), result.killed(), result.left());
  }

  /** Returns why the watchers must end. */
  private static String await(long timeoutMillis, ToldChildren children)
      throws InterruptedException {
    BlockingQueue<Integer> input = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(input, children), "heartbeat");
    reader.setDaemon(true);
    reader.start();
    while (true) {
      Integer next = input.poll(timeoutMillis, TimeUnit.MILLISECONDS);
      if (next == null) {
        return "hangs";
      } else if (next == END_OF_FILE) {
        return "is gone";
      }
    }
  }

  /** All that was said before the end is heard before it. */
  private static void read(BlockingQueue<Integer> input, ToldChildren children) {
    StringBuilder line = new StringBuilder();
    int next;
    do {
      next = readOne();
      if (next == '\n') {
        ChildFact.parse(line.toString()).ifPresent(children::accept);
        line.setLength(0);
      }
      if (isOfALine(next)) {
        line.append((char) next);
      } else {
        input.add(next);
      }
    } while (next != END_OF_FILE);
  }

  /** Lines come whole, so the end of one is sign of life enough: nobody is woken for each byte. */
  private static boolean isOfALine(int next) {
    return next != '\n' && next != HEARTBEAT.charAt(0) && next != END_OF_FILE;
  }

  private static int readOne() {
    try {
      return System.in.read();
    } catch (IOException e) {
      return END_OF_FILE;
    }
  }

  /**
   * A service manager ends a service with a signal to all its processes; the sentinel must stay
   * until the runtime has gone.
   */
  private static void ignoreSignals(String... names) {
    for (String name : names) {
      if (!Signals.handle(name, () -> {})) {
        System.out.println("SIG" + name + " keeps its default action");
      }
    }
  }
}
