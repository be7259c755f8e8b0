package dev.maxdiff.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.concurrent.duration.FiniteDuration;

class SleepingSchedulerTest {

  private static final FiniteDuration AT_ONCE = new FiniteDuration(0, TimeUnit.MILLISECONDS);
  private static final FiniteDuration SOON = new FiniteDuration(2, TimeUnit.MILLISECONDS);
  private static final FiniteDuration NEVER = new FiniteDuration(1, TimeUnit.DAYS);
  private static final long PATIENCE_SECONDS = 30;

  private final SleepingScheduler scheduler =
      new SleepingScheduler(ConfigFactory.empty(), null, Executors.defaultThreadFactory());
  private final ExecutionContext onTheSpot = ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void actorSystemsUseIt() {
    ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
    try {
      assertThat(kit.system().settings().config().getString("akka.scheduler.implementation"))
          .isEqualTo(SleepingScheduler.class.getName());
      assertThat(kit.system().classicSystem().scheduler()).isInstanceOf(SleepingScheduler.class);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void runsATaskOnceWhenItIsDue() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);
    long begin = System.nanoTime();
    Cancellable task = scheduler.scheduleOnce(SOON, ran::countDown, onTheSpot);
    assertThat(ran.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(SOON.toNanos());
    assertThat(task.isCancelled()).isFalse();
  }

  @Test
  void aTaskAtAFixedRateRunsUntilItIsCancelled() throws InterruptedException {
    CountDownLatch thrice = new CountDownLatch(3);
    Cancellable task = scheduler.scheduleAtFixedRate(SOON, SOON, thrice::countDown, onTheSpot);
    assertThat(thrice.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(task.cancel()).isTrue();
    assertThat(task.isCancelled()).isTrue();
    assertThat(task.cancel()).isFalse();
  }

  @Test
  void aCancelledTaskDoesNotRunAndIsForgotten() throws InterruptedException {
    CountDownLatch inTime = new CountDownLatch(1);
    // the one thread waits here, however long it takes until the other task is cancelled
    scheduler.scheduleOnce(AT_ONCE, () -> join(inTime), onTheSpot);
    AtomicInteger runs = new AtomicInteger();
    Cancellable cancelled = scheduler.scheduleOnce(SOON, runs::incrementAndGet, onTheSpot);
    assertThat(cancelled.cancel()).isTrue();
    inTime.countDown();
    CountDownLatch later = new CountDownLatch(1);
    scheduler.scheduleOnce(
        new FiniteDuration(4, TimeUnit.MILLISECONDS), later::countDown, onTheSpot);
    assertThat(later.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(runs).hasValue(0);
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void onlyTasksThatMustRunAtTheCloseRun() {
    AtomicInteger last = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    Scheduler.TaskRunOnClose count = last::incrementAndGet;
    scheduler.scheduleOnce(NEVER, count, onTheSpot);
    scheduler.scheduleOnce(NEVER, count, onTheSpot).cancel();
    scheduler.scheduleOnce(NEVER, other::incrementAndGet, onTheSpot);
    scheduler.close();
    assertThat(last).hasValue(1);
    assertThat(other).hasValue(0);
  }

  @Test
  void refusesTasksAfterItsClose() {
    scheduler.close();
    assertThatThrownBy(() -> scheduler.scheduleOnce(SOON, () -> {}, onTheSpot))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("shutdown");
  }
}
