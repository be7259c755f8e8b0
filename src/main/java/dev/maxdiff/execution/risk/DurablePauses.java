package dev.maxdiff.execution.risk;

import dev.maxdiff.domain.EntryPause;
import java.util.ArrayList;
import java.util.List;

/**
 * The pauses with the changes that are not durable yet. A pause is in force at once and written
 * until a write succeeds; the end of a pause is in force when it is durable, and a failed write
 * drops it. So a full disk lets no entry in. Immutable.
 *
 * @param durable the pauses as stored
 * @param changes not stored yet, in their order
 * @param writing number of the changes in the write under way; 0 = no write
 * @param isFailing whether the last write has failed and left a pause to be written
 */
public record DurablePauses(
    EntryPauses durable, List<PauseChange> changes, int writing, boolean isFailing) {

  public static final DurablePauses NONE = of(EntryPauses.NONE);

  public DurablePauses {
    changes = List.copyOf(changes);
  }

  /** Returns pauses as an earlier runtime has stored them. */
  public static DurablePauses of(EntryPauses stored) {
    return new DurablePauses(stored, List.of(), 0, false);
  }

  /** Returns the pauses in force. */
  public EntryPauses inForce() {
    return applied(pausesOf(changes));
  }

  /** Returns the pauses when all changes are durable. */
  public EntryPauses planned() {
    return applied(changes);
  }

  private EntryPauses applied(List<? extends PauseChange> some) {
    EntryPauses pauses = durable;
    for (PauseChange change : some) {
      pauses = change.apply(pauses);
    }
    return pauses;
  }

  public DurablePauses with(PauseChange change) {
    List<PauseChange> all = new ArrayList<>(changes);
    all.add(change);
    return new DurablePauses(durable, all, writing, isFailing);
  }

  /** Returns the pauses with another {@link EntryPauses#held}; it needs no write. */
  public DurablePauses held(EntryPause pause) {
    return new DurablePauses(durable.held(pause), changes, writing, isFailing);
  }

  /** Whether a write can begin. */
  public boolean needWrite() {
    return writing == 0 && !changes.isEmpty();
  }

  /** Returns the pauses while {@link #planned} is written. */
  public DurablePauses written() {
    return new DurablePauses(durable, changes, changes.size(), isFailing);
  }

  /** Returns the changes in the write under way. */
  public List<PauseChange> underWay() {
    return changes.subList(0, writing);
  }

  /** Returns the pauses after the end of a write. */
  public DurablePauses stored() {
    return new DurablePauses(
        applied(underWay()), changes.subList(writing, changes.size()), 0, false);
  }

  /** Returns the pauses after a failed write: new pauses stay to be written, unasked. */
  public DurablePauses notStored() {
    List<PauseChange> left = new ArrayList<>();
    pausesOf(underWay())
        .forEach(kept -> left.add(new PauseChange.Pause(PauseChange.UNASKED, kept.pause())));
    boolean hasPause = !left.isEmpty();
    left.addAll(changes.subList(writing, changes.size()));
    return new DurablePauses(durable, left, 0, hasPause);
  }

  private static List<PauseChange.Pause> pausesOf(List<PauseChange> changes) {
    return changes.stream()
        .filter(PauseChange.Pause.class::isInstance)
        .map(PauseChange.Pause.class::cast)
        .toList();
  }
}
