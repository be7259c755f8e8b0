package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Venue;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code runtime.json}: how to reach the runtime that owns a venue; readable by its owner alone.
 *
 * @param address where its HTTP service listens
 * @param startedAt when it started, for people: the wall clock may have been stepped since
 * @param startTicks when it started, as the system counts; 0 = not known
 * @param bootId of which boot of the machine; empty = not known, as in files of before
 * @param token what a client must present; never logged
 */
public record RuntimeFile(
    URI address,
    long pid,
    Instant startedAt,
    long startTicks,
    String bootId,
    String token,
    Venue venue) {

  private static final String NAME = "runtime.json";

  public RuntimeFile {
    requireNonNull(address, "address");
    requireNonNull(startedAt, "startedAt");
    bootId = bootId == null ? "" : bootId;
    requireNonNull(token, "token");
    requireNonNull(venue, "venue");
  }

  /** Empty when no runtime has published itself. */
  public static Optional<RuntimeFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), RuntimeFile.class);
  }

  public void write(StateDirectory directory) {
    StateJson.write(directory.file(NAME), this);
  }

  public static void delete(StateDirectory directory) {
    StateJson.delete(directory.file(NAME));
  }

  /** For messages: process, start and address. */
  public String words() {
    return "process " + pid + ", started " + startedAt + ", at " + address;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "RuntimeFile[" + words() + "]";
  }
}
