package dev.maxdiff.process.os;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes to a blocking pipe on a thread of its own. At most 1000 writes wait. */
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

  /**
   * Queues the text; returns at once. Returns false when the queue is full or closed, and nothing
   * is written.
   */
  synchronized boolean write(String ascii) {
    if (executor.isShutdown() || executor.getQueue().size() >= MOST_WAITING) {
      return false;
    }
    executor.execute(() -> writeNow(ascii));
    return true;
  }

  /** Closes the pipe after the queued writes, and ends the thread. */
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
      // the reader has closed the pipe
    }
  }

  private void closeNow() {
    try {
      pipe.close();
    } catch (IOException e) {
      // the reader has closed the pipe
    }
  }
}
