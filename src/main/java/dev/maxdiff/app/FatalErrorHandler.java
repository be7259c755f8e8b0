package dev.maxdiff.app;

import dev.maxdiff.cli.context.ExitCodes;

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

  private FatalErrorHandler() {}

  /**
   * Installs the handler in a program that handles signals and halts the JVM itself. Every other
   * end of the JVM, for example by Akka after a fatal error in an actor, then halts at once instead
   * of running the shutdown.
   */
  static void install() {
    Thread.setDefaultUncaughtExceptionHandler(FatalErrorHandler::onUncaught);
    Runtime.getRuntime().addShutdownHook(new Thread(FatalErrorHandler::end, "maxdiff-fatal-error"));
  }

  private static void onUncaught(Thread thread, Throwable failure) {
    try {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      failure.printStackTrace();
    } finally {
      if (failure instanceof VirtualMachineError) {
        end();
      }
    }
  }

  private static void end() {
    try {
      System.err.println(MESSAGE);
    } finally {
      Runtime.getRuntime().halt(ExitCodes.FAILED);
    }
  }
}
