package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.files.WatcherFile;
import dev.maxdiff.state.files.WatcherFolder;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.supervision.StoredKeys;
import java.time.Instant;

/** The stored state of one venue: its locked directory and its journal, which is prepared. */
public final class StateStore implements AutoCloseable {

  private final StateSettings settings;
  private final StateDirectory directory;
  private final DirectoryLock lock;
  private final JournalStore journal;

  private StateStore(
      StateSettings settings, StateDirectory directory, DirectoryLock lock, JournalStore journal) {
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
  public static StateStore open(Config config, Venue venue) {
    StateSettings settings = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(settings, venue);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    boolean ready = false;
    try {
      JournalStore journal = JournalStore.of(directory, settings);
      journal.prepare();
      ready = true;
      return new StateStore(settings, directory, lock, journal);
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  public StateDirectory directory() {
    return directory;
  }

  public StateSettings settings() {
    return settings;
  }

  /** Returns the configuration of an actor system on this journal. */
  Config config(Config config) {
    return journal.pluginConfig().withFallback(JournalNames.migrations()).withFallback(config);
  }

  public JournalReader reader() {
    return journal.reader(JournalNames.NAMES);
  }

  /**
   * Returns the keys and their standing wishes. Reads the whole journal and every watcher file;
   * blocks.
   *
   * @throws dev.maxdiff.state.StateException when a watcher file is newer than the journal: each
   *     file is written after its events
   */
  public StoredKeys keys() {
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

  public boolean stillOurs() {
    return lock.stillOurs();
  }

  @Override
  public void close() {
    lock.close();
  }
}
