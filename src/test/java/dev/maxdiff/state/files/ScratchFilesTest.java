package dev.maxdiff.state.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The state files of foreign watchers. */
class ScratchFilesTest {

  private static final Wish WISH = StateFixture.exit("110250");
  private static final SlotId SLOT = WISH.slotId();

  @TempDir Path root;
  private StateDirectory directory;
  private WatcherFiles files;

  @BeforeEach
  void open() {
    directory = StateFixture.directory(root);
    files = WatcherFiles.open(directory, StateFixture.settings(root), InstantSource.system());
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void theStateOfAForeignWatcherIsMerged() throws Exception {
    files.pending(WISH, 3);
    Path scratch = directory.scratch().resolve("x.json");
    files.follow(SLOT, 3, scratch);
    Files.writeString(
        scratch, "{\"state\": \"watching_orders\", \"pid\": 1, \"position_qty\": 0.25}");

    awaitState("watching_orders");
    assertThat(files.of(SLOT).orElseThrow().pid()).isZero();

    files.pending(WISH, 4);
    Path next = directory.scratch().resolve("y.json");
    files.follow(SLOT, 4, next);
    await(() -> Files.notExists(scratch));
    Files.writeString(next, "{\"state\": \"no_position\"}");
    awaitState("no_position");
  }

  @Test
  void aFolderOfForeignFilesThatIsReplacedIsFollowed() throws Exception {
    files.pending(WISH, 3);
    Path scratch = directory.scratch().resolve("x.json");
    files.follow(SLOT, 3, scratch);
    Files.writeString(scratch, "{\"state\": \"watching_orders\"}");
    awaitState("watching_orders");

    Files.move(directory.scratch(), root.resolve("away"));
    Files.createDirectory(directory.scratch());
    Files.writeString(scratch, "{\"state\": \"no_position\"}");
    awaitState("no_position");
  }

  private void awaitState(String state) {
    await(() -> state.equals(files.of(SLOT).orElseThrow().state()));
  }

  private static void await(BooleanSupplier condition) {
    Instant deadline = Instant.now().plusSeconds(30);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.onSpinWait();
    }
  }
}
