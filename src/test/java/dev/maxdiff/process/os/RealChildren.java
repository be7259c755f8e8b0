package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.process.ChildProcesses;
import dev.maxdiff.process.ChildProgram;
import dev.maxdiff.process.Launch;
import dev.maxdiff.process.ProcessSettings;
import dev.maxdiff.process.WatcherRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A runner on a directory of its own, with shell scripts as children and access to {@code /proc}.
 */
public final class RealChildren implements AutoCloseable {

  public static final Duration PATIENCE = Duration.ofSeconds(60);
  public static final SlotId SLOT = WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.EXIT);

  final ActorTestKit kit;
  final Path directory;
  public final RuntimeMark mark;
  public final ProcFs proc = ProcFs.ofThisMachine();
  public final TestProbe<WatcherRunner.Report> owner;
  public final ChildProcesses runner;

  public RealChildren(ActorTestKit kit, Path directory, ProcessSettings settings) {
    this(kit, directory, settings, mark(directory, "first"), null);
  }

  public RealChildren(
      ActorTestKit kit,
      Path directory,
      ProcessSettings settings,
      RuntimeMark mark,
      ChildProgram program) {
    this.kit = kit;
    this.directory = directory;
    this.mark = mark;
    this.owner = kit.createTestProbe(WatcherRunner.Report.class);
    this.runner =
        ChildProcesses.start(
            kit::spawn,
            settings,
            mark,
            program,
            directory.resolve("sentinel.log"),
            InstantSource.system());
    runner.attach(SLOT, owner.ref());
    owner.expectMessage(PATIENCE, new WatcherRunner.Vacant(SLOT));
    runner.openGate();
  }

  public static RuntimeMark mark(Path directory, String incarnation) {
    try {
      return RuntimeMark.of(directory, UUID.randomUUID().toString(), incarnation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The default settings with a short grace, so that children that ignore SIGTERM end soon. */
  public static ProcessSettings settings(String spawn, String grace) {
    return ProcessSettings.from(
        ConfigFactory.parseMap(
                Map.of(
                    "maxdiff.process.spawn",
                    spawn,
                    "maxdiff.process.grace",
                    grace,
                    "maxdiff.process.escapee-scan-delay",
                    "100ms"))
            .withFallback(ConfigFactory.defaultReference()));
  }

  public Launch launch(long generation, String script) {
    return launch(SLOT, generation, script);
  }

  public Launch launch(SlotId slot, long generation, String script) {
    List<String> command = List.of("/bin/sh", "-c", script);
    return new Launch(slot, generation, command, Map.of("DIR", directory.toString()), log());
  }

  public Path log() {
    return directory.resolve("logs").resolve("watcher.log");
  }

  public WatcherRunner.Launched launched() {
    return owner.expectMessageClass(WatcherRunner.Launched.class, PATIENCE);
  }

  public WatcherRunner.Exited exited() {
    return owner.expectMessageClass(WatcherRunner.Exited.class, PATIENCE);
  }

  /** Waits until a script has written the line to its log. */
  public void awaitLine(String line) {
    await("a line '" + line + "' in the log", () -> lines().contains(line));
  }

  public List<String> lines() {
    try {
      return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the pid that a script has written to a file of the directory. */
  public int pidIn(String file) {
    Path path = directory.resolve(file);
    await(file, () -> read(path).endsWith("\n"));
    return Integer.parseInt(read(path).strip());
  }

  public boolean isAlive(int pid) {
    return proc.stat(pid).filter(stat -> !stat.isDead()).isPresent();
  }

  public List<Integer> marked() {
    return new MarkScan(proc)
        .find(found -> found.runtime().sameDirectory(mark)).stream()
            .map(found -> found.process().pid())
            .toList();
  }

  public WatcherRunner.SweepReport sweep() {
    return runner
        .sweep()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  public void await(String what, BooleanSupplier condition) {
    owner.awaitAssert(
        PATIENCE,
        Duration.ofMillis(5),
        () -> assertThat(condition).describedAs(what).returns(true, BooleanSupplier::getAsBoolean));
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    sweep();
    runner.close();
    new OrphanSweep(Duration.ofMillis(1), PATIENCE).endAll(mark);
  }
}
