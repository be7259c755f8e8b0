package dev.maxdiff.state.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that come are seen at the next look, whatever the folder's time was. */
class FolderListingTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-05T15:00:00Z"));
  private static final int MANY = 10;

  @TempDir Path parent;
  private Path folder;
  private FolderListing listed;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(parent.resolve("scratch"));
    listed = new FolderListing(folder);
  }

  @Test
  void whatComesIntoAFolderThatStoodStillIsSeen() throws Exception {
    Files.setLastModifiedTime(folder, LONG_AGO);
    look(MANY);
    assertThat(listed.holds("x.json")).isFalse();

    Files.createFile(folder.resolve("x.json"));
    look(1);
    assertThat(listed.holds("x.json")).isTrue();

    look(MANY);
    assertThat(listed.holds("x.json")).as("still there").isTrue();

    Files.delete(folder.resolve("x.json"));
    look(1);
    assertThat(listed.holds("x.json")).isFalse();
  }

  /**
   * A file system whose clock takes steps of two seconds. Of a folder that has stood still for
   * longer nothing is asked: a name behind its back is not seen.
   */
  @ParameterizedTest
  @CsvSource({"2, true", "10, false"})
  void whatComesWithinOneStepOfTheClockIsSeenToo(int looks, boolean seen) throws Exception {
    Files.setLastModifiedTime(folder, LONG_AGO);
    look(looks);

    Files.createFile(folder.resolve("x.json"));
    Files.setLastModifiedTime(folder, LONG_AGO);
    look(1);
    assertThat(listed.holds("x.json")).isEqualTo(seen);
  }

  @Test
  void aFolderThatComesLaterIsSeen() throws Exception {
    Files.delete(folder);
    look(MANY);

    Files.createDirectory(folder);
    Files.createFile(folder.resolve("x.json"));
    look(1);
    assertThat(listed.holds("x.json")).isTrue();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      listed.look();
    }
  }
}
