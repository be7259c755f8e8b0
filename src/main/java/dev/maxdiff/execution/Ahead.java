package dev.maxdiff.execution;

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
final class Ahead<T> {

  private final FutureTask<T> task;

  private Ahead(FutureTask<T> task) {
    this.task = task;
  }

  static <T> Ahead<T> read(Supplier<T> source, Executor threads) {
    FutureTask<T> task = new FutureTask<>(source::get);
    threads.execute(task);
    return new Ahead<>(task);
  }

  /**
   * Returns the result; blocks.
   *
   * @throws RuntimeException the exception of the source
   * @throws BrokerException if the thread is interrupted
   */
  T get() {
    task.run(); // no effect if the read has started
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(Failure.UNREACHABLE, 0, 0, "not read: interrupted");
    }
  }
}
