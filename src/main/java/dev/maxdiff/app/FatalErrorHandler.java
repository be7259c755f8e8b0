package dev.maxdiff.app;

import dev.maxdiff.cli.context.ExitCodes;

/**
 * Ends the program at once when its JVM cannot be trusted any more: out of memory, or another error
 * that is none of the program's.
 *
 * <p>Nothing is cleaned up, for that needs what has just failed. The sentinel ends every watcher,
 * and the next start restores every acknowledged wish, as after {@code kill -9}.
 */
final class FatalErrorHandler {

  private static final String WORDS =
      "maxdiff: ended at once after a fatal error in the JVM (above); its watchers are ended by the"
          + " sentinel, every wish is kept for the next start";

  private FatalErrorHandler() {}

  /**
   * For a program that handles its signals and halts by itself: who else ends the JVM, like Akka
   * after a fatal error in an actor, must not wait for a shutdown in order.
   */
  static void install() {
    Thread.setDefaultUncaughtExceptionHandler(FatalErrorHandler::onUncaught);
    Runtime.getRuntime().addShutdownHook(new Thread(FatalErrorHandler::end, "maxdiff-last-resort"));
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
      System.err.println(WORDS);
    } finally {
      Runtime.getRuntime().halt(ExitCodes.FAILED);
    }
  }
}
