package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * {@code withdrawn.json}: wishes that were withdrawn while no runtime ran. The next start turns it
 * into events before it launches anything, then deletes it.
 *
 * @param keys whose wishes; empty = all of them
 * @param keepOrders whether the slots' orders stay at the broker
 */
public record WithdrawnFile(Instant at, Set<WatcherKey> keys, boolean keepOrders) {

  private static final String NAME = "withdrawn.json";

  public WithdrawnFile {
    requireNonNull(at, "at");
    keys = Set.copyOf(keys);
  }

  /** Empty when nothing was withdrawn. */
  public static Optional<WithdrawnFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), WithdrawnFile.class);
  }

  /** On return it survives power loss. */
  public void write(StateDirectory directory) {
    Path file = directory.file(NAME);
    try {
      AtomicFiles.writeDurably(file, StateJson.bytes(this));
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a writable folder)", e);
    }
  }

  public static void delete(StateDirectory directory) {
    StateJson.delete(directory.file(NAME));
  }

  /** Whether the wishes of this key were withdrawn. */
  public boolean covers(WatcherKey key) {
    return keys.isEmpty() || keys.contains(key);
  }
}
