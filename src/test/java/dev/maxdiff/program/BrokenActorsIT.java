package dev.maxdiff.program;

import static dev.maxdiff.program.Debugger.Place.entering;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.program.Debugger.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Actors of the runtime fail with an exception, or its JVM runs out of memory. */
@Timeout(600)
class BrokenActorsIT {

  private static final String CAUSE = "broken on purpose";
  private static final String SUPERVISION = "dev.maxdiff.supervision.";
  private static final String PROCESS = "dev.maxdiff.process.";

  @TempDir Path directory;

  private final WishedSlot broken = new WishedSlot("BTCUSD|buy|a", "", 1050, 5);
  private final WishedSlot healthy = new WishedSlot("BTCUSD|buy|b", "", 1050, 5);

  @Test
  void p1p6AnExceptionInAnActorCostsNoWatcherAndNoWish() {
    Sandbox sandbox =
        new Sandbox(directory)
            .with(
                "maxdiff.control.answer-within = 60s",
                "maxdiff.supervision.answer-within = 60s",
                "maxdiff.process.sentinel.heartbeat = 200ms")
            .jvm(Debugger.OPTION);
    try (Program session = sandbox.steady("5");
        Debugger debugger = Debugger.attach(session)) {
      wishBoth(sandbox, session);
      int untouched = healthy.watchers(sandbox).get(0).pid();

      assertThat(answerWhile(debugger, SUPERVISION + "WatcherSupervisor", "onWant", sandbox))
          .satisfies(BrokenActorsIT::namesTheCause);
      wishUntilDone(sandbox, session);
      assertThat(answerWhile(debugger, SUPERVISION + "WatcherSupervisor", "accepted", sandbox))
          .satisfies(BrokenActorsIT::namesTheCause);
      wishUntilDone(sandbox, session);
      assertThat(answerWhile(debugger, SUPERVISION + "WishInbox", "onOffer", sandbox))
          .satisfies(BrokenActorsIT::namesTheCause);
      wishUntilDone(sandbox, session);
      for (String handler : List.of("onTerminate", "onLeaderExited", "onLaunchDone")) {
        answerWhile(debugger, PROCESS + "ProcessBridge", handler, sandbox);
        wishUntilDone(sandbox, session);
      }
      long sentinel = sandbox.sentinels().get(0);
      fail(debugger.at(entering(PROCESS + "SentinelKeeper", "onBeat")));
      session.await(
          "another sentinel",
          () -> sandbox.sentinels().size() == 1 && !sandbox.sentinels().contains(sentinel));

      assertThat(healthy.watchers(sandbox))
          .singleElement()
          .satisfies(watcher -> assertThat(watcher.pid()).isEqualTo(untouched));
      assertThat(sandbox.watchers()).hasSize(2);
      session.signal("KILL");
      session.exitCode();
      session.await("the new sentinel has ended them", () -> sandbox.watchers().isEmpty());
    }
  }

  /** Sends a wish, makes the method fail and returns the answer. */
  private WishAnswer answerWhile(Debugger debugger, String type, String method, Sandbox sandbox) {
    Debugger.Halt halt = debugger.at(entering(type, method));
    CompletableFuture<WishAnswer> answer = broken.wish(sandbox);
    fail(halt);
    return answer.join();
  }

  private static void fail(Debugger.Halt halt) {
    halt.fail("java.lang.RuntimeException", CAUSE);
  }

  private static void namesTheCause(WishAnswer answer) {
    assertThat(answer.outcome()).isEqualTo(WishAnswer.Outcome.UNRESOLVED);
    assertThat(answer.words()).contains(CAUSE);
  }

  private void wishBoth(Sandbox sandbox, Program session) {
    healthy.wish(sandbox).join();
    healthy.acknowledged();
    session.await("the healthy watcher", () -> healthy.isWatched(sandbox));
    wishUntilDone(sandbox, session);
  }

  /** After the failure the next wish is accepted and gets its watcher. */
  private void wishUntilDone(Sandbox sandbox, Program session) {
    assertThat(broken.wish(sandbox).join().outcome())
        .isIn(WishAnswer.Outcome.STARTED, WishAnswer.Outcome.REPLACED);
    broken.acknowledged();
    session.await("the watcher of " + broken, () -> broken.isWatched(sandbox));
  }

  /** A place in a part that cannot be restarted, its failure and the program's last words. */
  private record End(Place place, Consumer<Debugger.Halt> failure, String words) {}

  private static final List<End> ENDS =
      List.of(
          new End(
              entering(SUPERVISION + "WatcherDirectory", "onRoute"),
              BrokenActorsIT::fail,
              "the directory of its watchers has failed"),
          new End(
              entering(PROCESS + "ProcessRegistry", "onRun"),
              BrokenActorsIT::fail,
              "the registry of its processes has failed"),
          new End(
              entering(SUPERVISION + "WatcherSupervisor", "onWant"),
              halt -> halt.fail("java.lang.OutOfMemoryError", CAUSE),
              "ended at once after a fatal error in the JVM"));

  /** {@code mvn verify -Dmaxdiff.faults=full}. */
  @Test
  @EnabledIfSystemProperty(
      named = "maxdiff.faults",
      matches = "full",
      disabledReason = "six starts long: -Dmaxdiff.faults=full runs it")
  void p5p6AFailedPartWithoutARestartEndsTheRuntimeAndTheNextStartRestoresEveryWish() {
    Sandbox sandbox = new Sandbox(directory).jvm(Debugger.OPTION);
    try (Program session = sandbox.steady("5")) {
      wishBoth(sandbox, session);
    }
    for (End end : ENDS) {
      try (Program session = restarted(sandbox);
          Debugger debugger = Debugger.attach(session)) {
        Debugger.Halt halt = debugger.at(end.place);
        CompletableFuture<WishAnswer> answer = broken.wish(sandbox);
        end.failure.accept(halt);

        assertThat(session.exitCode()).as(session.output()).isEqualTo(1);
        assertThat(session.output()).contains(end.words);
        if (answer.handle((given, failure) -> failure == null && isDurable(given)).join()) {
          broken.acknowledged();
        }
        session.await("no process is left", () -> sandbox.watchers().isEmpty());
      }
    }
    sandbox.jvm("-Xmx96m", "-XX:+ExitOnOutOfMemoryError");
    try (Program session = restarted(sandbox);
        Debugger debugger = Debugger.attach(session)) {
      debugger.exhaustHeap();

      assertThat(session.exitCode()).as(session.output()).isEqualTo(3);
      assertThat(session.output()).contains("OutOfMemoryError");
      session.await("no process is left", () -> sandbox.watchers().isEmpty());
    }
    restarted(sandbox).close();
  }

  private static boolean isDurable(WishAnswer answer) {
    return answer.outcome() == WishAnswer.Outcome.REPLACED;
  }

  private Program restarted(Sandbox sandbox) {
    Program session = sandbox.steady("5");
    session.await("the watcher of " + broken, () -> broken.isWatched(sandbox));
    session.await("the watcher of " + healthy, () -> healthy.isWatched(sandbox));
    return session;
  }
}
