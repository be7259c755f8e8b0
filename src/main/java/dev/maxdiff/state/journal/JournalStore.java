package dev.maxdiff.state.journal;

import com.typesafe.config.Config;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateSettings;
import java.time.Instant;
import java.util.Optional;

/**
 * The journal of one venue: the port to the engine that stores events and snapshots.
 *
 * <p>Akka's plugin appends and recovers, with the settings of {@link #pluginConfig}. Everything
 * else goes through this interface. An engine never replaces a damaged, incomplete or missing
 * journal by an empty one; it refuses, and the message names the place, the cause and the
 * operator's action in one line. {@code JournalStoreContract} tests an engine.
 *
 * <p>Except for {@link #of} and {@link #pluginConfig}, methods block. Thread-safe.
 */
public interface JournalStore {

  /**
   * The form of the rows that this program writes, and the newest that it reads.
   *
   * <p>Format 1 stored class names. Format 2 stores the names of {@link StoredNames} and reads rows
   * of format 1 as well. The number is independent of the engine, and an engine stores it outside
   * of the rows, so that an older program refuses the journal before it reads a row.
   */
  int FORMAT = 2;

  /** Chooses the engine of a venue's journal; opens and creates nothing. */
  static JournalStore of(StateDirectory directory, StateSettings settings) {
    return H2JournalStore.of(directory, settings);
  }

  /**
   * Whether there is a journal, readable or not.
   *
   * @throws StateException when the engine cannot tell
   */
  boolean exists();

  /**
   * Returns the creation time of the journal, by the clock of the machine; empty before the first
   * {@link #prepare}.
   *
   * @throws StateException when the engine cannot tell, or the journal is of a newer format
   */
  Optional<Instant> madeAt();

  /**
   * Checks the format without reading a row.
   *
   * @throws StateException when the engine cannot tell, or the journal is of a newer format
   */
  void requireReadable();

  /**
   * Prepares the journal for a start: creates it the first time, reads every snapshot, and stores
   * {@link #FORMAT}. To be called by the owner of the state directory, once per start, before an
   * actor system with {@link #pluginConfig} starts.
   *
   * @throws dev.maxdiff.state.OwnedElsewhereException when another process has opened the journal
   * @throws StateException when the journal cannot be reached, is of a newer format, missing,
   *     incomplete or damaged
   */
  void prepare();

  /**
   * Returns the settings of Akka's journal and snapshot store, whose fallback is the actor system's
   * own configuration. The plugin acknowledges an event when it survives the failures of {@code
   * maxdiff.state.durability}. Its connections close with the actor system.
   */
  Config pluginConfig();

  /**
   * Returns a reader of the events; each of its reads is independent of the plugin.
   *
   * @param names the stored names of all persistence ids to be read
   */
  JournalReader reader(StoredNames names);

  /**
   * Deletes the oldest events of one persistence id: the longest run from its first event on that
   * meets both limits. The newest event stays in every case, because it carries the sequence number
   * from which the plugin continues.
   *
   * @param upTo highest sequence number to delete; a snapshot that contains it must exist
   * @param before only events that were written earlier, by the clock of the machine
   * @return number of deleted events
   * @throws StateException when the journal cannot be reached or changed
   */
  int deleteEvents(String persistenceId, long upTo, Instant before);

  /**
   * Returns the refusal of a journal that opens but lacks events, with the operator's action.
   *
   * @param proof a record that was written after a lost event
   */
  StateException lostEvents(String proof);
}
