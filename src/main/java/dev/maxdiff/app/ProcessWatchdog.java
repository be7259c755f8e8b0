package dev.maxdiff.app;

import dev.maxdiff.process.os.ProcessExit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Ends the process at a deadline, whatever hangs by then: a console that nobody reads, a lock, a
 * component. The thread starts with the program, because later no thread may be available.
 *
 * <p>The sentinel ends what is left of the watchers.
 */
public final class ProcessWatchdog {

  private final IntConsumer end;
  private long deadline;
  private int code;
  private boolean armed;

  ProcessWatchdog(IntConsumer end) {
    this.end = end;
  }

  /** Starts the thread of a watchdog that ends this process. */
  public static ProcessWatchdog start() {
    ProcessWatchdog watchdog = new ProcessWatchdog(ProcessWatchdog::endProcess);
    Thread thread = new Thread(watchdog::run, "maxdiff-watchdog");
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  /** Ends the process with this code after the given time, in place of any earlier deadline. */
  public synchronized void endAfter(Duration time, int exitCode) {
    deadline = System.nanoTime() + time.toNanos();
    code = exitCode;
    armed = true;
    notifyAll();
  }

  void run() {
    try {
      end.accept(awaitDeadline());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized int awaitDeadline() throws InterruptedException {
    while (!armed || deadline - System.nanoTime() > 0) {
      if (armed) {
        TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
      } else {
        wait();
      }
    }
    return code;
  }

  private static void endProcess(int code) {
    ProcessExit.end(code);
    Runtime.getRuntime().halt(code);
  }
}
