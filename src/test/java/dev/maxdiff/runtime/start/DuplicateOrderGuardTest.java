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

/** One look at a time, again after each, also after one that failed. */
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
  void theNextLookWaitsForTheAnswerToTheLast() {
    TestProbe<String> looks = KIT.createTestProbe();
    AtomicReference<CompletableFuture<Void>> answer = new AtomicReference<>();
    KIT.spawn(
        DuplicateOrderGuard.create(
            INTERVAL,
            () -> {
              answer.set(new CompletableFuture<>());
              looks.ref().tell("look");
              return answer.get();
            }));

    time.expectNoMessageFor(INTERVAL.minusMillis(1), looks);
    time.timePasses(Duration.ofMillis(1));
    looks.expectMessage("look");
    time.expectNoMessageFor(INTERVAL.multipliedBy(3), looks);

    answer.get().completeExceptionally(new IllegalStateException("no broker"));
    awaitNext(looks);
    answer.get().complete(null);
    awaitNext(looks);
    assertThat(answer.get()).isNotDone();
  }

  /** The answer reaches the actor on its own thread, before or after this one's next step. */
  private void awaitNext(TestProbe<String> looks) {
    looks.awaitAssert(
        () -> {
          time.timePasses(INTERVAL);
          return looks.expectMessage(Duration.ofMillis(100), "look");
        });
  }
}
