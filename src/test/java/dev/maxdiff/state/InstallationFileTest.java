package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.maxdiff.domain.Venue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationFileTest {

  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @TempDir Path root;

  private final Random random = new Random(1);
  private StateDirectory directory;

  @BeforeEach
  void aDirectoryThatHasStarted() {
    directory = StateDirectory.open(root.resolve("original"), Venue.PAPER, "");
    InstallationFile.of("abc123", NOON).started(directory, false, random).write(directory);
  }

  /** The copy has a folder of its own; its files are the same. */
  private StateDirectory copy() throws IOException {
    assumeThat(DirectoryPlace.of(directory.folder()).born()).isPositive();
    assumeThat(DirectoryPlace.fileSystem(directory.folder())).isNotEqualTo("overlay");
    StateDirectory copy = StateDirectory.open(root.resolve("copy"), Venue.PAPER, "");
    Files.copy(directory.file("installation.json"), copy.file("installation.json"));
    return copy;
  }

  private InstallationFile stored() {
    return InstallationFile.read(directory).orElseThrow();
  }

  @Test
  void p8TheOriginalStartsAgain() {
    assertThat(InstallationFile.requirePlace(directory, false))
        .isEqualTo(DirectoryPlace.Finding.HERE);
  }

  @Test
  void p8ACopyIsRefusedAndNamesTheOption() throws IOException {
    StateDirectory copy = copy();

    assertThatThrownBy(() -> InstallationFile.requirePlace(copy, false))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining(copy.folder().toString())
        .hasMessageContaining("is a copy, or was moved")
        .hasMessageContaining("--moved");
  }

  @Test
  void p8AMoveIsCountedOnce() throws IOException {
    StateDirectory copy = copy();
    InstallationFile.requirePlace(copy, true);

    InstallationFile moved = stored().started(copy, true, random);
    moved.write(copy);

    assertThat(moved.moves()).isEqualTo(1);
    assertThat(moved.tags()).hasSize(2).last().asString().startsWith("1");
    assertThat(InstallationFile.requirePlace(copy, false)).isEqualTo(DirectoryPlace.Finding.HERE);
    assertThat(moved.started(copy, true, random).moves()).isEqualTo(1);
    assertThat(stored().started(directory, true, random).moves()).isZero();
  }

  @Test
  void eachStartHasATagOfItsOwn() {
    InstallationFile file = stored();
    for (int start = 0; start < 200; start++) {
      file = file.started(directory, false, random);
    }

    assertThat(new HashSet<>(file.tags())).hasSize(201);
    assertThat(file.tags()).allMatch(tag -> tag.matches("0[a-z0-9]{2}"));
  }

  @Test
  void theTagsOfOthersAreNotTaken() {
    InstallationFile file = InstallationFile.of("abc123", null);
    String first = file.started(directory, false, new Random(5)).tags().get(0);

    String other = file.met(first, NOON).started(directory, false, new Random(5)).tags().get(0);

    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void tagsComeAgainWhereAllAreUsedUp() {
    InstallationFile file = stored();
    for (int start = 0; start < 1296; start++) {
      file = file.started(directory, false, random);
    }

    assertThat(file.tags()).hasSize(1297);
    assertThat(Set.copyOf(file.tags())).hasSize(1296);
  }

  @Test
  void isReadAsItWasWritten() {
    InstallationFile file =
        stored().met("0zz", NOON).met("0zz", NOON.plusSeconds(1)).adopted("0aa");
    file.write(directory);

    assertThat(stored()).isEqualTo(file);
    assertThat(file.others()).containsEntry("0zz", NOON).hasSize(1);
    assertThat(file.tags()).startsWith("0aa");
  }

  @Test
  void aFileWithoutTagsIsRead() throws IOException {
    Files.writeString(directory.file("installation.json"), "{\"id\":\"abc123\"}");

    assertThat(stored()).isEqualTo(InstallationFile.of("abc123", null));
    assertThat(InstallationFile.requirePlace(directory, false))
        .isEqualTo(DirectoryPlace.Finding.HERE);
  }

  @Test
  void moreThan35MovesCountAs35() {
    assertThat(StartTag.next(40, List.of(), random)).startsWith("z");
    assertThat(StartTag.moves("z00")).isEqualTo(35);
  }
}
