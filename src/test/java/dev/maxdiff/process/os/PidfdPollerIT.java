package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exits are distinguished although the kernel reuses descriptor numbers. */
@Timeout(180)
class PidfdPollerIT {

  private static final int SLEEPERS = 400;

  @TempDir Path directory;

  @Test
  void theExitOfOneChildIsNeverTakenForAnothers() throws Exception {
    Optional<OperatingSystem> opened = LinuxSystem.open(ProcFs.ofThisMachine(), false);
    assumeTrue(opened.isPresent(), "no native spawn on this machine");
    OperatingSystem system = opened.get();
    List<OwnProcess> sleepers = new CopyOnWriteArrayList<>();
    ConcurrentLinkedQueue<Integer> saidToHaveExited = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread shortLived = new Thread(() -> spawnAndReap(system, done));
    shortLived.start();
    try {
      for (int i = 0; i < SLEEPERS; i++) {
        OwnProcess sleeper = spawn(system, List.of("sleep", "60"));
        sleepers.add(sleeper);
        sleeper.exited().thenRun(() -> saidToHaveExited.add(sleeper.identity().pid()));
      }

      assertThat(saidToHaveExited).as("living children that were said to have exited").isEmpty();
    } finally {
      done.set(true);
      shortLived.join();
      for (OwnProcess sleeper : sleepers) {
        sleeper.signalGroup(OwnProcess.Signal.KILL);
        sleeper.exited().toCompletableFuture().get(60, TimeUnit.SECONDS);
        sleeper.reap();
      }
      system.close();
    }
  }

  private void spawnAndReap(OperatingSystem system, AtomicBoolean done) {
    while (!done.get()) {
      OwnProcess child = spawn(system, List.of("true"));
      child.exited().toCompletableFuture().join();
      child.reap();
    }
  }

  private OwnProcess spawn(OperatingSystem system, List<String> command) {
    try {
      return system.spawn(
          new SpawnRequest(
              command, Map.of("PATH", "/usr/bin:/bin"), directory.resolve("log"), false));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
