package dev.maxdiff.state;

import dev.maxdiff.domain.SlotId;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code carried-holds.json}: the slots that an operator held in sessions that have ended and whose
 * holds are not in the journal of the next session yet. It is written before the session's journal
 * is moved away and deleted when the next journal has the holds, so that no crash loses one.
 */
public record CarriedHoldsFile(Set<SlotId> slots) {

  static final String NAME = "carried-holds.json";

  public CarriedHoldsFile {
    slots = Set.copyOf(slots);
  }

  /** Returns the file; empty when it is missing. */
  public static Optional<CarriedHoldsFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), CarriedHoldsFile.class);
  }

  /**
   * Adds slots to the file. On return it survives power loss.
   *
   * @throws StateException when the file cannot be read or written
   */
  public static void add(StateDirectory directory, Set<SlotId> slots) {
    if (!slots.isEmpty()) {
      Set<SlotId> all = new TreeSet<>(slots);
      read(directory).ifPresent(earlier -> all.addAll(earlier.slots));
      StateJson.writeDurably(directory.file(NAME), new CarriedHoldsFile(all));
    }
  }

  public static void delete(StateDirectory directory) {
    StateJson.delete(directory.file(NAME));
  }
}
