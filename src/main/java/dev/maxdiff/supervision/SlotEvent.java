package dev.maxdiff.supervision;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.ExitStatus;
import java.time.Instant;

/**
 * What happened to one slot of a key, as the journal keeps it. {@code at} is the watchers' time.
 *
 * <p>The stored form never changes without a migration; {@code JournalFormatTest} holds it.
 */
public sealed interface SlotEvent extends JsonSerializable {

  Slot slot();

  Instant at();

  /** A wish was accepted; it takes the slot, whatever was there. */
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

  /** An equal wish changed expiry, poll or force; nothing is restarted. */
  record WishExtended(Slot slot, Wish wish, Instant at) implements SlotEvent {}

  /**
   * The wish is tried again under a new generation.
   *
   * @param failures how often in a row it has failed; 0 when the restart is no failure's
   * @param reason of the last end; identical ends in a row are told here only
   */
  record RestartPlanned(Slot slot, long generation, int failures, String reason, Instant at)
      implements SlotEvent {}

  /**
   * The wish keeps ending in the same way: it is tried again under this generation and, without an
   * event for each, under those up to {@code last}. Numbers that are not used are skipped.
   *
   * @param failures how often in a row it has failed
   * @param reason of all these ends
   */
  record RestartsPlanned(
      Slot slot, long generation, long last, int failures, String reason, Instant at)
      implements SlotEvent {}

  /** The process of this generation runs; with {@code bootId} the ticks name it for good. */
  record Launched(Slot slot, long generation, int pid, long startTicks, String bootId, Instant at)
      implements SlotEvent {}

  /**
   * The process of this generation ended, or could not be started, and its wish stands.
   *
   * @param code exit code, -1 when ended by a signal or never started
   * @param signal 0 when it exited by itself
   */
  record Ended(Slot slot, long generation, int code, int signal, String reason, Instant at)
      implements SlotEvent {
    static Ended of(Slot slot, long generation, ExitStatus status, Instant at) {
      return new Ended(slot, generation, status.code(), status.signal(), status.toString(), at);
    }
  }

  /**
   * The process of a generation that another has overtaken is proven dead, with its whole group:
   * only then does the next of its slot start.
   */
  record Reaped(Slot slot, long generation, String how, Instant at) implements SlotEvent {}

  /** It failed too often in a short time: nothing starts until another wish comes. */
  record CrashLooped(Slot slot, long generation, String reason, Instant at) implements SlotEvent {}

  /** The wish's time is over. */
  record Expired(Slot slot, long generation, Instant at) implements SlotEvent {}

  /** The watcher ended by itself before its time: filled, or flat. */
  record Done(Slot slot, long generation, Instant at) implements SlotEvent {}

  /** The wish was taken back. */
  record Withdrawn(Slot slot, long generation, String reason, Instant at) implements SlotEvent {}
}
