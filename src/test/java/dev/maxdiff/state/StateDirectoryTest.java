package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDirectoryTest {

  @TempDir Path root;

  @Test
  void makesFoldersForTheOwnerAlone() throws IOException {
    StateDirectory directory = StateDirectory.open(root, Venue.PAPER, "_x");

    assertThat(directory.folder()).isEqualTo(root.toRealPath().resolve("paper_x"));
    assertThat(directory.watchers()).hasFileName("maxdiff_watchers_paper_x").isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.folder())))
        .isEqualTo("rwx------");
  }

  @Test
  void keepsItsIdentityAndACopyHasAnother() throws IOException {
    StateDirectory.Identity first = StateFixture.directory(root).identity();
    assertThat(StateFixture.directory(root).identity()).isEqualTo(first);

    Path copy = Files.createDirectory(root.resolve("copy"));
    Files.createDirectory(copy.resolve("embedded"));
    Files.copy(
        root.resolve("embedded/identity"),
        copy.resolve("embedded/identity"),
        StandardCopyOption.COPY_ATTRIBUTES);
    StateDirectory.Identity copied = StateFixture.directory(copy).identity();

    assertThat(copied.uuid()).isEqualTo(first.uuid());
    assertThat(copied).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "a\\b", "a\nb"})
  void p11APathThatTheJournalCannotHaveIsRefusedBeforeAnythingIsWritten(String name)
      throws IOException {
    Path real = root.resolve(name);
    Path link = Files.createSymbolicLink(root.resolve("link"), Files.createDirectory(real));

    assertThatThrownBy(() -> settings(real))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("state directory: ")
        .hasMessageEndingWith("(expected: a path without ';', '\\' and control characters)");
    assertThatThrownBy(() -> settings(link.resolve("later")))
        .isInstanceOf(InvalidValueException.class);
    assertThat(real).isEmptyDirectory();
  }

  private static StateSettings settings(Path path) {
    return StateSettings.from(
        ConfigFactory.defaultReference()
            .withValue("maxdiff.state.root", ConfigValueFactory.fromAnyRef(path.toString())));
  }

  @Test
  void anUnusablePathIsNamed() throws IOException {
    Path file = Files.writeString(root.resolve("embedded"), "a file");

    assertThatThrownBy(() -> StateFixture.directory(root))
        .isInstanceOf(StateException.class)
        .hasMessageContaining(file.toString())
        .hasMessageEndingWith("(expected: a writable folder)");
  }

  @Test
  void findChangesNothing() {
    assertThat(StateDirectory.find(StateFixture.settings(root), Venue.LIVE)).isEmpty();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void p8SecondRuntimeInThisJvmIsRefusedAndTheFirstKeepsItsLock() throws Exception {
    StateDirectory directory = StateFixture.directory(root);
    Path link = Files.createSymbolicLink(root.resolveSibling(root.getFileName() + "-link"), root);
    try (DirectoryLock first = DirectoryLock.acquire(directory)) {
      long pid = ProcessHandle.current().pid();
      URI address = URI.create("http://127.0.0.1:8");
      new RuntimeFile(address, pid, Instant.EPOCH, 7, "b", "secret", "secret too", Venue.EMBEDDED)
          .write(directory);

      assertThatThrownBy(() -> DirectoryLock.acquire(StateFixture.directory(link)))
          .isInstanceOf(OwnedElsewhereException.class)
          .hasMessageContaining(
              "process " + pid + ", started 1970-01-01T00:00:00Z, at http://127.0.0.1:8")
          .hasMessageNotContaining("secret");
      assertThat(first.stillOurs()).isTrue();
      assertThat(lockedForOthers(directory)).isTrue();
    } finally {
      Files.delete(link);
    }

    assertThat(lockedForOthers(directory)).isFalse();
    DirectoryLock.acquire(directory).close();
  }

  @Test
  void aReplacedLockFileIsDetected() throws IOException {
    StateDirectory directory = StateFixture.directory(root);
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      Path file = directory.folder().resolve("lock");
      Files.move(file, directory.folder().resolve("moved"));
      assertThat(lock.stillOurs()).isFalse();

      Files.createFile(file);
      assertThat(lock.stillOurs()).isFalse();
    }
  }

  @Test
  void smallFilesAreReadAsTheyWereWritten() throws IOException {
    StateDirectory directory = StateFixture.directory(root);
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|maxdiff");
    RuntimeFile runtime =
        new RuntimeFile(
            URI.create("http://127.0.0.1:1"), 5, Instant.EPOCH, 7, "b", "t", "o", Venue.EMBEDDED);
    AccountFile account = new AccountFile("id", "PA1", Instant.EPOCH);
    WithdrawnFile withdrawn = new WithdrawnFile(Instant.EPOCH, Set.of(key), true, true);
    assertThat(RuntimeFile.read(directory)).isEmpty();

    runtime.write(directory);
    account.write(directory);
    withdrawn.write(directory);

    assertThat(RuntimeFile.read(directory)).contains(runtime);
    assertThat(AccountFile.read(directory)).contains(account);
    assertThat(WithdrawnFile.read(directory)).contains(withdrawn);
    assertThat(withdrawn.covers(key)).isTrue();
    Path written = directory.folder().resolve("runtime.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written)))
        .isEqualTo("rw-------");
    RuntimeFile.delete(directory);
    assertThat(RuntimeFile.read(directory)).isEmpty();
  }

  @Test
  void theInstallationIsCreatedOnce() {
    StateDirectory directory = StateFixture.directory(root);
    InstallationFile made = InstallationFile.of(directory, new Random(1), Instant.EPOCH);

    assertThat(made.id()).matches("[a-z0-9]{6}");
    assertThat(InstallationFile.of(directory, new Random(2), Instant.MAX)).isEqualTo(made);
    assertThat(made.since()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    StateDirectory directory = StateFixture.directory(root);
    Files.writeString(directory.folder().resolve("runtime.json"), "{\"address\":");

    assertThatThrownBy(() -> RuntimeFile.read(directory))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("runtime.json: ");
  }

  /** Tries the lock from another process, as a second runtime would. */
  private static boolean lockedForOthers(StateDirectory directory) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process probe =
        new ProcessBuilder(
                java,
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LockProbe.class.getName(),
                directory.folder().resolve("lock").toString())
            .inheritIO()
            .start();
    try {
      assertThat(probe.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return probe.exitValue() == LockProbe.LOCKED;
    } finally {
      probe.destroyForcibly();
    }
  }
}
