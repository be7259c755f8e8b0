package dev.maxdiff.execution;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A read that is under way while its asker reads something else.
 *
 * <p>Where no thread has begun it when it is needed the asker does it himself: so askers that hold
 * all threads of a pool never wait for one another.
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

  /** What was read; blocks. Fails as the source did. */
  T get() {
    task.run(); // does nothing where it has begun
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
