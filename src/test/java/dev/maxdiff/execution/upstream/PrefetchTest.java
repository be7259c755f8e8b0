package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrefetchTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void itIsReadWhileItsAskerDoesSomethingElse() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);

    Prefetch<String> ahead =
        Prefetch.read(
            () -> {
              begun.countDown();
              return "read";
            },
            threads);

    begun.await();
    assertThat(ahead.get()).isEqualTo("read");
  }

  /**
   * An order manager occupies a thread of the pool while it waits: with as many order managers as
   * threads none is free.
   */
  @Test
  void askersThatHoldAllThreadsReadThemselves() throws Exception {
    CountDownLatch allAreHeld = new CountDownLatch(2);
    List<Future<String>> askers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      askers.add(
          threads.submit(
              () -> {
                allAreHeld.countDown();
                allAreHeld.await();
                return Prefetch.read(() -> "read", threads).get();
              }));
    }

    for (Future<String> asker : askers) {
      assertThat(asker.get(30, TimeUnit.SECONDS)).isEqualTo("read");
    }
  }

  @Test
  void itFailsAsItsSourceDoesAndReadsOnce() {
    List<String> requests = new ArrayList<>();
    Prefetch<String> ahead =
        Prefetch.read(
            () -> {
              requests.add("once");
              throw new BrokerException(Failure.RATE_LIMITED, 429, 0, "slow down");
            },
            Runnable::run);

    assertThatThrownBy(ahead::get).isInstanceOf(BrokerException.class).hasMessage("slow down");
    assertThat(requests).containsExactly("once");
  }

  @Test
  void anErrorOfItsSourceIsNoException() {
    Prefetch<String> ahead =
        Prefetch.read(
            () -> {
              throw new StackOverflowError("too deep");
            },
            Runnable::run);

    assertThatThrownBy(ahead::get).isInstanceOf(StackOverflowError.class).hasMessage("too deep");
  }
}
