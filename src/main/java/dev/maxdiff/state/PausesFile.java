package dev.maxdiff.state;

import dev.maxdiff.domain.EntryPause;
import java.math.BigDecimal;
import java.util.List;

/**
 * {@code pauses.json}: the pauses of entries, set by an operator or by the daily loss limit.
 *
 * @param forgivenDay equity at the start of the day whose loss pause an operator has lifted, quote
 *     currency; null = none
 */
public record PausesFile(List<EntryPause> pauses, BigDecimal forgivenDay) {

  public static final PausesFile NONE = new PausesFile(List.of(), null);

  private static final String NAME = "pauses.json";

  public PausesFile {
    pauses = List.copyOf(pauses);
  }

  /** Returns the stored pauses; {@link #NONE} when the file is missing. */
  public static PausesFile read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), PausesFile.class).orElse(NONE);
  }

  /**
   * Writes the file. On return the file survives power loss.
   *
   * @throws StateException when the file cannot be written
   */
  public void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(NAME), this);
  }
}
