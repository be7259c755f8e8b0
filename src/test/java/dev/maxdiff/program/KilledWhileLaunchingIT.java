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
 * The runtime is killed by SIGKILL while it launches 200 watchers, some of which ignore SIGTERM,
 * and again together with its sentinel.
 */
@Timeout(600)
class KilledWhileLaunchingIT {

  /** The strategy of a watcher decides its behaviour. */
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

  /** Ten times the promise, since the machine may be busy. */
  private static final Duration SWEEP_LIMIT = Duration.ofSeconds(3).multipliedBy(10);

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
      awaitNoProcess(sandbox, session, begin, "while launching");
      acknowledged = acknowledged(wishes);
    }
    try (Program session = sandbox.steady("5")) {
      session.await("every acknowledged one", () -> keys(sandbox).containsAll(acknowledged));
      assertOneLaunchPerKey(sandbox);
      kill(session.pid(), sandbox.sentinels());
      session.exitCode();
      assertThat(keys(sandbox)).containsAll(acknowledged);
    }
    try (Program session = sweepsBeforeItLaunches(sandbox)) {
      session.await("every acknowledged one", () -> keys(sandbox).containsAll(acknowledged));
      assertOneLaunchPerKey(sandbox);
      long begin = System.nanoTime();
      session.signal("KILL");
      session.exitCode();
      awaitNoProcess(sandbox, session, begin, "when all ran");
    }
  }

  private static Map<String, CompletableFuture<WishAnswer>> wishAll(Sandbox sandbox) {
    WishClient client = WishClient.of(sandbox);
    Map<String, CompletableFuture<WishAnswer>> wishes = new HashMap<>();
    for (int i = 0; i < WATCHERS; i++) {
      String key = "BTCUSD|buy|" + KINDS.get(i % KINDS.size()) + "_" + i;
      wishes.put(key, client.wishExit(key, "1050"));
    }
    return wishes;
  }

  /** The keys whose wishes were acknowledged before the crash. */
  private static Set<String> acknowledged(Map<String, CompletableFuture<WishAnswer>> wishes) {
    return wishes.entrySet().stream()
        .filter(wish -> wish.getValue().handle((answer, failure) -> failure == null).join())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Set<String> keys(Sandbox sandbox) {
    return sandbox.watchers().stream().map(MarkedProcesses.Marked::key).collect(Collectors.toSet());
  }

  /** The children of a watcher belong to the same launch. */
  private static void assertOneLaunchPerKey(Sandbox sandbox) {
    Map<String, Set<Long>> launches =
        sandbox.watchers().stream()
            .collect(
                Collectors.groupingBy(
                    MarkedProcesses.Marked::key,
                    Collectors.mapping(MarkedProcesses.Marked::generation, Collectors.toSet())));
    assertThat(launches.values()).allSatisfy(each -> assertThat(each).hasSize(1));
  }

  private static void awaitNoProcess(Sandbox sandbox, Program session, long begin, String when) {
    session.await("no process is left", () -> sandbox.watchers().isEmpty());
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    System.out.printf("killed %s: nothing was left after %d ms%n", when, took.toMillis());
    assertThat(took).isLessThan(SWEEP_LIMIT);
  }

  /** Kills sentinel and runtime at once, so that neither reacts to the other's end. */
  private static void kill(long runtime, List<Long> sentinels) {
    assertThat(sentinels).hasSize(1);
    ProcessHandle.of(sentinels.get(0)).ifPresent(ProcessHandle::destroyForcibly);
    ProcessHandle.of(runtime).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Starts a runtime that must end all processes of earlier runtimes before its first launch. */
  private static Program sweepsBeforeItLaunches(Sandbox sandbox) {
    Set<String> earlier = runtimes(sandbox);
    assertThat(earlier).hasSize(1);
    CompletableFuture<Program> starting = CompletableFuture.supplyAsync(() -> sandbox.steady("5"));
    while (earlier.containsAll(runtimes(sandbox)) && !starting.isDone()) {
      Thread.onSpinWait(); // reads as often as possible
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
