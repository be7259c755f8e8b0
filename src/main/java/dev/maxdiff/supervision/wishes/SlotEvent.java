package dev.maxdiff.supervision.wishes;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.os.ExitStatus;
import java.time.Instant;

/**
 * A journalled event of one slot of a key. {@code at} is the watchers' time.
 *
 * <p>The stored form changes only with a migration; {@code JournalFormatTest} compares it with
 * samples.
 */
public sealed interface SlotEvent extends JsonSerializable {

  Slot slot();

  Instant at();

  /** A wish was accepted; it replaces the slot's earlier wish. */
  sealed interface Wanted extends SlotEvent permits EntryWanted, ExitWanted {
    long generation();

    Wish wish();
  }

  record EntryWanted(long generation, EntryWish wish, Instant at) implements Wanted {
    @Override
    public Slot slot() {
      return Slot.ENTRY;
    }
  }

  record ExitWanted(long generation, ExitWish wish, Instant at) implements Wanted {
    @Override
    public Slot slot() {
      return Slot.EXIT;
    }
  }

  /** An equal wish changed expiry, poll or force; the watcher keeps running. */
  record WishExtended(Slot slot, Wish wish, Instant at) implements SlotEvent {}

  /**
   * The wish gets another attempt under a new generation.
   *
   * @param failures failures in a row; 0 when the restart follows no failure
   * @param reason of the last end; identical ends in a row are recorded here only
   */
  record RestartPlanned(Slot slot, long generation, int failures, String reason, Instant at)
      implements SlotEvent {}

  /**
   * The wish's attempts keep ending for the same reason. This event covers this generation and
   * those up to {@code last}; unused generations are skipped.
   *
   * @param failures failures in a row
   * @param reason of all these ends
   */
  record RestartsPlanned(
      Slot slot, long generation, long last, int failures, String reason, Instant at)
      implements SlotEvent {}

  /** The process of this generation runs; pid, start ticks and boot id identify it. */
  record Launched(Slot slot, long generation, int pid, long startTicks, String bootId, Instant at)
      implements SlotEvent {}

  /**
   * The process of this generation ended, or could not be started, and its wish stays active.
   *
   * @param code exit code; -1 when a signal ended the process or it never started
   * @param signal 0 when the process exited
   */
  record Ended(Slot slot, long generation, int code, int signal, String reason, Instant at)
      implements SlotEvent {
    static Ended of(Slot slot, long generation, ExitStatus status, Instant at) {
      return new Ended(slot, generation, status.code(), status.signal(), status.toString(), at);
    }
  }

  /**
   * The process of a superseded generation is dead with its whole group; the slot's next process
   * starts only afterwards.
   */
  record Reaped(Slot slot, long generation, String how, Instant at) implements SlotEvent {}

  /**
   * The watcher failed too often within the window; the slot starts no process until the next wish.
   */
  record CrashLooped(Slot slot, long generation, String reason, Instant at) implements SlotEvent {}

  /** The wish has expired. */
  record Expired(Slot slot, long generation, Instant at) implements SlotEvent {}

  /** The watcher ended by itself before the expiry: filled, or flat. */
  record Done(Slot slot, long generation, Instant at) implements SlotEvent {}

  /** The wish was withdrawn. */
  record Withdrawn(Slot slot, long generation, String reason, Instant at) implements SlotEvent {}

  /** An operator holds the slot: only an operator's wish or a resume lifts the hold. */
  record Held(Slot slot, String reason, Instant at) implements SlotEvent {}

  /**
   * The hold of the slot is lifted.
   *
   * @param killAlls the number of holds of all keys so far, which this event lifts for the slot too
   * @param reason the wish or the command that lifts it
   */
  record HoldLifted(Slot slot, long killAlls, String reason, Instant at) implements SlotEvent {}
}
