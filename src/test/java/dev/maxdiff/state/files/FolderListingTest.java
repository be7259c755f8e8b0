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

/** A refresh finds new names at every modification time of the folder. */
class FolderListingTest {

  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2026-01-05T15:00:00Z"));
  private static final int MANY = 10;

  @TempDir Path parent;
  private Path folder;
  private FolderListing listing;

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Files.createDirectory(parent.resolve("scratch"));
    listing = new FolderListing(folder);
  }

  @Test
  void aNewFileInAnUnchangedFolderIsFound() throws Exception {
    Files.setLastModifiedTime(folder, LONG_AGO);
    refresh(MANY);
    assertThat(listing.contains("x.json")).isFalse();

    Files.createFile(folder.resolve("x.json"));
    refresh(1);
    assertThat(listing.contains("x.json")).isTrue();

    refresh(MANY);
    assertThat(listing.contains("x.json")).as("still there").isTrue();

    Files.delete(folder.resolve("x.json"));
    refresh(1);
    assertThat(listing.contains("x.json")).isFalse();
  }

  /**
   * A file system whose clock has steps of two seconds. A folder that is unchanged for longer is
   * not listing again: a new name with the old modification time is not found.
   */
  @ParameterizedTest
  @CsvSource({"2, true", "10, false"})
  void aNewFileWithinOneStepOfTheClockIsFound(int refreshes, boolean found) throws Exception {
    Files.setLastModifiedTime(folder, LONG_AGO);
    refresh(refreshes);

    Files.createFile(folder.resolve("x.json"));
    Files.setLastModifiedTime(folder, LONG_AGO);
    refresh(1);
    assertThat(listing.contains("x.json")).isEqualTo(found);
  }

  @Test
  void aFolderThatIsCreatedLaterIsFound() throws Exception {
    Files.delete(folder);
    refresh(MANY);

    Files.createDirectory(folder);
    Files.createFile(folder.resolve("x.json"));
    refresh(1);
    assertThat(listing.contains("x.json")).isTrue();
  }

  private void refresh(int times) {
    for (int i = 0; i < times; i++) {
      listing.refresh();
    }
  }
}
