package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.OwnedElsewhereException;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class KillWithoutRuntimeTest {

  private static final int START_TICKS = 22;

  @TempDir Path root;
  private StateDirectory directory;
  private Process process;

  @BeforeEach
  void setUp() throws IOException {
    directory = StateDirectory.open(root, Venue.EMBEDDED, "");
    process = new ProcessBuilder("sh", "-c", "sleep 60; : maxdiff").start();
  }

  @AfterEach
  void tearDown() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @ParameterizedTest // step of the wall clock between the start of the runtime and now
  @ValueSource(strings = {"PT1H", "PT0S", "PT-1H"})
  void p7AHungRuntimeIsEndedHoweverTheClockWasStepped(Duration step) throws Exception {
    write(Instant.now().minus(step), ticks(), bootId());
    DirectoryLock held = DirectoryLock.acquire(directory);
    process.onExit().thenRun(held::close);

    killAll();

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void withSeveralVenuesAndNoneNamedItRefuses() {
    StateDirectory.open(root, Venue.PAPER, "");

    assertThatThrownBy(
            () -> new KillWithoutRuntime(Map.of()).run(new Location(root, null, ""), true, false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("one of [embedded, paper]");
  }

  @Test
  void ordersThatCannotBeCancelledWithoutARuntimeAreSaid() {
    StateDirectory.open(root, Venue.PAPER, "");

    var report =
        new KillWithoutRuntime(Map.of()).run(new Location(root, Venue.PAPER, ""), true, false);

    assertThat(report.clean()).isFalse();
    assertThat(report.lines()).anyMatch(line -> line.startsWith("orders: not cancelled"));
  }

  @Test
  void theFileOfACopiedDirectoryEndsNoRuntimeOfTheOriginal() throws Exception {
    write(Instant.now(), ticks(), bootId());

    killAll();

    assertThat(process.isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "PT0S", "PT-1H"})
  void p7AProcessThatTookThePidOfADeadRuntimeIsLeftAlone(Duration step) throws Exception {
    write(Instant.now().minus(step), ticks() - 1, bootId());

    killAllOfAnOwner();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void p7AProcessOfAnotherBootIsLeftAlone() throws Exception {
    write(Instant.now(), ticks(), "another");

    killAllOfAnOwner();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void p7AFileOfAnEarlierVersionIsReadAndProvesNoIdentity() throws Exception {
    Files.writeString(
        directory.folder().resolve("runtime.json"),
        """
        {"address": "http://127.0.0.1:1", "pid": %d, "startedAt": "%s", "token": "t",
         "venue": "embedded"}
        """
            .formatted(process.pid(), Instant.now()));

    killAllOfAnOwner();

    assertThat(process.isAlive()).isTrue();
    assertThat(RuntimeFile.read(directory).orElseThrow().pid()).isEqualTo(process.pid());
  }

  private void write(Instant startedAt, long ticks, String bootId) {
    URI address = URI.create("http://127.0.0.1:1");
    new RuntimeFile(address, process.pid(), startedAt, ticks, bootId, "t", "o", Venue.EMBEDDED)
        .write(directory);
  }

  /** The owner of the lock is not the process of the file, so nothing can be done. */
  private void killAllOfAnOwner() {
    try (DirectoryLock held = DirectoryLock.acquire(directory)) {
      assertThat(held.stillOurs()).isTrue();
      assertThatThrownBy(this::killAll).isInstanceOf(OwnedElsewhereException.class);
    }
  }

  private void killAll() {
    new KillWithoutRuntime(Map.of()).run(new Location(root, Venue.EMBEDDED, ""), false, true);
  }

  private long ticks() throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String afterName = stat.substring(stat.lastIndexOf(')') + 2);
    return Long.parseLong(afterName.split(" ")[START_TICKS - 3]);
  }

  private static String bootId() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
  }
}
