package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Notices when a plan file has been written and reads it once its size and time have stood still: a
 * file under way is not followed. One thread.
 */
public final class PlanFilePoller {

  private final PlanFile file;
  private final LongSupplier nanoTime;
  private final Duration pause;
  private final Duration stableFor;
  private boolean looked;
  private long lookedAt;
  private PlanFile.Stamp seen;
  private long seenAt;
  private PlanFile.Stamp read;

  /** Whether {@link #seen} is {@link #read}, so that a file which stands still is compared once. */
  private boolean isRead;

  private String complaint = "";

  /**
   * @param nanoTime the monotonic clock: a step of the wall clock changes no file
   * @param pause between two looks
   */
  public PlanFilePoller(PlanFile file, LongSupplier nanoTime, Duration pause, Duration stableFor) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.stableFor = stableFor;
  }

  /** A new reading; empty when there is none yet. A file that cannot be read is said once. */
  Optional<PlanReading> poll() {
    long now = nanoTime.getAsLong();
    if (looked && now - lookedAt < pause.toNanos()) {
      return Optional.empty();
    }
    looked = true;
    lookedAt = now;
    try {
      Optional<PlanReading> reading = lookAt(file.stamp(), now);
      reading.ifPresent(ignored -> complaint = "");
      return reading;
    } catch (NoSuchFileException e) {
      return problem("no such file");
    } catch (InvalidValueException e) {
      return problem(e.getMessage());
    } catch (IOException e) {
      return problem("cannot be read: " + e);
    }
  }

  /** How long a file that has changed must still stand still; empty when it has not changed. */
  Optional<Duration> settlesIn() {
    if (seen == null || isRead) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    long unstable = stableFor.toNanos() - (now - seenAt);
    long paused = pause.toNanos() - (now - lookedAt);
    return Optional.of(Duration.ofNanos(Math.max(0, Math.max(unstable, paused))));
  }

  private Optional<PlanReading> lookAt(PlanFile.Stamp stamp, long now) throws IOException {
    if (!stamp.equals(seen)) {
      seen = stamp;
      seenAt = now;
      isRead = stamp.equals(read);
    }
    if (isRead || now - seenAt < stableFor.toNanos()) {
      return Optional.empty();
    }
    byte[] content = file.content();
    if (!file.stamp().equals(stamp)) {
      return Optional.empty();
    }
    read = stamp;
    isRead = true;
    return Optional.of(PlanFile.read(file.name(), content));
  }

  private Optional<PlanReading> problem(String words) {
    seen = null;
    if (words.equals(complaint)) {
      return Optional.empty();
    }
    complaint = words;
    return Optional.of(new PlanReading(List.of(), List.of(new PlanReading.Problem(0, words))));
  }
}
