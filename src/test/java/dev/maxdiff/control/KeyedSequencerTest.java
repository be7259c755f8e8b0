package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedSequencerTest {

  private final KeyedSequencer<String> turnstile = new KeyedSequencer<>();
  private final List<Integer> passed = new ArrayList<>();

  private CompletableFuture<Integer> pass(int number, CompletionStage<Integer> checked) {
    return turnstile
        .submit(
            "exit",
            checked,
            value -> {
              passed.add(number);
              return CompletableFuture.completedFuture(value);
            })
        .toCompletableFuture();
  }

  @Test
  void theFirstIsSubmittedFirstAlsoIfItsCheckEndsLast() {
    CompletableFuture<Integer> slow = new CompletableFuture<>();

    CompletableFuture<Integer> first = pass(1, slow);
    CompletableFuture<Integer> second = pass(2, CompletableFuture.completedFuture(2));

    assertThat(second).isNotDone();
    slow.complete(1);
    assertThat(first).isCompletedWithValue(1);
    assertThat(second).isCompletedWithValue(2);
    assertThat(passed).containsExactly(1, 2);
  }

  @Test
  void aFailedCheckDelaysNoOtherEntry() {
    CompletableFuture<Integer> failed = pass(1, CompletableFuture.failedFuture(new Exception()));

    CompletableFuture<Integer> next = pass(2, CompletableFuture.completedFuture(2));

    assertThat(failed).isCompletedExceptionally();
    assertThat(next).isCompletedWithValue(2);
  }

  @Test
  void aHundredThousandEntriesThatWaitForOneQuoteAreAllSubmitted() {
    int many = 100_000;
    CompletableFuture<Integer> quote = new CompletableFuture<>();
    List<CompletableFuture<Integer>> waiting =
        IntStream.range(0, many).mapToObj(i -> pass(i, i == 0 ? quote : answered(i))).toList();

    quote.complete(0);

    assertThat(waiting).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
    assertThat(passed).isEqualTo(IntStream.range(0, many).boxed().toList());
  }

  private static CompletableFuture<Integer> answered(int value) {
    return CompletableFuture.completedFuture(value);
  }
}
