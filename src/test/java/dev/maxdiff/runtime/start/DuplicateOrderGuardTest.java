package dev.maxdiff.runtime.start;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One search at a time; the next one follows after each answer, also after a failed one. */
class DuplicateOrderGuardTest {

  private static final ActorTestKit KIT =
      ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  private final ManualTime time = ManualTime.get(KIT.system());

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void theNextSearchWaitsForTheAnswerOfTheLast() {
    TestProbe<String> searches = KIT.createTestProbe();
    AtomicReference<CompletableFuture<Void>> answer = new AtomicReference<>();
    KIT.spawn(
        DuplicateOrderGuard.create(
            INTERVAL,
            () -> {
              answer.set(new CompletableFuture<>());
              searches.ref().tell("search");
              return answer.get();
            }));

    time.expectNoMessageFor(INTERVAL.minusMillis(1), searches);
    time.timePasses(Duration.ofMillis(1));
    searches.expectMessage("search");
    time.expectNoMessageFor(INTERVAL.multipliedBy(3), searches);

    answer.get().completeExceptionally(new IllegalStateException("no broker"));
    awaitNext(searches);
    answer.get().complete(null);
    awaitNext(searches);
    assertThat(answer.get()).isNotDone();
  }

  /** The answer reaches the actor on the actor's thread, before or after the test's next step. */
  private void awaitNext(TestProbe<String> searches) {
    searches.awaitAssert(
        () -> {
          time.timePasses(INTERVAL);
          return searches.expectMessage(Duration.ofMillis(100), "search");
        });
  }
}
