package dev.maxdiff.actors;

import akka.actor.AbstractScheduler;
import akka.actor.Cancellable;
import akka.actor.Scheduler;
import akka.event.LoggingAdapter;
import com.typesafe.config.Config;
import java.io.Closeable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * The scheduler of every actor system of this program: its thread waits until the next task is due.
 *
 * <p>Akka's default scheduler wakes at every tick and rounds each delay up to the next tick. With
 * its ticks of 10 ms an idle runtime costs more than a second of CPU time per minute; with longer
 * ticks the second check of an ending process group is late. Here a task costs the logarithm of the
 * number of tasks. This number is small, because a running child has no timer.
 *
 * <p>Akka creates the scheduler and closes it when the actor system ends.
 */
public final class SleepingScheduler extends AbstractScheduler implements Closeable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final ScheduledThreadPoolExecutor tasks;

  /** Tasks that run in any case, at the latest at the close of the scheduler. */
  private final Set<Once> lastTasks = ConcurrentHashMap.newKeySet();

  /** Called by Akka, by reflection, with these types of arguments. */
  public SleepingScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    tasks = new ScheduledThreadPoolExecutor(1, threads);
    tasks.setRemoveOnCancelPolicy(true);
  }

  @Override
  @SuppressWarnings("deprecation") // Akka still calls this method for fixed rates
  public Cancellable schedule(
      FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
    return handle(
        () ->
            tasks.scheduleAtFixedRate(
                () -> executor.execute(task),
                delay.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS),
        () -> {});
  }

  @Override
  public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
    Once once = new Once(task, executor);
    if (task instanceof Scheduler.TaskRunOnClose) {
      lastTasks.add(once);
    }
    return handle(
        () -> tasks.schedule(once, delay.toNanos(), TimeUnit.NANOSECONDS),
        () -> lastTasks.remove(once));
  }

  @Override
  public double maxFrequency() {
    return NANOS_PER_SECOND;
  }

  @Override
  public void close() {
    tasks.shutdownNow();
    lastTasks.forEach(Once::run);
  }

  private static Cancellable handle(Supplier<Future<?>> schedule, Runnable forget) {
    try {
      return new Handle(schedule.get(), forget);
    } catch (RejectedExecutionException e) {
      // the exception of Akka's default scheduler after its close, which callers expect
      throw new IllegalStateException("cannot enqueue after timer shutdown", e);
    }
  }

  /** A task that runs at most once, even when the scheduler closes while the task becomes due. */
  private final class Once implements Runnable {
    private final Runnable task;
    private final ExecutionContext executor;
    private final AtomicBoolean ran = new AtomicBoolean();

    private Once(Runnable task, ExecutionContext executor) {
      this.task = task;
      this.executor = executor;
    }

    @Override
    public void run() {
      if (ran.compareAndSet(false, true)) {
        lastTasks.remove(this);
        executor.execute(task);
      }
    }
  }

  private record Handle(Future<?> task, Runnable forget) implements Cancellable {
    @Override
    public boolean cancel() {
      forget.run();
      return task.cancel(false);
    }

    @Override
    public boolean isCancelled() {
      return task.isCancelled();
    }
  }
}
