package dev.maxdiff.program;

import static dev.maxdiff.program.Debugger.Place.entering;
import static dev.maxdiff.program.Debugger.Place.leaving;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.program.Debugger.Place;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The runtime is killed by SIGKILL at every step of the replacement of a watcher and of its order,
 * and restarts. Each restart shows the state after one crash and is killed at the next step.
 *
 * <p>Key {@code a} has a position and an exit: its quantity is a fraction, so the order is
 * cancelled and placed again. Key {@code b} has a resting entry of a whole quantity: its order is
 * changed in place. Key {@code c} has an entry of a fraction, whose order is placed again and could
 * be bought twice.
 */
class KillAtEveryStepIT {

  private static final String JOURNAL = "akka.persistence.jdbc.journal.JdbcAsyncWriteJournal";
  private static final String PERSISTING =
      "akka.persistence.typed.internal.Running$PersistingEvents";
  private static final String REPORTS = "dev.maxdiff.supervision.RunnerReports";
  private static final String DRAFT = "dev.maxdiff.execution.decisions.StepDraft";
  private static final String ORDER_MANAGER = "dev.maxdiff.execution.decisions.OrderManagerMachine";
  private static final String TERM_THEN_KILL = "dev.maxdiff.process.TermThenKill";
  private static final String CHILD = "dev.maxdiff.process.os.LinuxProcess";
  private static final String SPAWN = "dev.maxdiff.process.os.NativeSpawn";
  private static final String MACHINE = "dev.maxdiff.execution.decisions.OrderTaskMachine";
  private static final String BROKER = "dev.maxdiff.broker.alpaca.rest.AsyncAlpacaBroker";

  private static final Set<String> CORE =
      Set.of(
          "when the wish is durable, before the answer",
          "after the spawn, before anyone knows",
          "after the answer to the POST");

  /**
   * Two successive prices differ enough for a replacement of the order: for an entry by half a
   * percent.
   */
  private final WishedSlot exit = new WishedSlot("BTCUSD|buy|a", "", 1050, 5);

  private final WishedSlot entry = new WishedSlot("BTCUSD|buy|b", "2", 800, 8);
  private final WishedSlot fraction = new WishedSlot("BTCUSD|buy|c", "0.5", 800, 8);
  private final List<WishedSlot> slots = List.of(exit, entry, fraction);

  @TempDir Path directory;

  private record Step(String words, WishedSlot replaced, Place place) {}

  /** All steps, or of each kind the most dangerous step. */
  private List<Step> steps() {
    return FaultTestScale.isFull()
        ? all()
        : all().stream().filter(step -> CORE.contains(step.words)).toList();
  }

  private List<Step> all() {
    return List.of(
        new Step(
            "before the wish is written",
            exit,
            entering(JOURNAL, "asyncWriteMessages").with("Watcher|")),
        new Step("when the wish is durable, before the answer", exit, written("Watcher|")),
        new Step("before SIGTERM", exit, entering(TERM_THEN_KILL, "terminate")),
        new Step("after SIGTERM", exit, leaving(TERM_THEN_KILL, "terminate")),
        new Step("before the reap", exit, entering(CHILD, "reap")),
        new Step("after the reap", exit, leaving(CHILD, "reap")),
        new Step("before the spawn", exit, entering(SPAWN, "start")),
        new Step("after the spawn, before anyone knows", exit, leaving(SPAWN, "start")),
        new Step("before the launch is written", exit, entering(REPORTS, "onLaunched")),
        new Step("after the launch was written", exit, written("Watcher|").forTheSecondTime()),
        new Step("before the cancel", exit, entering(BROKER, "cancel")),
        new Step("after the answer to the cancel", exit, entering(MACHINE, "oldCancelled")),
        new Step("between cancel and order", exit, entering(MACHINE, "oldEnded")),
        new Step("before the intent is written", exit, leaving(MACHINE, "check")),
        new Step("after the intent was written", exit, entering(MACHINE, "written")),
        new Step("before the POST", exit, entering(BROKER, "submit")),
        new Step("after the answer to the POST", exit, entering(MACHINE, "accepted")),
        new Step("before the outcome is written", exit, entering(DRAFT, "resolve")),
        new Step(
            "after the outcome was written",
            exit,
            entering(ORDER_MANAGER, "written").forTheSecondTime()),
        new Step("before the PATCH", entry, entering(BROKER, "replace")),
        new Step("after the answer to the PATCH", entry, entering(MACHINE, "accepted")),
        new Step("after the cancel of an entry", fraction, entering(MACHINE, "oldCancelled")),
        new Step("before the POST of an entry", fraction, entering(BROKER, "submit")),
        new Step(
            "after the answer to the POST of an entry", fraction, entering(MACHINE, "accepted")));
  }

  private static Place written(String persistenceId) {
    return entering(PERSISTING, "onJournalResponse").with(persistenceId);
  }

  @TestFactory
  Stream<DynamicTest> p5p6p10OneWatcherAndOneOrderASlotAfterKillNine() {
    Sandbox sandbox =
        new Sandbox(directory).with("maxdiff.execution.absent-after = 2s").jvm(Debugger.OPTION);
    DynamicTest first = DynamicTest.dynamicTest("no crash yet", () -> begin(sandbox));
    DynamicTest last =
        DynamicTest.dynamicTest("after the last crash", () -> restart(sandbox).close());
    Stream<DynamicTest> crashes =
        steps().stream()
            .map(step -> DynamicTest.dynamicTest(step.words, () -> crash(sandbox, step)));
    return Stream.of(Stream.of(first), crashes, Stream.of(last)).flatMap(tests -> tests);
  }

  /** Buys a position for the exit and sends the wishes. */
  private void begin(Sandbox sandbox) {
    try (Program session = sandbox.steady("5")) {
      sandbox.entry("a", "1010", "0.3");
      session.await("the position", () -> sandbox.audit().share(exit.key()).owned().signum() > 0);
      sandbox.done("stop", "BTCUSD", "--side=buy", "--strategy=a", "--slot=entry");
      for (WishedSlot slot : slots) {
        slot.wish(sandbox).join();
        slot.acknowledged();
      }
      awaitAgreement(sandbox, session);
    }
  }

  private void crash(Sandbox sandbox, Step step) {
    try (Program session = restart(sandbox);
        Debugger debugger = Debugger.attach(session)) {
      Debugger.Halt halt = debugger.at(step.place);
      CompletableFuture<WishAnswer> answer = step.replaced.wish(sandbox);
      halt.kill();
      boolean acknowledged = answer.handle((given, failure) -> failure == null).join();
      if (acknowledged) {
        step.replaced.acknowledged();
      }
      session.await("no process is left", () -> sandbox.watchers().isEmpty());
      System.out.printf(
          "killed %s, %s: %s%n",
          step.words, acknowledged ? "acknowledged" : "not acknowledged", step.replaced);
    }
  }

  /** Starts the runtime and checks the state after the crash. */
  private Program restart(Sandbox sandbox) {
    Program session = sandbox.steady("5");
    try {
      awaitAgreement(sandbox, session);
      AuditChecker audit = sandbox.audit();
      assertThat(audit.violations()).isEmpty();
      assertThat(audit.share(exit.key()).bought()).isLessThanOrEqualTo(new BigDecimal("0.3"));
      assertThat(audit.share(entry.key()).bought()).isZero();
      assertThat(audit.share(fraction.key()).bought()).isZero();
      return session;
    } catch (AssertionError e) {
      session.close();
      throw e;
    }
  }

  private void awaitAgreement(Sandbox sandbox, Program session) {
    for (WishedSlot slot : slots) {
      session.await(slot + ", everywhere", () -> slot.isTheSameEverywhere(sandbox));
    }
  }
}
