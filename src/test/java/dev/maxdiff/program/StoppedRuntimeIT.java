package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A runtime that is stopped for a while, as in a debugger or on a machine that swaps. */
@Timeout(600)
class StoppedRuntimeIT {

  @TempDir Path directory;

  private final WishedSlot exit = new WishedSlot("BTCUSD|buy|a", "", 1050, 5);
  private final WishedSlot entry = new WishedSlot("BTCUSD|buy|b", "2", 900, 3);

  @Test
  void p1p5AShortStopChangesNothingAndALongOneRestartsEveryWatcher() {
    Sandbox sandbox =
        new Sandbox(directory)
            .with(
                "maxdiff.process.sentinel.heartbeat = 100ms",
                "maxdiff.process.sentinel.timeout = 5s");
    try (Program session = begin(sandbox)) {
      Set<Integer> before = pids(sandbox);
      stopped(session, Duration.ofSeconds(1));
      awaitConvergence(sandbox, session);
      assertThat(pids(sandbox)).isEqualTo(before);

      session.signal("STOP");
      session.await("the sentinel's sweep", () -> sandbox.watchers().isEmpty());
      session.signal("CONT");
      awaitConvergence(sandbox, session);

      session.signal("STOP");
      session.await("the begin of the sweep", () -> sandbox.watchers().size() < 2);
      session.signal("CONT");
      awaitConvergence(sandbox, session);
      wishNextPrices(sandbox, session);
    }
  }

  /** {@code mvn verify -Dmaxdiff.faults=full}: with the delivered settings. */
  @Test
  @EnabledIfSystemProperty(
      named = "maxdiff.faults",
      matches = "full",
      disabledReason = "more than a minute long: -Dmaxdiff.faults=full runs it")
  void p1p5TenSecondsChangeNothingAndSixtyRestartEveryWatcher() {
    Sandbox sandbox = new Sandbox(directory);
    try (Program session = begin(sandbox)) {
      Set<Integer> before = pids(sandbox);
      stopped(session, Duration.ofSeconds(10));
      awaitConvergence(sandbox, session);
      assertThat(pids(sandbox)).isEqualTo(before);

      stopped(session, Duration.ofSeconds(60));
      awaitConvergence(sandbox, session);
      assertThat(pids(sandbox)).doesNotContainAnyElementsOf(before);
    }
  }

  private Program begin(Sandbox sandbox) {
    Program session = sandbox.steady("5");
    wishNextPrices(sandbox, session);
    session.await("the sentinel", () -> sandbox.sentinels().size() == 1);
    return session;
  }

  private void wishNextPrices(Sandbox sandbox, Program session) {
    for (WishedSlot slot : List.of(exit, entry)) {
      slot.wish(sandbox).join();
      slot.acknowledged();
    }
    awaitConvergence(sandbox, session);
  }

  /** Waits for one watcher and one active file per slot and one sentinel; no entry may end. */
  private void awaitConvergence(Sandbox sandbox, Program session) {
    for (WishedSlot slot : List.of(exit, entry)) {
      session.await(slot + " as wished", () -> slot.isWatchedAndFiled(sandbox));
    }
    session.await("one sentinel", () -> sandbox.sentinels().size() == 1);
    assertThat(session.output()).doesNotContain("CRASH_LOOP");
  }

  private static Set<Integer> pids(Sandbox sandbox) {
    return sandbox.watchers().stream().map(MarkedProcesses.Marked::pid).collect(Collectors.toSet());
  }

  /** Stops the runtime for {@code duration}. */
  private static void stopped(Program session, Duration duration) {
    session.signal("STOP");
    long end = System.nanoTime() + duration.toNanos();
    session.await("the end of the stop", () -> System.nanoTime() - end > 0);
    session.signal("CONT");
  }
}
