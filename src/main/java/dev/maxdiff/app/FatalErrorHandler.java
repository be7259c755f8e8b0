package dev.maxdiff.app;

import dev.maxdiff.cli.context.ExitCodes;
import java.time.Duration;

/**
 * Ends the program at once after an error of the JVM itself, for example {@link OutOfMemoryError}.
 *
 * <p>There is no cleanup, because a cleanup needs the failed JVM. The sentinel ends every watcher,
 * and the next start recovers every acknowledged wish, as after {@code kill -9}.
 */
final class FatalErrorHandler {

  private static final String MESSAGE =
      "maxdiff: ended at once after a fatal error in the JVM (above); its watchers are ended by the"
          + " sentinel, every wish is kept for the next start";

  private static final Duration WORDS_TIME = Duration.ofSeconds(1);

  private FatalErrorHandler() {}

  /**
   * Installs the handler in a program that handles signals and halts the JVM itself. Every other
   * end of the JVM, for example by Akka after a fatal error in an actor, then halts at once instead
   * of running the shutdown.
   */
  static void install(ProcessWatchdog watchdog) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> onUncaught(thread, failure, watchdog));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(watchdog), "maxdiff-fatal-error"));
  }

  private static void onUncaught(Thread thread, Throwable failure, ProcessWatchdog watchdog) {
    boolean fatal = failure instanceof VirtualMachineError;
    try {
      if (fatal) {
        watchdog.endAfter(WORDS_TIME, ExitCodes.FAILED); // the console may take no line
      }
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace();
    } finally {
      if (fatal) {
        end(watchdog);
      }
    }
  }

  private static void end(ProcessWatchdog watchdog) {
    try {
      watchdog.endAfter(WORDS_TIME, ExitCodes.FAILED);
      System.err.println(MESSAGE);
    } finally {
      Runtime.getRuntime().halt(ExitCodes.FAILED);
    }
  }
}
