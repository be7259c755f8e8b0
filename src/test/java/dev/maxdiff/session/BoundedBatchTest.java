package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedBatchTest {

  private static final int MOST = 2;

  private final List<CompletableFuture<String>> made = new ArrayList<>();

  private BoundedBatch calls(int number) {
    Supplier<CompletableFuture<String>> call =
        () -> {
          var answer = new CompletableFuture<String>();
          made.add(answer);
          return answer;
        };
    return new BoundedBatch(MOST, IntStream.range(0, number).mapToObj(i -> call).toList());
  }

  @Test
  void makesTheNextCallWhenAnAnswerIsThere() {
    CompletableFuture<Void> answered = calls(4).start();
    assertThat(made).hasSize(2);

    made.get(1).complete("yes");
    assertThat(made).hasSize(3);
    made.get(0).completeExceptionally(new IllegalStateException("no"));
    assertThat(made).hasSize(4);
    made.get(2).complete("yes");
    assertThat(answered).isNotDone();

    made.get(3).complete("yes");
    assertThat(answered).isCompleted();
  }

  @Test
  void completesAtOnceWithoutCalls() {
    assertThat(calls(0).start()).isCompleted();
  }

  @Test
  void aStopDropsWhatWasNotCalledAndAwaitsTheRest() {
    BoundedBatch calls = calls(4);
    CompletableFuture<Void> answered = calls.start();

    calls.stop();
    made.get(0).complete("yes");
    assertThat(answered).isNotDone();
    made.get(1).complete("yes");

    assertThat(made).hasSize(2);
    assertThat(answered).isCompleted();
  }

  @Test
  void anyNumberOfAnswersMayBeThereAtOnce() {
    List<Integer> order = new ArrayList<>();
    var calls =
        IntStream.range(0, 100_000)
            .mapToObj(
                i ->
                    (Supplier<CompletableFuture<Boolean>>)
                        () -> CompletableFuture.completedFuture(order.add(i)))
            .toList();

    assertThat(new BoundedBatch(1, calls).start()).isCompleted();
    assertThat(order).hasSize(100_000).isSorted();
  }
}
