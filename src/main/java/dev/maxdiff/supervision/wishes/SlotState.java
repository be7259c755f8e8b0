package dev.maxdiff.supervision.wishes;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.os.ProcessIdentity;
import java.time.Instant;

/**
 * The journalled state of one slot. Pure: each state applies the events that may follow it and
 * ignores all others, because a report may cross a new wish.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SlotState.Idle.class, name = "idle"),
  @JsonSubTypes.Type(value = SlotState.Active.class, name = "active"),
  @JsonSubTypes.Type(value = SlotState.Over.class, name = "over")
})
public sealed interface SlotState extends JsonSerializable {

  /** The state of a slot without any wish. */
  SlotState NONE = new Idle(0);

  /** Returns the newest generation; the next generation is higher. */
  long generation();

  /** Returns the state after {@code event}. */
  default SlotState on(SlotEvent event) {
    if (event instanceof SlotEvent.Wanted wanted) {
      Wish wish = wanted.wish();
      return new Active(
          wanted.generation(), wish, null, wish.expiry().orElse(null), 0, "", wanted.at());
    }
    if (event instanceof SlotEvent.Withdrawn) {
      return new Idle(generation());
    }
    return this;
  }

  /** The slot has no wish: there was none, or it was withdrawn. */
  record Idle(long generation) implements SlotState {}

  /**
   * The slot has an active wish.
   *
   * @param process the newest process known to have started; null when none has since the last end
   * @param launchedUntil the expiry with which the newest process was started; null = none
   * @param restarts since the wish; planned and unused generations count too
   * @param lastReason reason of the last process's end; empty = no process has ended
   * @param since time of the wish
   */
  record Active(
      long generation,
      Wish wish,
      ProcessIdentity process,
      Instant launchedUntil,
      int restarts,
      String lastReason,
      Instant since)
      implements SlotState {

    @Override
    public SlotState on(SlotEvent event) {
      if (event instanceof SlotEvent.WishExtended extended) {
        return new Active(
            generation, extended.wish(), process, launchedUntil, restarts, lastReason, since);
      }
      if (event instanceof SlotEvent.RestartPlanned planned) {
        return again(planned.generation(), planned.reason());
      }
      if (event instanceof SlotEvent.RestartsPlanned planned) {
        return again(planned.last(), planned.reason());
      }
      if (event instanceof SlotEvent.Launched launched && has(launched.generation())) {
        return at(launched.generation())
            .with(
                new ProcessIdentity(launched.pid(), launched.startTicks(), launched.bootId()),
                lastReason);
      }
      if (event instanceof SlotEvent.Ended ended && has(ended.generation())) {
        return at(ended.generation()).with(null, ended.reason());
      }
      if (event instanceof SlotEvent.CrashLooped looped) {
        return new Over(generation, wish, Ending.CRASH_LOOP, looped.reason(), looped.at());
      }
      if (event instanceof SlotEvent.Expired expired) {
        return new Over(generation, wish, Ending.EXPIRED, "", expired.at());
      }
      if (event instanceof SlotEvent.Done done) {
        return new Over(generation, wish, Ending.DONE, "", done.at());
      }
      return SlotState.super.on(event);
    }

    private Active again(long newest, String reason) {
      int more = (int) (newest - generation);
      return new Active(
          newest, wish, null, wish.expiry().orElse(null), restarts + more, reason, since);
    }

    private boolean has(long one) {
      return firstGeneration() <= one && one <= generation;
    }

    /** Returns the state as of generation {@code one}, the newest one in use. */
    public Active at(long one) {
      int unused = (int) (generation - one);
      return new Active(one, wish, process, launchedUntil, restarts - unused, lastReason, since);
    }

    /** Returns the next attempt, whose generation is durable already. */
    public Active next() {
      return new Active(generation + 1, wish, null, launchedUntil, restarts + 1, lastReason, since);
    }

    /** Returns whether a process started now gets this expiry. */
    public boolean launchesWith(Instant until) {
      return wish.expiry().equals(java.util.Optional.ofNullable(until));
    }

    /** Returns whether the process was started with a later expiry than the wish has now. */
    public boolean outlivesItsWish() {
      return wish.expiry()
          .filter(expiry -> launchedUntil == null || expiry.isBefore(launchedUntil))
          .isPresent();
    }

    /** Returns the generation under which the wish was accepted; each restart took the next one. */
    public long firstGeneration() {
      return generation - restarts;
    }

    private Active with(ProcessIdentity newProcess, String reason) {
      return new Active(generation, wish, newProcess, launchedUntil, restarts, reason, since);
    }
  }

  /** The slot's wish has ended; an equal wish is a new wish. */
  record Over(long generation, Wish wish, Ending ending, String reason, Instant at)
      implements SlotState {}

  /** The kind of a wish's end. */
  enum Ending {
    DONE,
    EXPIRED,
    CRASH_LOOP
  }
}
