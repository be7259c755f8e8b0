package dev.maxdiff.embed;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.JournalConfig;
import dev.maxdiff.state.JournalDatabase;
import dev.maxdiff.state.JournalReader;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WatcherFile;
import dev.maxdiff.state.WatcherFolder;
import dev.maxdiff.supervision.StoredKeys;
import java.time.Instant;

/** The stored state of one venue: its locked directory and its journal, which is prepared. */
final class StateStore implements AutoCloseable {

  private final StateSettings settings;
  private final StateDirectory directory;
  private final DirectoryLock lock;
  private final JournalDatabase journal;

  private StateStore(
      StateSettings settings,
      StateDirectory directory,
      DirectoryLock lock,
      JournalDatabase journal) {
    this.settings = settings;
    this.directory = directory;
    this.lock = lock;
    this.journal = journal;
  }

  /**
   * Locks the venue's directory and prepares its journal. A failure releases the lock.
   *
   * @throws dev.maxdiff.state.OwnedElsewhereException when another runtime holds the lock
   */
  static StateStore open(Config config, Venue venue) {
    StateSettings settings = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(settings, venue);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    boolean ready = false;
    try {
      JournalDatabase journal = JournalDatabase.of(directory, settings);
      journal.prepare();
      ready = true;
      return new StateStore(settings, directory, lock, journal);
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  StateDirectory directory() {
    return directory;
  }

  StateSettings settings() {
    return settings;
  }

  /** The configuration of an actor system on this journal. */
  Config config(Config config) {
    return JournalConfig.overlay(journal, settings)
        .withFallback(JournalNames.migrations())
        .withFallback(config);
  }

  JournalReader reader() {
    return new JournalReader(journal, JournalNames.NAMES);
  }

  /**
   * The keys and their standing wishes. Reads the whole journal and every watcher file: blocks.
   *
   * @throws dev.maxdiff.state.StateException when the journal is behind the watcher files, each of
   *     which was written after its events
   */
  StoredKeys keys() {
    StoredKeys keys = StoredKeys.read(reader());
    Instant made = journal.madeAt().orElse(Instant.MAX);
    for (WatcherFile file : WatcherFolder.read(directory.watchers())) {
      boolean ofThisJournal = file.time("started_at").filter(made::isBefore).isPresent();
      if (file.ours() && ofThisJournal) {
        file.slot()
            .filter(slot -> keys.generation(slot) < file.generation())
            .ifPresent(
                slot -> {
                  throw journal.lostEvents(
                      "it knows of %s generation %d, %s of %d"
                          .formatted(slot, keys.generation(slot), file.name(), file.generation()));
                });
      }
    }
    return keys;
  }

  boolean stillOurs() {
    return lock.stillOurs();
  }

  @Override
  public void close() {
    lock.close();
  }
}
