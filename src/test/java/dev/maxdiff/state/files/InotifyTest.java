package dev.maxdiff.state.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The signal of a folder's changes. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class InotifyTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ZERO;

  @TempDir Path root;

  private final Inotify signal = Inotify.open().orElseThrow();
  private Path folder;
  private Path log;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("logs"));
    log = Files.createFile(folder.resolve("watcher.log"));
  }

  @AfterEach
  void close() {
    signal.close();
  }

  @Test
  void aWriteToAFileThatIsAlreadyOpenIsSignalled() throws IOException {
    try (OutputStream out = Files.newOutputStream(log)) {
      assertThat(signal.set(folder)).isTrue();
      assertThat(signal.await(AT_ONCE)).isFalse();
      assertThat(signal.await(AT_ONCE.minusSeconds(1))).isFalse();
      out.write('x');
      assertThat(signal.await(LONG)).isTrue();
    }
  }

  @Test
  void oneChangeIsSignalledUntilItIsSetAgain() throws IOException {
    signal.set(folder);
    Files.writeString(log, "one");
    assertThat(signal.await(LONG)).isTrue();
    Files.writeString(log, "two");
    assertThat(signal.await(AT_ONCE)).isFalse();
    signal.set(folder);
    Files.writeString(log, "three");
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void settingItAgainKeepsAnEarlierWrite() throws IOException {
    signal.set(folder);
    Files.writeString(log, "one");
    signal.set(folder);
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void aWriteToAnotherFolderIsNotSignalled() throws IOException {
    signal.set(folder);
    Files.writeString(root.resolve("elsewhere.log"), "x");
    assertThat(signal.await(AT_ONCE)).isFalse();
  }

  @Test
  void theDeletionOfTheFolderIsSignalled() throws IOException {
    signal.set(folder);
    Files.delete(log);
    Files.delete(folder);
    assertThat(signal.await(LONG)).isTrue();
    assertThat(signal.set(folder)).isFalse();
  }

  @Test
  void aFileMovedThereIsSignalled() throws IOException {
    Path made = Files.writeString(root.resolve("made"), "x");
    signal.set(folder);
    Files.move(made, folder.resolve("moved"));
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void aFolderThatIsMovedAwayIsSignalled() throws IOException {
    signal.set(folder);
    Files.move(folder, root.resolve("away"));
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void eachOfTwoFoldersIsSignalled() throws IOException {
    signal.set(root);
    signal.set(folder);
    Files.writeString(root.resolve("x"), "x");
    assertThat(signal.await(LONG)).isTrue();
    Files.writeString(log, "x");
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void aWakeEndsOneWaitAlsoBeforeItBegins() throws Exception {
    signal.set(folder);
    signal.wake();
    signal.wake();
    assertThat(signal.await(LONG)).isFalse();

    assertWaits(signal);

    Thread sleeper = new Thread(() -> signal.await(LONG));
    sleeper.start();
    signal.wake();
    sleeper.join();

    Files.writeString(log, "x");
    assertThat(signal.await(LONG)).as("still set").isTrue();
  }

  @Test
  void aChangeTogetherWithAWakeIsSignalled() throws IOException {
    signal.set(folder);
    signal.wake();
    Files.writeString(log, "x");
    assertThat(signal.await(LONG)).isTrue();
  }

  @Test
  void afterTheCloseNoDescriptorIsUsed() throws IOException {
    signal.close();
    try (Inotify next = Inotify.open().orElseThrow()) {
      signal.wake();
      signal.close();
      assertWaits(next);
      next.set(folder);
      Files.writeString(log, "x");
      assertThat(next.await(LONG)).isTrue();
    }
  }

  /** A pending wake or change would end the wait at once. */
  private static void assertWaits(Inotify signal) {
    Duration some = Duration.ofMillis(50);
    long begun = System.nanoTime();
    assertThat(signal.await(some)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(some);
  }
}
