package dev.maxdiff.supervision;

import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateJson;
import dev.maxdiff.supervision.wishes.GeneralHold;
import java.time.Instant;

/**
 * {@code holds.json}: the hold of all keys by kill-all. It is durable before {@link #current}
 * returns it. Thread-safe; changes block.
 */
public final class AllKeysHold {

  private static final String NAME = "holds.json";

  private final StateDirectory directory;
  private volatile GeneralHold current;

  private AllKeysHold(StateDirectory directory, GeneralHold current) {
    this.directory = directory;
    this.current = current;
  }

  /**
   * Reads the stored hold.
   *
   * @throws dev.maxdiff.state.StateException when the file is damaged
   */
  public static AllKeysHold open(StateDirectory directory) {
    return new AllKeysHold(
        directory,
        StateJson.read(directory.file(NAME), GeneralHold.class).orElse(GeneralHold.NONE));
  }

  public GeneralHold current() {
    return current;
  }

  /** Holds every key, known or not. */
  public synchronized void hold(Instant at) {
    change(current.held(at));
  }

  /** Lifts the hold of all keys; the holds of single slots stay. */
  public synchronized void lift() {
    if (current.since() != null) {
      change(current.lifted());
    }
  }

  private void change(GeneralHold changed) {
    StateJson.writeDurably(directory.file(NAME), changed);
    current = changed;
  }
}
