package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishAnswer.Outcome;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Watchers that end at once with an error, a thousand times: the entry gives up, the exit does not.
 * The pauses last a millisecond here, so that a thousand starts take seconds. {@code CrashLoopTest}
 * and {@code SupervisionDecisionsTest} show in manual time that the delivered settings restart an
 * exit every 60 s.
 */
@Timeout(300)
class CrashLoopIT {

  private static final int STARTS = FaultTestScale.number(1_000, 150);
  private static final int ENTRY_STARTS = 11; // more than crash-loop-failures
  private static final long JOURNAL_BOUND = 4 << 20;
  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  private static final WishRequest ENTRY =
      WishRequest.entry(KEY, Price.parse("900"), Quantity.parse("0.5"));
  private static final WishRequest EXIT = WishRequest.exit(KEY, Price.parse("1100"));
  private static final Duration IDLE_TIME = Duration.ofSeconds(2);
  private static final int TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

  @TempDir Path directory;

  @Test
  void p3p6AnEntryGivesUpForGoodAndAnExitIsStartedAThousandTimesForAFewEvents() throws IOException {
    Sandbox sandbox =
        new Sandbox(directory)
            .with("maxdiff.watcher.command = [/bin/false]")
            .with("maxdiff.supervision { min-backoff = 1ms, max-backoff = 1ms }");
    try (Program session = sandbox.steady("5")) {
      WishClient client = WishClient.of(sandbox);
      assertThat(client.send(ENTRY).outcome()).isEqualTo(Outcome.STARTED);
      session.await("the entry gives up", () -> isCrashLoop(client));
      assertEqualWishStartsNothing(client);

      startsAThousandTimes(session, client, sandbox);

      assertThat(count(session, "STARTED", Slot.ENTRY)).isEqualTo(ENTRY_STARTS);
      assertThat(line(client, Slot.EXIT).wanted()).isTrue();
      session.signal("KILL");
      session.exitCode();
    }
    sandbox.with("maxdiff.supervision { min-backoff = 60s, max-backoff = 60s }");
    try (Program again = sandbox.steady("5")) {
      WishClient client = WishClient.of(sandbox);
      assertThat(isCrashLoop(client)).isTrue();
      assertEqualWishStartsNothing(client);
      again.await("the exit's next end", () -> count(again, "ENDED", Slot.EXIT) == 1);
      printIdleCpu(again);
      assertThat(count(again, "STARTED", Slot.EXIT)).isEqualTo(1);
      assertThat(count(again, "STARTED", Slot.ENTRY)).isZero();
      anOperatorRetries(sandbox);
      again.await("a start of the entry", () -> count(again, "STARTED", Slot.ENTRY) == 1);
    }
  }

  private static void startsAThousandTimes(Program session, WishClient client, Sandbox sandbox)
      throws IOException {
    long began = System.nanoTime();
    long ticks = ProcessTable.cpuTicks((int) session.pid());
    assertThat(client.send(EXIT).outcome()).isEqualTo(Outcome.STARTED);
    session.await("all starts", () -> count(session, "STARTED", Slot.EXIT) >= STARTS);

    Duration took = Duration.ofNanos(System.nanoTime() - began);
    long cpu = millis(ProcessTable.cpuTicks((int) session.pid()) - ticks);
    int events = client.history(KEY).size();
    long alerts = count(session, "ALERT", Slot.EXIT);
    long journal = Files.size(sandbox.state().resolve("embedded/journal.mv.db"));
    System.out.printf(
        "%d starts of the exit in %d ms with %d ms of CPU: %d events, %d alerts, journal %d kB%n",
        STARTS, took.toMillis(), cpu, events, alerts, journal / 1024);
    assertThat(alerts).isBetween(1L, took.toMinutes() + 1);
    assertThat(events).isLessThan(20 + (int) took.toMinutes());
    assertThat(journal).isLessThan(JOURNAL_BOUND);
  }

  private static void assertEqualWishStartsNothing(WishClient client) {
    WishAnswer answer = client.send(ENTRY);
    assertThat(answer.outcome()).isEqualTo(Outcome.DENIED);
    assertThat(answer.words()).contains("crash_loop", "--retry");
  }

  private static void printIdleCpu(Program session) {
    long ticks = ProcessTable.cpuTicks((int) session.pid());
    long until = System.nanoTime() + IDLE_TIME.toNanos();
    session.await("the idle time", () -> System.nanoTime() - until >= 0);
    System.out.printf(
        "while the exit waits for its minute: %d ms of CPU in %d ms%n",
        millis(ProcessTable.cpuTicks((int) session.pid()) - ticks), IDLE_TIME.toMillis());
  }

  private static void anOperatorRetries(Sandbox sandbox) {
    sandbox.done(
        "entry",
        "BTCUSD",
        "--side=buy",
        "--strategy=maxdiff",
        "--limit-price=900",
        "--target-qty=0.5",
        "--retry",
        "--operator");
  }

  private static boolean isCrashLoop(WishClient client) {
    return line(client, Slot.ENTRY).state().equals("crash_loop");
  }

  private static WatcherLine line(WishClient client, Slot slot) {
    return client.status().watchers().stream()
        .filter(watcher -> watcher.slot() == slot)
        .findFirst()
        .orElseThrow();
  }

  /** The number of output lines of this kind about the slot. */
  private static long count(Program session, String kind, Slot slot) {
    String words = " " + kind + " " + KEY.slot(slot) + " ";
    return session.output().lines().filter(line -> line.contains(words)).count();
  }

  private static long millis(long ticks) {
    return ticks * 1000 / TICKS_PER_SECOND;
  }
}
