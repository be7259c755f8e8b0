package dev.maxdiff.process.sentinel;

import dev.maxdiff.process.os.MarkScan;
import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.RuntimeMark;
import dev.maxdiff.process.os.SignalHandlers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The process that ends the watchers of a killed runtime (promise P5).
 *
 * <p>Its standard input is a pipe whose only write end the runtime holds. Each byte is a heartbeat.
 * End of file, or no byte within the timeout, means that the runtime is dead or hangs. A runtime
 * that has ended its watchers kills the sentinel. The sentinel carries no mark and runs in a
 * session of its own, so neither Ctrl-C nor its own sweep ends it.
 *
 * <p>The runtime writes, in ASCII:
 *
 * <pre>
 * .                  a heartbeat without a line feed, never within a line
 * + PID TICKS        a child was started; TICKS is field 22 of its /proc/PID/stat
 * - PID TICKS        a child was reaped, and its process group is empty
 * </pre>
 *
 * <p>It answers each heartbeat with one byte on its standard output; the runtime replaces a
 * sentinel that does not answer. Its own lines go to standard error.
 *
 * <p>A new sentinel receives every living child, in any order. Each message is sent at least once
 * and may be late. With these messages the sentinel also ends watchers, and members of their
 * sessions, that have overwritten their environment and so their mark. Two kinds of process escape
 * until the next start: a watcher that overwrites its environment before its start was sent, and a
 * process that has left its watcher's session and erased its mark.
 *
 * <p>Arguments: the runtime's mark, the timeout and the grace in milliseconds.
 */
public final class Sentinel {

  public static final String HEARTBEAT = ".";

  private static final int END_OF_FILE = -1;
  private static final long LATECOMERS_MILLIS = 100;
  private static final Duration GIVE_UP = Duration.ofMinutes(1);

  private Sentinel() {}

  /**
   * Returns when all watchers have ended; no thread keeps the JVM alive afterwards.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  public static void main(String[] arguments) throws InterruptedException {
    ignoreSignals("TERM", "INT", "HUP");
    RuntimeMark mark = RuntimeMark.parse(arguments[0]).orElseThrow();
    long timeout = Long.parseLong(arguments[1]);
    OrphanSweep sweep = new OrphanSweep(Duration.ofMillis(Long.parseLong(arguments[2])), GIVE_UP);
    ProcFs proc = ProcFs.ofThisMachine();
    KnownChildren children = new KnownChildren(proc);
    // Loads every class of the sweep while the runtime lives.
    new MarkScan(proc).find(found -> false);

    String cause = await(timeout, children);
    report(mark, cause, sweep.endOwn(mark, children::living));
    // A child that the runtime was starting shows its mark only after its exec.
    TimeUnit.MILLISECONDS.sleep(LATECOMERS_MILLIS);
    report(mark, "had more", sweep.endOwn(mark, children::living));
  }

  private static void report(RuntimeMark mark, String cause, OrphanSweep.Result result) {
    System.err.printf(
        "%s runtime %s %s: %d processes ended, %d of them killed, left %s%n",
        Instant.now(), mark, cause, result.ended().size(), result.killed(), result.left());
  }

  /** Waits until the watchers must end; returns the cause. */
  private static String await(long timeoutMillis, KnownChildren children)
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
      } else if (next == HEARTBEAT.charAt(0)) {
        answer();
      }
    }
  }

  /** Answers from the thread that ends the watchers, so that no answer comes if that one hangs. */
  private static void answer() {
    System.out.print(HEARTBEAT);
    System.out.flush();
  }

  /** Applies every message before the end of file is reported. */
  private static void read(BlockingQueue<Integer> input, KnownChildren children) {
    StringBuilder line = new StringBuilder();
    int next;
    do {
      next = readOne();
      if (next == '\n') {
        SentinelMessage.parse(line.toString()).ifPresent(children::accept);
        line.setLength(0);
      }
      if (isInsideLine(next)) {
        line.append((char) next);
      } else {
        input.add(next);
      }
    } while (next != END_OF_FILE);
  }

  /**
   * Of a line, only its end counts as a heartbeat: lines arrive whole, and one wake-up for each
   * byte is unnecessary.
   */
  private static boolean isInsideLine(int next) {
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
      if (!SignalHandlers.handle(name, () -> {})) {
        System.err.println("SIG" + name + " keeps its default action");
      }
    }
  }
}
