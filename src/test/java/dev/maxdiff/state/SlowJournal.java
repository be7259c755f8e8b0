package dev.maxdiff.state;

import akka.persistence.testkit.JournalOperation;
import akka.persistence.testkit.ProcessingPolicy;
import akka.persistence.testkit.ProcessingResult;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.WriteEvents;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes each write of the testkit's journal wait for a permission, at most a minute. */
public final class SlowJournal implements ProcessingPolicy<JournalOperation> {

  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);

  @Override
  public ProcessingResult tryProcess(String persistenceId, JournalOperation operation) {
    if (operation instanceof WriteEvents) {
      asked.countDown();
      await(mayWrite);
    }
    return ProcessingSuccess.getInstance();
  }

  /** Blocks until a write waits. */
  public void awaitWrite() {
    if (!await(asked)) {
      throw new AssertionError("nothing to write within " + PATIENCE_SECONDS + " s");
    }
  }

  /** Permits the waiting and all later writes. */
  public void hurry() {
    mayWrite.countDown();
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
