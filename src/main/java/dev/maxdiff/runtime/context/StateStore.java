package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.CarriedHoldsFile;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.EndedSession;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.files.WatcherFile;
import dev.maxdiff.state.files.WatcherFolder;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.supervision.StoredKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stored state of one venue: its locked directory and its journal, which is prepared. */
public final class StateStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StateStore.class);

  private final StateSettings settings;
  private final StateDirectory directory;
  private final DirectoryLock lock;
  private final JournalStore journal;

  private final LeftSession left;

  /**
   * The session that this start has moved away.
   *
   * @param folder empty = none was moved
   * @param keys of its journal; empty = none was moved, or its journal could not be read
   */
  public record LeftSession(Optional<Path> folder, Optional<StoredKeys> keys) {}

  private StateStore(
      StateSettings settings,
      StateDirectory directory,
      DirectoryLock lock,
      JournalStore journal,
      LeftSession left) {
    this.left = left;
    this.settings = settings;
    this.directory = directory;
    this.lock = lock;
    this.journal = journal;
  }

  /**
   * Locks the venue's directory and prepares its journal. A failure releases the lock.
   *
   * @param leave moves the stored session away first; a move that was cut short is completed in any
   *     case
   * @throws dev.maxdiff.state.OwnedElsewhereException when another runtime holds the lock
   */
  public static StateStore open(Config config, Venue venue, boolean leave) {
    StateSettings settings = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(settings, venue);
    DirectoryLock lock = DirectoryLock.acquire(directory);
    boolean ready = false;
    try {
      JournalStore journal = JournalStore.of(directory, settings);
      LeftSession left = leave(directory, journal, leave);
      journal.prepare();
      ready = true;
      return new StateStore(settings, directory, lock, journal, left);
    } finally {
      if (!ready) {
        lock.close();
      }
    }
  }

  private static LeftSession leave(StateDirectory directory, JournalStore journal, boolean leave) {
    EndedSession session = new EndedSession(directory);
    Optional<Path> completed = session.complete();
    boolean stored = journal.exists() || Files.exists(directory.file(StateDirectory.JOURNAL_JSON));
    if (!leave || !stored) {
      return new LeftSession(completed, Optional.empty());
    }
    Optional<StoredKeys> keys = keys(journal);
    keys.ifPresent(known -> CarriedHoldsFile.add(directory, known.held().keySet()));
    return new LeftSession(Optional.of(session.move(Instant.now())), keys);
  }

  /** A journal that cannot be read is no reason to keep its session: the marks find processes. */
  private static Optional<StoredKeys> keys(JournalStore journal) {
    try {
      return Optional.of(StoredKeys.read(journal.reader(JournalNames.NAMES)));
    } catch (StateException e) {
      LOG.warn("The journal of the session that is left cannot be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the session that this start has moved away. */
  public LeftSession left() {
    return left;
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
