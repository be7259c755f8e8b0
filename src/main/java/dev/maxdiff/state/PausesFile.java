package dev.maxdiff.state;

import dev.maxdiff.domain.EntryPause;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code pauses.json}: which entries an operator or a day's loss has paused.
 *
 * @param forgivenDay the day's first equity whose loss an operator has lifted; null when none
 */
public record PausesFile(List<EntryPause> pauses, BigDecimal forgivenDay) {

  public static final PausesFile NONE = new PausesFile(List.of(), null);

  private static final String NAME = "pauses.json";

  public PausesFile {
    pauses = List.copyOf(pauses);
  }

  /** {@link #NONE} when nothing was ever paused. */
  public static PausesFile read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), PausesFile.class).orElse(NONE);
  }

  /** On return it survives power loss. */
  public void write(StateDirectory directory) {
    Path file = directory.file(NAME);
    try {
      AtomicFiles.writeDurably(file, StateJson.bytes(this));
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a writable folder)", e);
    }
  }
}
