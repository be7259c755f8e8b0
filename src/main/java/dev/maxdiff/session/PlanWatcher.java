package dev.maxdiff.session;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Notices when a plan file has been written and reads it once its size and time have stood still: a
 * file under way is not followed. One thread.
 */
final class PlanWatcher {

  private final PlanStore store;
  private final InstantSource clock;
  private final Duration pause;
  private final Duration stableFor;
  private Instant nextLook = Instant.MIN;
  private PlanStore.Stamp seen;
  private Instant seenAt;
  private PlanStore.Stamp read;
  private String complaint = "";

  /**
   * @param clock wall clock
   * @param pause between two looks
   */
  PlanWatcher(PlanStore store, InstantSource clock, Duration pause, Duration stableFor) {
    this.store = store;
    this.clock = clock;
    this.pause = pause;
    this.stableFor = stableFor;
  }

  /** A new reading; empty when there is none yet. A file that cannot be read is said once. */
  Optional<PlanReading> look() {
    Instant now = clock.instant();
    if (now.isBefore(nextLook)) {
      return Optional.empty();
    }
    nextLook = now.plus(pause);
    try {
      Optional<PlanReading> reading = lookAt(store.stamp(), now);
      reading.ifPresent(ignored -> complaint = "");
      return reading;
    } catch (NoSuchFileException e) {
      return complain("no such file");
    } catch (InvalidValueException e) {
      return complain(e.getMessage());
    } catch (IOException e) {
      return complain("cannot be read: " + e);
    }
  }

  private Optional<PlanReading> lookAt(PlanStore.Stamp stamp, Instant now) throws IOException {
    if (!stamp.equals(seen)) {
      seen = stamp;
      seenAt = now;
    }
    boolean still = !now.isBefore(seenAt.plus(stableFor));
    if (!still || stamp.equals(read)) {
      return Optional.empty();
    }
    byte[] content = store.content();
    if (!store.stamp().equals(stamp)) {
      return Optional.empty();
    }
    read = stamp;
    return Optional.of(PlanFile.read(store.name(), content));
  }

  private Optional<PlanReading> complain(String words) {
    seen = null;
    if (words.equals(complaint)) {
      return Optional.empty();
    }
    complaint = words;
    return Optional.of(new PlanReading(List.of(), List.of(new PlanProblem(0, words))));
  }
}
