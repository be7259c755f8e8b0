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

  /** More than may be undecided and wait together: some are told to ask again. */
  private static final int CALLERS = FaultTable.number(1_500, 800);

  /** The latter two where the first answer was "not known", and it had been written. */
  private static final Set<Outcome> TAKEN =
      EnumSet.of(Outcome.STARTED, Outcome.UNCHANGED, Outcome.EXTENDED);

  /** Nanoseconds until somebody who was told so asks again. */
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
    AtomicInteger askedAgain = new AtomicInteger();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try (Program session = sandbox.swinging("1")) {
      Wisher wisher = Wisher.of(sandbox);
      long began = System.nanoTime();
      List<CompletableFuture<Outcome>> answers =
          IntStream.range(0, keys)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> want(wisher, i, askedAgain), callers))
              .toList();
      assertThat(answers.stream().map(CompletableFuture::join)).isSubsetOf(TAKEN);
      System.out.printf(
          "%d keys at once: all answered after %d ms, %d answers to ask again%n",
          keys, Duration.ofNanos(System.nanoTime() - began).toMillis(), askedAgain.get());
      assertThat(wisher.exit("one_more", "1000").outcome()).isEqualTo(Outcome.STARTED);
      assertAllStand(wisher, keys + 1);
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
      assertAllStand(Wisher.of(sandbox), keys + 1);
    }
  }

  /** Asks again for as long as it is told to, each time a while later. */
  private static Outcome want(Wisher wisher, int key, AtomicInteger askedAgain) {
    for (long pause = FIRST_PAUSE; true; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        Outcome outcome = wisher.exit("s" + key, "1000").outcome();
        if (outcome != Outcome.UNRESOLVED) { // which says: ask again
          return outcome;
        }
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof UnavailableException)) {
          throw e;
        }
      }
      askedAgain.incrementAndGet();
      LockSupport.parkNanos(pause);
    }
  }

  private static void assertAllStand(Wisher wisher, int count) {
    assertThat(wisher.status().watchers()).hasSize(count).allMatch(WatcherLine::wanted);
  }
}
