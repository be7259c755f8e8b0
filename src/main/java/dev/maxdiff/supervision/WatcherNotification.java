package dev.maxdiff.supervision;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.os.ExitStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * An event of supervision, sent to the listener once, as it happens. {@code at} is the watchers'
 * time.
 *
 * <p>Actor threads call the listener, in order for each slot and concurrently for several slots;
 * the listener must not block.
 */
public sealed interface WatcherNotification {

  SlotId slot();

  long generation();

  Instant at();

  /** A wish is durable; its watcher starts next. */
  record Wished(SlotId slot, long generation, Wish wish, Instant at)
      implements WatcherNotification {}

  /** An equal wish changed expiry, poll or force. */
  record Extended(SlotId slot, long generation, Wish wish, Instant at)
      implements WatcherNotification {}

  /**
   * A wish replaces another in its slot; {@code generation} is the old wish's.
   *
   * @param oldFile name of the old watcher's file
   */
  record Superseded(
      SlotId slot, long generation, Price oldPrice, Price newPrice, String oldFile, Instant at)
      implements WatcherNotification {

    /** Returns the log line that operators search for. */
    public String words() {
      return "Terminating conflicting %s %s %s watcher at %s (%s %s) in favor of %s"
          .formatted(
              slot.key().symbol(),
              slot.key().side(),
              slot.slot(),
              oldFile,
              slot.slot() == dev.maxdiff.domain.Slot.EXIT ? "takeprofit" : "limit",
              oldPrice,
              newPrice);
    }
  }

  record Started(SlotId slot, long generation, int pid, Instant at)
      implements WatcherNotification {}

  record LaunchFailed(SlotId slot, long generation, String reason, Instant at)
      implements WatcherNotification {}

  /**
   * The process ended.
   *
   * @param reason {@code done}, {@code expired}, or how it failed
   */
  record Ended(SlotId slot, long generation, ExitStatus status, String reason, Instant at)
      implements WatcherNotification {

    /** Returns words such as {@code ended by SIGTERM, superseded}. */
    public String words() {
      return status.words() + ", " + reason.replace('_', ' ');
    }
  }

  /** The watcher restarts after {@code delay}. */
  record Restarting(SlotId slot, long generation, int failures, Duration delay, Instant at)
      implements WatcherNotification {}

  record CrashLooped(SlotId slot, long generation, String reason, Instant at)
      implements WatcherNotification {}

  record Withdrawn(SlotId slot, long generation, String reason, Instant at)
      implements WatcherNotification {}

  /** A condition that needs an operator. */
  record Alert(SlotId slot, long generation, String words, Instant at)
      implements WatcherNotification {}
}
