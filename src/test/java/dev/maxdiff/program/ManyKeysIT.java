package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WishAnswer.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of keys wish at once. Each one's watcher is really started, and ends at once with an
 * error: that many living processes would be a test of the machine, and the wishes stand all the
 * same.
 */
class ManyKeysIT {

  /** More than the limit of undecided and waiting wishes: some callers must try again. */
  private static final int CALLERS = FaultTestScale.number(1_500, 800);

  /** The latter two follow an unresolved answer to a wish that was durable. */
  private static final Set<Outcome> ACCEPTED =
      EnumSet.of(Outcome.STARTED, Outcome.UNCHANGED, Outcome.EXTENDED);

  /** The first pause of a caller that must try again, in nanoseconds. */
  private static final long FIRST_PAUSE = Duration.ofMillis(250).toNanos();

  private static final long LONGEST_PAUSE = Duration.ofSeconds(2).toNanos();

  @TempDir Path directory;

  /** {@code mvn verify -Dmaxdiff.faults=full}. */
  @Test
  @Timeout(600)
  @EnabledIfSystemProperty(
      named = "maxdiff.faults",
      matches = "full",
      disabledReason = "half a minute long: -Dmaxdiff.faults=full runs it")
  void p6AThousandKeysAtOnceAreAllAnsweredAndSurviveKillNine() {
    wishAtOnce(1_000);
  }

  /** {@code mvn verify -Dmaxdiff.faults=full}. */
  @Test
  @Timeout(1_200)
  @EnabledIfSystemProperty(
      named = "maxdiff.faults",
      matches = "full",
      disabledReason = "a minute long: -Dmaxdiff.faults=full runs it")
  void p6TenThousandKeysAtOnceAreAllAnsweredAndSurviveKillNine() {
    wishAtOnce(10_000);
  }

  private void wishAtOnce(int keys) {
    Sandbox sandbox =
        new Sandbox(directory)
            .with("maxdiff.watcher.command = [/bin/false]")
            .with("maxdiff.supervision { min-backoff = 1h, max-backoff = 1h }");
    AtomicInteger retries = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (Program session = sandbox.swinging("1")) {
      WishClient client = WishClient.of(sandbox);
      long began = System.nanoTime();
      List<CompletableFuture<Outcome>> answers =
          IntStream.range(0, keys)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> want(client, i, retries), callers))
              .toList();
      assertThat(answers.stream().map(CompletableFuture::join)).isSubsetOf(ACCEPTED);
      System.out.printf(
          "%d keys at once: all answered after %d ms, %d answers to try again%n",
          keys, Duration.ofNanos(System.nanoTime() - began).toMillis(), retries.get());
      assertThat(client.exit("one_more", "1000").outcome()).isEqualTo(Outcome.STARTED);
      assertAllStand(client, keys + 1);
      session.signal("KILL");
      session.exitCode();
    } finally {
      callers.shutdownNow();
    }
    long began = System.nanoTime();
    try (Program again =
        sandbox.run("--no-loop", "--speed=60", "--data=" + sandbox.path("swing.csv"))) {
      System.out.printf(
          "started again with them after %d ms%n",
          Duration.ofNanos(System.nanoTime() - began).toMillis());
      again.awaitOutput("Restored wishes: " + (keys + 1));
      assertAllStand(WishClient.of(sandbox), keys + 1);
    }
  }

  /** Sends the wish until it is resolved, with growing pauses. */
  private static Outcome want(WishClient client, int key, AtomicInteger retries) {
    for (long pause = FIRST_PAUSE; true; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        Outcome outcome = client.exit("s" + key, "1000").outcome();
        if (outcome != Outcome.UNRESOLVED) { // unresolved: the caller tries again
          return outcome;
        }
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof UnavailableException)) {
          throw e;
        }
      }
      retries.incrementAndGet();
      LockSupport.parkNanos(pause);
    }
  }

  private static void assertAllStand(WishClient client, int count) {
    assertThat(client.status().watchers()).hasSize(count).allMatch(WatcherLine::wanted);
  }
}
