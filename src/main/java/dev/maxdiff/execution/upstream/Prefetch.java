package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A read that runs on another thread while the caller reads other data.
 *
 * <p>If no thread has started the read when {@link #get} is called, the caller runs it. Callers
 * that occupy all threads of a pool therefore never wait for one another.
 */
public final class Prefetch<T> {

  private final FutureTask<T> task;

  private Prefetch(FutureTask<T> task) {
    this.task = task;
  }

  public static <T> Prefetch<T> read(Supplier<T> source, Executor threads) {
    FutureTask<T> task = new FutureTask<>(source::get);
    threads.execute(task);
    return new Prefetch<>(task);
  }

  /**
   * Returns the result; blocks.
   *
   * @throws RuntimeException the exception of the source; an error of the source, too
   * @throws BrokerException if the thread is interrupted
   */
  public T get() {
    task.run(); // no effect if the read has started
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, "not read: interrupted");
    }
  }
}
