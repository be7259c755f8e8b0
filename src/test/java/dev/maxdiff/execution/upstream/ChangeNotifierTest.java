package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ChangeNotifierTest {

  private static final Duration LONG = Duration.ofMinutes(10);

  private final ChangeNotifier changes = new ChangeNotifier();

  @Test
  void wakesWhoeverWaitsForTheKeyAndNobodyElse() {
    CompletableFuture<Long> one = await(Samples.A, 0);
    CompletableFuture<Long> same = await(Samples.A, 0);
    CompletableFuture<Long> other = await(Samples.B, 0);

    changes.of(Samples.A);

    assertThat(one).isCompletedWithValue(1L);
    assertThat(same).isCompletedWithValue(1L);
    assertThat(other).isNotDone();
    assertThat(changes.waiting()).isEqualTo(1);
  }

  @Test
  void answersAtOnceAfterAChangeWithoutAWaiter() {
    changes.of(Samples.A);
    changes.of(Samples.A);

    assertThat(await(Samples.A, 0)).isCompletedWithValue(2L);
    assertThat(await(Samples.A, 1)).isCompletedWithValue(2L);
    assertThat(await(Samples.A, 2)).isNotDone();
    assertThat(await(Samples.B, 0)).isNotDone();
  }

  @Test
  void aChangeOfASymbolIsOneOfEachOfItsKeys() {
    CompletableFuture<Long> one = await(Samples.A, 0);
    CompletableFuture<Long> other = await(Samples.B, 0);
    CompletableFuture<Long> stock = await(Samples.SHORT, 0);

    changes.of(Samples.BTC);

    assertThat(one).isCompletedWithValue(1L);
    assertThat(other).isCompletedWithValue(1L);
    assertThat(stock).isNotDone();
    changes.everywhere();
    assertThat(stock).isCompletedWithValue(2L);
    assertThat(await(Samples.A, 1)).isCompletedWithValue(2L);
  }

  @Test
  void aWaitWithoutAChangeReturnsTheOldNumber() throws ExecutionException, InterruptedException {
    changes.of(Samples.A);

    assertThat(changes.await(Samples.A, 1, Duration.ofMillis(5)).toCompletableFuture().get())
        .isEqualTo(1L);
    assertThat(changes.waiting()).isZero();
  }

  @Test
  void atTheEndNobodyIsLeftWaiting() {
    CompletableFuture<Long> one = await(Samples.A, 0);

    changes.close();

    assertThat(one).isCompletedWithValue(0L);
    assertThat(await(Samples.B, 0)).isCompletedWithValue(0L);
    assertThat(changes.waiting()).isZero();
  }

  private CompletableFuture<Long> await(WatcherKey key, long after) {
    return changes.await(key, after, LONG).toCompletableFuture();
  }
}
