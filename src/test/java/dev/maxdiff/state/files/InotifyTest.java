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

/** The kernel's word that something has changed in a folder. */
@EnabledOnOs(OS.LINUX)
@Timeout(30)
class InotifyTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration AT_ONCE = Duration.ZERO;

  @TempDir Path root;

  private final Inotify alarm = Inotify.open().orElseThrow();
  private Path folder;
  private Path log;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("logs"));
    log = Files.createFile(folder.resolve("watcher.log"));
  }

  @AfterEach
  void close() {
    alarm.close();
  }

  @Test
  void aWriteGoesOffAlsoOfOneWhoHadOpenedTheFileBefore() throws IOException {
    try (OutputStream out = Files.newOutputStream(log)) {
      assertThat(alarm.set(folder)).isTrue();
      assertThat(alarm.await(AT_ONCE)).isFalse();
      assertThat(alarm.await(AT_ONCE.minusSeconds(1))).isFalse();
      out.write('x');
      assertThat(alarm.await(LONG)).isTrue();
    }
  }

  @Test
  void itGoesOffOnceUntilItIsSetAgain() throws IOException {
    alarm.set(folder);
    Files.writeString(log, "one");
    assertThat(alarm.await(LONG)).isTrue();
    Files.writeString(log, "two");
    assertThat(alarm.await(AT_ONCE)).isFalse();
    alarm.set(folder);
    Files.writeString(log, "three");
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void settingItAgainForgetsNoWrite() throws IOException {
    alarm.set(folder);
    Files.writeString(log, "one");
    alarm.set(folder);
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void whatIsWrittenElsewhereDoesNotGoOff() throws IOException {
    alarm.set(folder);
    Files.writeString(root.resolve("elsewhere.log"), "x");
    assertThat(alarm.await(AT_ONCE)).isFalse();
  }

  @Test
  void theEndOfTheFolderGoesOff() throws IOException {
    alarm.set(folder);
    Files.delete(log);
    Files.delete(folder);
    assertThat(alarm.await(LONG)).isTrue();
    assertThat(alarm.set(folder)).isFalse();
  }

  @Test
  void whatIsMovedThereGoesOff() throws IOException {
    Path made = Files.writeString(root.resolve("made"), "x");
    alarm.set(folder);
    Files.move(made, folder.resolve("moved"));
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void aFolderThatIsMovedAwayGoesOff() throws IOException {
    alarm.set(folder);
    Files.move(folder, root.resolve("away"));
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void eachOfTwoFoldersGoesOff() throws IOException {
    alarm.set(root);
    alarm.set(folder);
    Files.writeString(root.resolve("x"), "x");
    assertThat(alarm.await(LONG)).isTrue();
    Files.writeString(log, "x");
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void itIsWokenOnceAndAlsoBeforeItSleeps() throws Exception {
    alarm.set(folder);
    alarm.wake();
    alarm.wake();
    assertThat(alarm.await(LONG)).isFalse();

    assertSleeps(alarm);

    Thread sleeper = new Thread(() -> alarm.await(LONG));
    sleeper.start();
    alarm.wake();
    sleeper.join();

    Files.writeString(log, "x");
    assertThat(alarm.await(LONG)).as("still set").isTrue();
  }

  @Test
  void wokenAndChangedIsChanged() throws IOException {
    alarm.set(folder);
    alarm.wake();
    Files.writeString(log, "x");
    assertThat(alarm.await(LONG)).isTrue();
  }

  @Test
  void afterItsEndItTouchesNoDescriptor() throws IOException {
    alarm.close();
    try (Inotify next = Inotify.open().orElseThrow()) {
      alarm.wake();
      alarm.close();
      assertSleeps(next);
      next.set(folder);
      Files.writeString(log, "x");
      assertThat(next.await(LONG)).isTrue();
    }
  }

  /** It would return at once if there were a wake-up left, or a change. */
  private static void assertSleeps(Inotify alarm) {
    Duration some = Duration.ofMillis(50);
    long begun = System.nanoTime();
    assertThat(alarm.await(some)).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(some);
  }
}
