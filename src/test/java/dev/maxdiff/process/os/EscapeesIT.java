package dev.maxdiff.process.os;

import static dev.maxdiff.process.os.RealChildren.SLOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.ChildEnvironment;
import dev.maxdiff.process.MisbehavingChildren;
import dev.maxdiff.process.ProcessSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Only parenthood (this JVM) identifies a process that has left its watcher and erased its mark.
 */
@Tag("process")
@Timeout(180)
class EscapeesIT {

  private static final String ERASED = MisbehavingChildren.command("erased_daemon");
  private static final ActorTestKit KIT = ActorTestKit.create();

  @TempDir Path directory;

  @BeforeEach
  void requireSubreaper() {
    Optional<OperatingSystem> system = LinuxSystem.open(ProcFs.ofThisMachine(), false);
    assumeTrue(system.isPresent(), "no native spawn here");
    system.get().close();
    MisbehavingChildren.writeTo(directory);
  }

  @AfterEach
  void endDaemon() {
    if (directory.resolve("erased_daemon.daemon").toFile().exists()) {
      daemon().ifPresent(ProcessHandle::destroyForcibly); // after a failed test
    }
  }

  @AfterAll
  static void stopKit() {
    KIT.shutdownTestKit();
  }

  @Test
  void p4AnEscapeeWithoutAMarkIsGoneASecondAfterTheStop() {
    try (RealChildren children = children(true)) {
      int daemon = startedDaemon(children);
      assertThat(children.proc.stat(daemon).orElseThrow().parent())
          .isEqualTo((int) ProcessHandle.current().pid());
      long begin = System.nanoTime();

      children.runner.stop(SLOT);

      children.exited();
      children.await("its end", () -> !children.isAlive(daemon));
      System.out.printf(
          "an escapee without a mark was gone %d ms after the stop%n",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      children.await("its reap", () -> children.proc.stat(daemon).isEmpty());
    }
  }

  @Test
  void p4AnEscapeeThatMayBelongToALivingWatcherStaysUntilTheSweep() {
    SlotId other = WatcherKey.parse("ETHUSD|buy|maxdiff").slot(Slot.EXIT);
    try (RealChildren children = children(true)) {
      children.runner.run(children.launch(other, 1, "echo up; exec sleep 600"));
      children.awaitLine("up");
      int daemon = startedDaemon(children);
      int marked = helperOf(children);

      children.runner.stop(SLOT);

      children.exited();
      // the same scan has ended the marked escapee of the stopped watcher
      children.await("the marked one's end", () -> !children.isAlive(marked));
      assertThat(children.isAlive(daemon)).isTrue();
      children.sweep();
      assertThat(children.isAlive(daemon)).isFalse();
    }
  }

  @Test
  void p7ChildrenOfTheProgramItselfAreNeverEnded() throws Exception {
    Process own = new ProcessBuilder("sleep", "600").start();
    Process leader = new ProcessBuilder("setsid", "sleep", "600").start();
    try (RealChildren children = children(false)) {
      int daemon = startedDaemon(children);

      children.runner.stop(SLOT);
      children.exited();
      children.sweep();

      assertThat(own.isAlive()).isTrue();
      assertThat(leader.isAlive()).isTrue();
      // without the sole purpose, adoption is unproven
      assertThat(children.isAlive(daemon)).isTrue();
    } finally {
      leader.destroyForcibly();
    }
    try (RealChildren children = children(true)) {
      children.runner.run(children.launch(1, "exec sleep 600"));
      children.launched();
      children.runner.stop(SLOT);
      children.exited();
      children.sweep();

      assertThat(own.isAlive()).isTrue();
    } finally {
      own.destroyForcibly();
    }
  }

  @Test
  void anAdoptedZombieIsReapedAndAnotherRuntimesChildIsNot() throws Exception {
    ProcFs proc = ProcFs.ofThisMachine();
    try (OperatingSystem one = system(proc);
        OperatingSystem other = system(proc)) {
      OwnProcess child = spawn(one, "exit 7");
      OwnProcess parent =
          spawn(
              one,
              "(setsid sh -c 'echo $$ > $DIR/adopted; sleep 0.2' &); "
                  + "while [ ! -s $DIR/adopted ]; do sleep 0.01; done");
      for (OwnProcess started : List.of(child, parent)) {
        started.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
      parent.reap();
      int adopted = pid("adopted");
      await(() -> proc.stat(adopted).filter(ProcFs.Stat::isDead).isPresent());

      other.reapAdopted();
      assertThat(proc.stat(adopted)).isPresent();
      other.reapAdopted();

      assertThat(proc.stat(adopted)).isEmpty();
      assertThat(child.reap().status()).isEqualTo(ExitStatus.exited(7));
    }
  }

  private int startedDaemon(RealChildren children) {
    children.runner.run(children.launch(1, ERASED));
    children.launched();
    int daemon = children.pidIn("erased_daemon.daemon");
    assertThat(children.proc.mark(daemon)).isEmpty();
    return daemon;
  }

  /** An escapee of the same slot that keeps its mark: its end shows that the scan has run. */
  private int helperOf(RealChildren children) {
    try {
      var environment =
          new ChildEnvironment(System.getenv(), children.mark).of(children.launch(SLOT, 1, "true"));
      ProcessBuilder builder = new ProcessBuilder("sleep", "600");
      builder.environment().clear();
      builder.environment().putAll(environment);
      return (int) builder.start().pid();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private RealChildren children(boolean solePurpose) {
    ProcessSettings settings =
        ProcessSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "maxdiff.process.grace",
                        "300ms",
                        "maxdiff.process.sole-purpose",
                        solePurpose))
                .withFallback(ConfigFactory.defaultReference()));
    return new RealChildren(KIT, directory, settings);
  }

  private OwnProcess spawn(OperatingSystem system, String script) throws IOException {
    return system.spawn(
        new SpawnRequest(
            List.of("sh", "-c", script),
            Map.of("PATH", System.getenv("PATH"), "DIR", directory.toString()),
            directory.resolve("log"),
            false));
  }

  private static OperatingSystem system(ProcFs proc) {
    return LinuxSystem.open(proc, false).orElseThrow();
  }

  private int pid(String file) throws IOException {
    Path path = directory.resolve(file);
    await(() -> path.toFile().length() > 0);
    return Integer.parseInt(Files.readString(path).strip());
  }

  private Optional<ProcessHandle> daemon() {
    try {
      return ProcessHandle.of(pid("erased_daemon.daemon"));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void await(BooleanSupplier condition) {
    KIT.createTestProbe()
        .awaitAssert(
            RealChildren.PATIENCE,
            Duration.ofMillis(5),
            () -> assertThat(condition.getAsBoolean()).isTrue());
  }
}
