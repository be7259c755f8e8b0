package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarriedHoldsFileTest {

  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  private static final SlotId ENTRY = KEY.slot(Slot.ENTRY);
  private static final SlotId EXIT = KEY.slot(Slot.EXIT);

  @TempDir Path root;

  private StateDirectory directory;

  @BeforeEach
  void open() {
    directory = StateDirectory.open(root, Venue.EMBEDDED, "");
  }

  @Test
  void addsToWhatASessionBeforeHasLeft() {
    CarriedHoldsFile.add(directory, Set.of(ENTRY));

    CarriedHoldsFile.add(directory, Set.of(EXIT));

    assertThat(CarriedHoldsFile.read(directory))
        .contains(new CarriedHoldsFile(Set.of(ENTRY, EXIT)));
  }

  @Test
  void onlyTheOwnerReadsIt() throws IOException {
    CarriedHoldsFile.add(directory, Set.of(ENTRY));

    assertThat(Files.getPosixFilePermissions(directory.file(CarriedHoldsFile.NAME)))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void noHoldMakesNoFile() {
    CarriedHoldsFile.add(directory, Set.of());

    assertThat(CarriedHoldsFile.read(directory)).isEmpty();
  }

  @Test
  void isGoneWhenTheNextJournalHasTheHolds() {
    CarriedHoldsFile.add(directory, Set.of(ENTRY));

    CarriedHoldsFile.delete(directory);

    assertThat(CarriedHoldsFile.read(directory)).isEmpty();
  }
}
