package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.WatcherKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * {@code withdrawn.json}: the wishes that were withdrawn while no runtime ran. The next start
 * journals the withdrawals before its first launch, then deletes the file.
 *
 * @param keys the keys whose wishes are withdrawn; empty = all keys
 * @param keepOrders whether the slots' orders stay at the broker
 * @param hold whether every key, known or not, is held from then on: an operator's kill-all
 */
public record WithdrawnFile(Instant at, Set<WatcherKey> keys, boolean keepOrders, boolean hold) {

  static final String NAME = "withdrawn.json";

  public WithdrawnFile {
    requireNonNull(at, "at");
    keys = Set.copyOf(keys);
  }

  /** Returns the file; empty when it is missing. */
  public static Optional<WithdrawnFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), WithdrawnFile.class);
  }

  /**
   * Writes the file. On return the file survives power loss.
   *
   * @throws StateException when the file cannot be written
   */
  public void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(NAME), this);
  }

  public static void delete(StateDirectory directory) {
    StateJson.delete(directory.file(NAME));
  }

  /** Whether the wishes of this key were withdrawn. */
  public boolean covers(WatcherKey key) {
    return keys.isEmpty() || keys.contains(key);
  }
}
