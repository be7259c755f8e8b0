package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.RateBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Readers that ask while a request is under way, without a thread for any of them. */
class SharedReadTest {

  private static final Duration SHOWN = Duration.ofSeconds(5);

  private final AtomicLong nanos = new AtomicLong();
  private final List<CompletableFuture<String>> requests = new ArrayList<>();
  private final SharedRead<String> read =
      new SharedRead<>(
          new RequestPacer(RateBudget.unlimited(), Duration.ofMinutes(1), nanos::get),
          this::request);

  private CompletableFuture<String> request() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    requests.add(answer);
    return answer;
  }

  private CompletableFuture<Timestamped<String>> asked(Duration maxAge) {
    nanos.incrementAndGet();
    return read.read(maxAge).toCompletableFuture();
  }

  @Test
  void anAnswerThatWasRequestedBeforeADecisionAskedIsTooOldForIt() {
    CompletableFuture<Timestamped<String>> first = asked(Duration.ZERO);
    List<CompletableFuture<Timestamped<String>>> later =
        List.of(asked(Duration.ZERO), asked(Duration.ZERO), asked(SHOWN));

    requests.get(0).complete("old");
    assertThat(first.join().value()).isEqualTo("old");
    assertThat(later.get(2).join().value()).isEqualTo("old");
    assertThat(later.subList(0, 2)).noneMatch(CompletableFuture::isDone);

    requests.get(1).complete("new");
    assertThat(later.subList(0, 2)).allMatch(answer -> answer.join().value().equals("new"));
    assertThat(requests).hasSize(2);
  }

  @Test
  void aFailureIsThatOfTheReadersThatHaveWaitedForTheRequest() {
    CompletableFuture<Timestamped<String>> first = asked(SHOWN);
    CompletableFuture<Timestamped<String>> shown = asked(SHOWN);
    CompletableFuture<Timestamped<String>> decision = asked(Duration.ZERO);
    BrokerException gone = new BrokerException(Failure.UNREACHABLE, 0, 0, "gone");

    requests.get(0).completeExceptionally(gone);
    assertThat(first).isCompletedExceptionally();
    assertThat(List.of(shown, decision)).noneMatch(CompletableFuture::isDone);

    requests.get(1).completeExceptionally(gone);
    assertThat(shown).isCompletedExceptionally();
    assertThat(decision).isCompletedExceptionally();
    assertThat(requests).hasSize(2);

    asked(Duration.ZERO);
    assertThat(requests).as("after a failure").hasSize(3);
  }

  /** An order was sent meanwhile: the answer under way may not show it. */
  @Test
  void anAnswerThatWasOutdatedOnItsWayServesOnlyTheReaderThatRequestedIt() {
    CompletableFuture<Timestamped<String>> first = asked(SHOWN);
    CompletableFuture<Timestamped<String>> other = asked(SHOWN);
    read.invalidate();

    requests.get(0).complete("old");

    assertThat(first.join().value()).isEqualTo("old");
    assertThat(other).isNotDone();
    requests.get(1).complete("new");
    assertThat(other.join().value()).isEqualTo("new");
  }

  /** As on virtual time, where nothing can wait. */
  @Test
  void aReadWithinTheCallOfTheBrokerSendsItsOwnRequest() {
    List<String> seen = new ArrayList<>();
    AtomicReference<SharedRead<Integer>> shared = new AtomicReference<>();
    AtomicInteger calls = new AtomicInteger();
    shared.set(
        new SharedRead<>(
            new RequestPacer(RateBudget.unlimited(), Duration.ofMinutes(1), nanos::incrementAndGet),
            () -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                shared.get().read(Duration.ZERO).thenAccept(in -> seen.add("in " + in.value()));
              }
              return CompletableFuture.completedStage(call);
            }));

    shared.get().read(Duration.ZERO).thenAccept(out -> seen.add("out " + out.value()));

    assertThat(seen).containsExactly("in 2", "out 1");
    assertThat(shared.get().last().orElseThrow().value()).as("the newest").isEqualTo(2);
  }
}
