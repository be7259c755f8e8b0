package dev.maxdiff.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes to a pipe that may be full on a thread of its own; what waits for it is bounded. */
final class PipeWriter {

  private static final int MOST_WAITING = 1000;

  private final OutputStream pipe;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> new DaemonThread(task, "maxdiff-pipe"));

  PipeWriter(OutputStream pipe) {
    this.pipe = pipe;
  }

  /** Returns at once, and false when nothing of it will be written. */
  synchronized boolean write(String ascii) {
    if (executor.isShutdown() || executor.getQueue().size() >= MOST_WAITING) {
      return false;
    }
    executor.execute(() -> writeNow(ascii));
    return true;
  }

  /** Closes the pipe when all that was taken has been written, and ends the thread. */
  synchronized void close() {
    if (!executor.isShutdown()) {
      executor.execute(this::closeNow);
      executor.shutdown();
    }
  }

  private void writeNow(String ascii) {
    try {
      pipe.write(ascii.getBytes(StandardCharsets.US_ASCII));
      pipe.flush();
    } catch (IOException e) {
      // the reader has gone
    }
  }

  private void closeNow() {
    try {
      pipe.close();
    } catch (IOException e) {
      // the reader has gone
    }
  }
}
