package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signals at critical moments: no watcher is left and no wish is lost. */
@Timeout(240)
class SignalsIT {

  private static final String CLEANING = "Cleaning up spawned watcher processes...";
  private static final String OBEDIENT = "exec sleep 600";

  /** Records SIGTERM and does not end. */
  private static final String STUBBORN = "trap 'echo term >> %s' TERM; while :; do sleep 0.1; done";

  private static final Duration LONG_GRACE = Duration.ofSeconds(40);

  @TempDir Path directory;

  /** A moment of a start, recognised by a state that is visible from outside. */
  private record Moment(String name, BooleanSupplier hasCome) {}

  @Test
  void p4ASignalDuringTheStartEndsTheProgramAndLosesNoWish() {
    Sandbox sandbox = sandbox(STUBBORN.formatted(term())).with("maxdiff.process.grace = 300ms");
    leaveOrphans(sandbox, 5);
    List<String> signals = List.of("TERM", "INT", "HUP");
    for (int i = 0; i < MOMENTS; i++) {
      try (Program starting = sandbox.starting(resuming(sandbox))) {
        Moment moment = moment(i, sandbox, starting);
        starting.await(moment.name, () -> moment.hasCome.getAsBoolean() || !starting.isAlive());
        long began = System.nanoTime();

        starting.signal(signals.get(i % signals.size()));

        assertThat(starting.exitCode()).as(moment.name + "\n" + starting.output()).isZero();
        System.out.printf(
            "signal when %s: gone after %d ms%n",
            moment.name, Duration.ofNanos(System.nanoTime() - began).toMillis());
        assertThat(starting.output()).as(moment.name).contains("Shutdown complete");
        assertThat(Files.exists(runtimeFile(sandbox))).as(moment.name).isFalse();
        assertNothingIsLeft(sandbox, moment.name);
      }
    }
    try (Program session = sandbox.run(resuming(sandbox))) {
      session.awaitOutput("Restored wishes: 5");
      session.await("all watchers", () -> alive(sandbox) == 5);
      session.signal("HUP");
      assertThat(session.exitCode()).as(session.output()).isZero();
      assertNothingIsLeft(sandbox, "at the end");
    }
  }

  private static final int MOMENTS = 7;

  private Moment moment(int number, Sandbox sandbox, Program starting) {
    return switch (number) {
      case 0 -> new Moment("orphans have got SIGTERM", () -> Files.exists(term()));
      case 1 ->
          new Moment(
              "the signal handlers are there",
              () -> starting.output().contains("Signal handlers registered"));
      case 2 -> new Moment("the lock is held", () -> hasOpen(starting, "lock"));
      case 3 -> new Moment("the journal is open", () -> hasOpen(starting, "journal.mv.db"));
      case 4 -> new Moment("the exchange is there", () -> hasOpen(starting, "audit.jsonl"));
      case 5 -> new Moment("the first watcher runs", () -> !sandbox.watchers().isEmpty());
      default -> new Moment("runtime.json is there", () -> Files.exists(runtimeFile(sandbox)));
    };
  }

  @Test
  void p4ASecondSignalSkipsTheGraceAndFurtherSignalsChangeNothing() {
    Sandbox sandbox = sandbox(STUBBORN.formatted(term())).with(longGrace());
    try (Program session = sandbox.swinging("1")) {
      wish(sandbox, 3);
      session.await("the watchers", () -> alive(sandbox) == 3);
      session.signal("INT");
      session.await("SIGTERM at the watchers", () -> Files.exists(term()));
      assertThat(alive(sandbox)).isEqualTo(3);

      long began = System.nanoTime();
      for (String again : List.of("INT", "INT", "TERM")) {
        session.signal(again);
      }

      assertEndsWithoutTheGrace(sandbox, session, began, 0);
      assertThat(session.output()).contains("Another signal").contains("Received SIGINT");
    }
  }

  @Test
  void p4TwoSignalsAtOnceSkipTheGraceToo() {
    Sandbox sandbox = sandbox(STUBBORN.formatted(term())).with(longGrace());
    try (Program session = sandbox.swinging("1")) {
      wish(sandbox, 3);
      session.await("the watchers", () -> alive(sandbox) == 3);
      long began = System.nanoTime();

      session.signal("TERM");
      session.signal("INT");

      assertEndsWithoutTheGrace(sandbox, session, began, 0);
    }
  }

  @Test
  void p4TwoSignalsDuringAShutdownForAnotherReasonSkipTheGrace() throws IOException {
    Sandbox sandbox =
        sandbox(STUBBORN.formatted(term()))
            .with(longGrace())
            .with("maxdiff.runtime.lock-check = 200ms");
    try (Program session = sandbox.swinging("1")) {
      wish(sandbox, 2);
      session.await("the watchers", () -> alive(sandbox) == 2);
      Path lock = sandbox.state().resolve("embedded").resolve("lock");
      Files.move(lock, lock.resolveSibling("lock.taken"));
      Files.createFile(lock);
      session.awaitOutput(CLEANING);
      session.await("SIGTERM at the watchers", () -> Files.exists(term()));
      long began = System.nanoTime();

      session.signal("INT");
      session.awaitOutput("Received SIGINT");
      session.signal("INT");

      assertEndsWithoutTheGrace(sandbox, session, began, 1); // the directory is lost
    }
  }

  @Test
  void p4NothingStartsOnceTheSweepHasBegunWhileAHundredAreReplaced() {
    Sandbox sandbox = sandbox(OBEDIENT).with("maxdiff.supervision.start-pause = 0s");
    int count = 100;
    ExecutorService clients = Executors.newFixedThreadPool(20);
    try (Program session = sandbox.swinging("1");
        StartObserver observer = StartObserver.of(sandbox)) {
      WishClient client = WishClient.of(sandbox);
      all(clients, count, i -> client.exit("s" + i, "1000")).join();
      session.await("all watchers", () -> alive(sandbox) == count);
      CompletableFuture<?> replacing =
          all(
              clients,
              count * 20,
              i -> client.exit("s" + i % count, Integer.toString(1001 + i / count)));
      session.await(
          "some replaced watchers",
          () -> observer.starts().keySet().stream().filter(w -> w.generation() > 1).count() > 30);

      session.signal("INT");

      session.awaitOutput(CLEANING);
      long sweep = StartObserver.now();
      assertThat(session.exitCode()).as(session.output()).isZero();
      assertThat(Files.exists(runtimeFile(sandbox))).isFalse();
      assertNothingIsLeft(sandbox, "after the sweep");
      assertThat(observer.starts())
          .allSatisfy((watcher, at) -> assertThat(at).isLessThanOrEqualTo(sweep));
      assertThat(sandbox.files()).isNotEmpty();
      assertThat(replacing.handle((done, failure) -> "answered")).succeedsWithin(Program.PATIENCE);
      System.out.printf(
          "%d watchers seen, the last tick %d before the sweep's%n",
          observer.starts().size(),
          sweep - observer.starts().values().stream().mapToLong(Long::longValue).max().orElse(0));
    } finally {
      clients.shutdownNow();
    }
  }

  private interface Call {
    Object send(int number);
  }

  private static CompletableFuture<Void> all(ExecutorService clients, int count, Call call) {
    return CompletableFuture.allOf(
        IntStream.range(0, count)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.send(i), clients))
            .toArray(CompletableFuture[]::new));
  }

  /** Kills a runtime and its sentinel at once, so that its watchers become orphans. */
  private void leaveOrphans(Sandbox sandbox, int count) {
    try (Program session = sandbox.swinging("1")) {
      wish(sandbox, count);
      session.await("the watchers", () -> alive(sandbox) == count);
      session.signal("STOP"); // or it replaces the sentinel before it is killed
      List<ProcessHandle> children =
          ProcessHandle.of(session.pid()).orElseThrow().children().toList();
      children.stream()
          .filter(child -> child.info().commandLine().orElse("").contains("java"))
          .forEach(ProcessHandle::destroyForcibly);
      session.signal("KILL");
      session.exitCode();
      assertThat(alive(sandbox)).isEqualTo(count);
    }
  }

  private void wish(Sandbox sandbox, int count) {
    WishClient client = WishClient.of(sandbox);
    IntStream.range(0, count).forEach(i -> client.exit("s" + i, "1000"));
  }

  private void assertEndsWithoutTheGrace(
      Sandbox sandbox, Program session, long began, int exitCode) {
    assertThat(session.exitCode()).as(session.output()).isEqualTo(exitCode);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf("second signal to end: %d ms%n", took.toMillis());
    assertThat(took).isLessThan(LONG_GRACE.dividedBy(2));
    assertThat(session.output()).contains(CLEANING, "Shutdown complete");
    assertNothingIsLeft(sandbox, "after the second signal");
  }

  private static void assertNothingIsLeft(Sandbox sandbox, String when) {
    assertThat(sandbox.watchers()).as(when).isEmpty();
    assertThat(sandbox.files())
        .as(when)
        .filteredOn(file -> file.path("active").asBoolean(true))
        .extracting(file -> file.path("config_path").asText() + file.path("state"))
        .isEmpty();
  }

  /** The number of keys with a living watcher or a living child of a watcher. */
  private static long alive(Sandbox sandbox) {
    return sandbox.watchers().stream().map(MarkedProcesses.Marked::key).distinct().count();
  }

  private static Path runtimeFile(Sandbox sandbox) {
    return sandbox.state().resolve("embedded").resolve("runtime.json");
  }

  private static boolean hasOpen(Program program, String file) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(program.pid()), "fd"))) {
      return open.anyMatch(link -> endsWith(link, file));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean endsWith(Path link, String file) {
    try {
      return Files.readSymbolicLink(link).endsWith(file);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private Path term() {
    return directory.resolve("term");
  }

  private static String[] resuming(Sandbox sandbox) {
    return new String[] {"--no-loop", "--speed=60", "--data=" + sandbox.path("swing.csv")};
  }

  private static String[] longGrace() {
    return new String[] {
      "maxdiff.process.grace = " + LONG_GRACE.toSeconds() + "s",
      "maxdiff.process.sweep-deadline = 60s"
    };
  }

  private Sandbox sandbox(String script) {
    Sandbox sandbox = new Sandbox(directory);
    Path file = sandbox.write("watcher.sh", script + "\n");
    return sandbox.with("maxdiff.watcher.command = [/bin/sh, \"" + file + "\"]");
  }
}
