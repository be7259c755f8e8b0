package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderIdentityTest {

  @TempDir Path root;

  @Test
  void aLinkIsTheSameFolderAndACopyIsAnother() throws Exception {
    Path folder = Files.createDirectory(root.resolve("state"));
    Path copy = Files.createDirectory(root.resolve("copy"));
    Path link = Files.createSymbolicLink(root.resolve("link"), folder);

    assertThat(FolderIdentity.of(link)).isPresent().isEqualTo(FolderIdentity.of(folder));
    assertThat(FolderIdentity.of(copy)).isPresent().isNotEqualTo(FolderIdentity.of(folder));
    assertThat(FolderIdentity.of(root.resolve("none"))).isEmpty();
  }

  /** An inode number is used again at once on ext4; then only the time of birth differs. */
  @Test
  void aFolderKeepsItsBirthWhenItsContentChanges() throws Exception {
    Path folder = Files.createDirectory(root.resolve("state"));
    FolderIdentity before = FolderIdentity.of(folder).orElseThrow();
    Files.createFile(folder.resolve("file"));

    assertThat(FolderIdentity.of(folder)).contains(before);
    assertThat(before.born()).isNotNegative();
  }
}
