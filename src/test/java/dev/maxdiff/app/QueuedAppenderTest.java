package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueuedAppenderTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LoggerContext context = new LoggerContext();
  private final Blocked target = new Blocked();

  @Test
  void aBlockedTargetHoldsNobodyUpAndTheDroppedLinesAreCounted() throws Exception {
    QueuedAppender queue = queue(2);
    queue.doAppend(event("first"));
    target.reached.await(); // the writer waits in the target, the queue is empty

    for (int i = 2; i <= 6; i++) {
      queue.doAppend(event("line " + i));
    }
    assertThat(queue.drain(Duration.ofMillis(1))).isFalse();
    target.mayWrite.countDown();

    assertThat(queue.drain(PATIENCE)).isTrue();
    assertThat(target.lines)
        .containsExactly(
            "first", "... 3 lines dropped: nothing took the log in time", "line 2", "line 3");
  }

  @Test
  void everyLevelFillsTheWholeQueue() throws Exception {
    QueuedAppender queue = queue(3);
    queue.doAppend(event("first"));
    target.reached.await();
    List.of("a", "b", "c").forEach(words -> queue.doAppend(event(words)));
    target.mayWrite.countDown();

    assertThat(queue.drain(PATIENCE)).isTrue();
    assertThat(target.lines).containsExactly("first", "a", "b", "c");
  }

  private QueuedAppender queue(int capacity) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    target.setContext(context);
    target.start();
    QueuedAppender queue = new QueuedAppender(target, capacity);
    queue.setContext(context);
    queue.start();
    return queue;
  }

  private LoggingEvent event(String words) {
    return new LoggingEvent("here", context.getLogger("test"), Level.INFO, words, null, null);
  }

  private static final class Blocked extends AppenderBase<ILoggingEvent> {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch mayWrite = new CountDownLatch(1);
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      reached.countDown();
      try {
        mayWrite.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      lines.add(event.getFormattedMessage());
    }
  }
}
