package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.WishAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runtime dies by {@code kill -9} while it launches 200 watchers, some of which do not want to
 * end, and again together with its sentinel.
 */
@Timeout(600)
class KilledWhileLaunchingIT {

  /** What a watcher does follows from its strategy. */
  private static final String SCRIPT =
      """
      case "$MAXDIFF_KEY" in
        *stopped*) kill -STOP $$ ;;
        *stubborn*) trap '' TERM; while :; do sleep 1; done ;;
        *daemon*) setsid sleep 600 & ;;
      esac
      exec sleep 600
      """;

  private static final List<String> KINDS = List.of("good", "stopped", "stubborn", "daemon");
  private static final int WATCHERS = 200;

  /** Two seconds, and one more for the stubborn ones, are promised; the machine may be busy. */
  private static final Duration GONE_WITHIN = Duration.ofSeconds(3).multipliedBy(10);

  @TempDir Path directory;

  @Test
  void p5p6NothingIsLeftAndNoAcknowledgedWishIsLost() {
    Sandbox sandbox = new Sandbox(directory);
    Path script = sandbox.write("watcher.sh", SCRIPT);
    sandbox.with("maxdiff.watcher.command = [\"/bin/sh\", \"" + script + "\"]");
    Set<String> acknowledged;
    try (Program session = sandbox.steady("5")) {
      Map<String, CompletableFuture<WishAnswer>> wishes = wishAll(sandbox);
      session.await("half of them", () -> keys(sandbox).size() > WATCHERS / 2);
      long begin = System.nanoTime();
      session.signal("KILL");
      session.exitCode();
      awaitNobody(sandbox, session, begin, "while launching");
      acknowledged = acknowledged(wishes);
    }
    try (Program session = sandbox.steady("5")) {
      session.await("every acknowledged one", () -> keys(sandbox).containsAll(acknowledged));
      eachHasOne(sandbox);
      kill(session.pid(), sandbox.sentinels());
      session.exitCode();
      assertThat(keys(sandbox)).containsAll(acknowledged);
    }
    try (Program session = sweepsBeforeItLaunches(sandbox)) {
      session.await("every acknowledged one", () -> keys(sandbox).containsAll(acknowledged));
      eachHasOne(sandbox);
      long begin = System.nanoTime();
      session.signal("KILL");
      session.exitCode();
      awaitNobody(sandbox, session, begin, "when all ran");
    }
  }

  private static Map<String, CompletableFuture<WishAnswer>> wishAll(Sandbox sandbox) {
    Wisher wisher = Wisher.of(sandbox);
    Map<String, CompletableFuture<WishAnswer>> wishes = new HashMap<>();
    for (int i = 0; i < WATCHERS; i++) {
      String key = "BTCUSD|buy|" + KINDS.get(i % KINDS.size()) + "_" + i;
      wishes.put(key, wisher.wishExit(key, "1050"));
    }
    return wishes;
  }

  /** Those of which the wisher was told before the crash that they stand. */
  private static Set<String> acknowledged(Map<String, CompletableFuture<WishAnswer>> wishes) {
    return wishes.entrySet().stream()
        .filter(wish -> wish.getValue().handle((answer, failure) -> failure == null).join())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Set<String> keys(Sandbox sandbox) {
    return sandbox.watchers().stream().map(MarkedProcesses.Marked::key).collect(Collectors.toSet());
  }

  /** A watcher may have children; they are of the same launch. */
  private static void eachHasOne(Sandbox sandbox) {
    Map<String, Set<Long>> launches =
        sandbox.watchers().stream()
            .collect(
                Collectors.groupingBy(
                    MarkedProcesses.Marked::key,
                    Collectors.mapping(MarkedProcesses.Marked::generation, Collectors.toSet())));
    assertThat(launches.values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  private static void awaitNobody(Sandbox sandbox, Program session, long begin, String when) {
    session.await("no process is left", () -> sandbox.watchers().isEmpty());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf("killed %s: nothing was left after %d ms%n", when, took.toMillis());
    assertThat(took).isLessThan(GONE_WITHIN);
  }

  /** Sentinel and runtime at once, so that neither sees the other's end. */
  private static void kill(long runtime, List<Long> sentinels) {
    assertThat(sentinels).hasSize(1);
    ProcessHandle.of(sentinels.get(0)).ifPresent(ProcessHandle::destroyForcibly);
    ProcessHandle.of(runtime).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** When the first process of the new runtime is seen, none of an earlier one lives any more. */
  private static Program sweepsBeforeItLaunches(Sandbox sandbox) {
    Set<String> earlier = runtimes(sandbox);
    assertThat(earlier).hasSize(1);
    CompletableFuture<Program> starting = CompletableFuture.supplyAsync(() -> sandbox.steady("5"));
    while (earlier.containsAll(runtimes(sandbox)) && !starting.isDone()) {
      Thread.onSpinWait(); // as often as it can look
    }
    assertThat(runtimes(sandbox)).doesNotContainAnyElementsOf(earlier);
    return starting.join();
  }

  private static Set<String> runtimes(Sandbox sandbox) {
    return sandbox.watchers().stream()
        .map(MarkedProcesses.Marked::runtime)
        .collect(Collectors.toSet());
  }
}
