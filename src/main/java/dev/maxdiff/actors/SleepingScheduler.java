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
 * The scheduler of our actor systems: it sleeps until the next task is due.
 *
 * <p>Akka's own wakes up at every tick whether or not there is anything to do, and rounds every
 * delay up to the next one: at its 10 ms a runtime without work costs more than a second of CPU a
 * minute, and with coarser ticks the second look at a group that is about to end comes late. Here a
 * task costs the logarithm of their number, which stays small: no child has a timer while it runs.
 *
 * <p>Made by Akka, which closes it when the actor system ends.
 */
public final class SleepingScheduler extends AbstractScheduler implements Closeable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final ScheduledThreadPoolExecutor tasks;

  /** Those that Akka wants to run in any case, at the latest when this is closed. */
  private final Set<Once> lastTasks = ConcurrentHashMap.newKeySet();

  /** The arguments are those with which Akka makes a scheduler. */
  public SleepingScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
    tasks = new ScheduledThreadPoolExecutor(1, threads);
    tasks.setRemoveOnCancelPolicy(true);
  }

  @Override
  @SuppressWarnings("deprecation") // what Akka does at a fixed rate still ends here
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
      // what Akka's own does, and what those who call it expect from one that was closed
      throw new IllegalStateException("cannot enqueue after timer shutdown", e);
    }
  }

  /** Runs at most once, also when it is closed at the very moment at which it is due. */
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
