package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BoundedBatchTest {

  private static final int MAX_IN_FLIGHT = 2;

  private final List<CompletableFuture<String>> started = new ArrayList<>();

  private BoundedBatch calls(int number) {
    Supplier<CompletableFuture<String>> call =
        () -> {
          var answer = new CompletableFuture<String>();
          started.add(answer);
          return answer;
        };
    return new BoundedBatch(MAX_IN_FLIGHT, IntStream.range(0, number).mapToObj(i -> call).toList());
  }

  @Test
  void startsTheNextCallAfterAnAnswer() {
    CompletableFuture<Void> completed = calls(4).start();
    assertThat(started).hasSize(2);

    started.get(1).complete("yes");
    assertThat(started).hasSize(3);
    started.get(0).completeExceptionally(new IllegalStateException("no"));
    assertThat(started).hasSize(4);
    started.get(2).complete("yes");
    assertThat(completed).isNotDone();

    started.get(3).complete("yes");
    assertThat(completed).isCompleted();
  }

  @Test
  void completesAtOnceWithoutCalls() {
    assertThat(calls(0).start()).isCompleted();
  }

  @Test
  void aStopDropsUnstartedCallsAndAwaitsTheOthers() {
    BoundedBatch calls = calls(4);
    CompletableFuture<Void> completed = calls.start();

    calls.stop();
    started.get(0).complete("yes");
    assertThat(completed).isNotDone();
    started.get(1).complete("yes");

    assertThat(started).hasSize(2);
    assertThat(completed).isCompleted();
  }

  @Test
  void manyImmediateAnswersOverflowNoStack() {
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
