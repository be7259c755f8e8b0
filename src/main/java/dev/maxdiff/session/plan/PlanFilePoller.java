package dev.maxdiff.session.plan;

import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Polls a plan file and reads it when its size and time have been stable for {@code stableFor}, so
 * that it does not read a half-written file. Not thread-safe.
 */
public final class PlanFilePoller {

  private final PlanFile file;
  private final LongSupplier nanoTime;
  private final Duration pause;
  private final Duration stableFor;
  private boolean polled;
  private long polledAt;
  private PlanFile.Stamp current;
  private long changedAt;
  private PlanFile.Stamp read;

  /** Whether {@link #current} equals {@link #read}; saves a comparison at each poll. */
  private boolean isRead;

  private String lastProblem = "";

  /**
   * @param nanoTime monotonic clock in nanoseconds; a step of the wall clock has no effect
   * @param pause minimum time between two polls
   * @param stableFor time without a change before the file is read
   */
  public PlanFilePoller(PlanFile file, LongSupplier nanoTime, Duration pause, Duration stableFor) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.stableFor = stableFor;
  }

  /** Returns a new reading, if there is one. A file that cannot be read gives one problem, once. */
  Optional<PlanReading> poll() {
    long now = nanoTime.getAsLong();
    if (polled && now - polledAt < pause.toNanos()) {
      return Optional.empty();
    }
    polled = true;
    polledAt = now;
    try {
      Optional<PlanReading> reading = check(file.stamp(), now);
      reading.ifPresent(ignored -> lastProblem = "");
      return reading;
    } catch (InvalidValueException e) {
      return problem(e.getMessage());
    } catch (IOException e) {
      return problem(PlanFile.words(e));
    }
  }

  /** Returns the time until a changed file can be read; empty if the file has not changed. */
  Optional<Duration> nextCheckIn() {
    if (current == null || isRead) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    long unstable = stableFor.toNanos() - (now - changedAt);
    long paused = pause.toNanos() - (now - polledAt);
    return Optional.of(Duration.ofNanos(Math.max(0, Math.max(unstable, paused))));
  }

  private Optional<PlanReading> check(PlanFile.Stamp stamp, long now) throws IOException {
    if (!stamp.equals(current)) {
      current = stamp;
      changedAt = now;
      isRead = stamp.equals(read);
    }
    if (isRead || now - changedAt < stableFor.toNanos()) {
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

  private Optional<PlanReading> problem(String text) {
    current = null;
    if (text.equals(lastProblem)) {
      return Optional.empty();
    }
    lastProblem = text;
    return Optional.of(new PlanReading(List.of(), List.of(new PlanReading.Problem(0, text))));
  }
}
