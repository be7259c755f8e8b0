package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.state.DirectoryPlace.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryPlaceTest {

  private static final DirectoryPlace STORED = new DirectoryPlace(7, 1_000);

  @Test
  void theSameFolderIsHere() {
    assertThat(new DirectoryPlace(7, 1_000).comparedWith(STORED, "ext4")).isEqualTo(Finding.HERE);
  }

  @Test
  void anotherInodeIsElsewhere() {
    assertThat(new DirectoryPlace(8, 1_000).comparedWith(STORED, "ext4"))
        .isEqualTo(Finding.ELSEWHERE);
  }

  /** The inode of a removed directory may be given to its copy. */
  @Test
  void anotherBirthIsElsewhere() {
    assertThat(new DirectoryPlace(7, 1_001).comparedWith(STORED, "xfs"))
        .isEqualTo(Finding.ELSEWHERE);
  }

  @Test
  void aDirectoryOfAnOlderProgramIsHere() {
    assertThat(STORED.comparedWith(null, "ext4")).isEqualTo(Finding.HERE);
  }

  @Test
  void withoutABirthNothingIsSure() {
    assertThat(new DirectoryPlace(8, 0).comparedWith(STORED, "ext4")).isEqualTo(Finding.UNCERTAIN);
    assertThat(STORED.comparedWith(new DirectoryPlace(7, 0), "ext4")).isEqualTo(Finding.UNCERTAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"overlay", "nfs", "nfs4", "fuse", "fuse.sshfs", "fuseblk", "9p"})
  void aFileSystemThatChangesNumbersIsNotSure(String fileSystem) {
    assertThat(new DirectoryPlace(8, 2_000).comparedWith(STORED, fileSystem))
        .isEqualTo(Finding.UNCERTAIN);
  }
}
