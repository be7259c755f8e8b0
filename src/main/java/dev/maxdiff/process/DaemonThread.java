package dev.maxdiff.process;

/** A named thread that does not keep the JVM alive. */
final class DaemonThread extends Thread {

  DaemonThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }
}
