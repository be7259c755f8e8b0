package dev.maxdiff.process.os;

/** A named thread that does not keep the JVM alive. */
public final class DaemonThread extends Thread {

  public DaemonThread(Runnable task, String name) {
    super(task, name);
    setDaemon(true);
  }
}
