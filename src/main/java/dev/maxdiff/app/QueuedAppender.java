package dev.maxdiff.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a log on a thread of its own, so that no caller waits for a console that nobody reads or
 * for a slow disk. While the queue is full, lines are dropped; the next line that is written is
 * preceded by their number.
 *
 * <p>Logback's own asynchronous appender drops without a count, and drops lines of level INFO while
 * a fifth of its queue is free.
 */
final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private static final int WAITING_LINES = 8_192;

  private final Appender<ILoggingEvent> target;
  private final BlockingQueue<ILoggingEvent> queue;
  private final AtomicLong unwritten = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * @param target a started appender, which only this appender uses from now on
   */
  QueuedAppender(Appender<ILoggingEvent> target) {
    this(target, WAITING_LINES);
  }

  QueuedAppender(Appender<ILoggingEvent> target, int capacity) {
    this.target = target;
    this.queue = new ArrayBlockingQueue<>(capacity);
    setName(target.getName());
  }

  @Override
  public void start() {
    Thread writer = new Thread(this::writeAll, "maxdiff-log-" + getName());
    writer.setDaemon(true);
    writer.start();
    super.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    unwritten.incrementAndGet();
    if (!queue.offer(event)) {
      unwritten.decrementAndGet();
      dropped.incrementAndGet();
    }
  }

  /**
   * Waits until all lines are written, at most for the given time; returns whether they are.
   *
   * @throws InterruptedException when the calling thread is interrupted
   */
  boolean drain(Duration patience) throws InterruptedException {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (unwritten.get() > 0 && System.nanoTime() - giveUp < 0) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return unwritten.get() == 0;
  }

  private void writeAll() {
    try {
      while (true) {
        ILoggingEvent event = queue.take();
        try {
          reportDropped();
          target.doAppend(event);
        } finally {
          unwritten.decrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reportDropped() {
    long missing = dropped.getAndSet(0);
    if (missing > 0) {
      var logger = ((LoggerContext) getContext()).getLogger(QueuedAppender.class);
      String words = "... {} lines dropped: nothing took the log in time";
      Object[] arguments = {missing};
      target.doAppend(
          new LoggingEvent(getClass().getName(), logger, Level.WARN, words, null, arguments));
    }
  }
}
