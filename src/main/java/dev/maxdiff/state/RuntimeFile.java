package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Venue;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code runtime.json}: address and process of the runtime that owns a venue; only the file's owner
 * can read it.
 *
 * @param address base address of the runtime's HTTP interface
 * @param startedAt wall-clock time of the start, for people only: the clock may have been stepped
 *     since
 * @param startTicks start time of the process since boot, in clock ticks; 0 = not known
 * @param bootId id of the machine's boot; empty = not known, as in files of earlier versions
 * @param token the bearer token of loops and other programs; never logged
 * @param operatorToken the bearer token of the command line for a person at a terminal; equal to
 *     {@code token} in files of earlier versions
 */
public record RuntimeFile(
    URI address,
    long pid,
    Instant startedAt,
    long startTicks,
    String bootId,
    String token,
    String operatorToken,
    Venue venue) {

  private static final String NAME = "runtime.json";

  public RuntimeFile {
    requireNonNull(address, "address");
    requireNonNull(startedAt, "startedAt");
    bootId = bootId == null ? "" : bootId;
    requireNonNull(token, "token");
    operatorToken = operatorToken == null ? token : operatorToken;
    requireNonNull(venue, "venue");
  }

  /** Returns the file; empty when it is missing. */
  public static Optional<RuntimeFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), RuntimeFile.class);
  }

  public void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(NAME), this);
  }

  public static void delete(StateDirectory directory) {
    StateJson.delete(directory.file(NAME));
  }

  /** Returns process, start and address for a message. */
  public String words() {
    return "process " + pid + ", started " + startedAt + ", at " + address;
  }

  /** Returns the description without the token. */
  @Override
  public String toString() {
    return "RuntimeFile[" + words() + "]";
  }
}
