package dev.maxdiff.state.files;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The watcher files of a venue and their content in memory. This class is their only writer.
 *
 * <p>Every method except {@link #open}, {@link #flush} and {@link #close} returns without disk
 * access; a thread then writes the newest content. Thread-safe. A call for a generation other than
 * the slot's newest changes nothing.
 */
public final class WatcherFiles implements AutoCloseable {

  /** State of a watcher whose file said {@code active} after its runtime had ended. */
  public static final String INTERRUPTED = "interrupted";

  private final Path folder;
  private final InstantSource clock;
  private final Duration retainEnded;
  private final SortedMap<String, WatcherFile> files = new TreeMap<>();
  private final Map<SlotId, String> current = new HashMap<>();
  private final Map<String, Instant> changedAt = new HashMap<>();
  private final List<String> corrected = new ArrayList<>();
  private final AtomicLong changes = new AtomicLong();
  private final FileWriter writer;
  private final ScratchFiles scratch;

  private WatcherFiles(StateDirectory directory, StateSettings settings, InstantSource clock) {
    this.folder = directory.watchers();
    this.clock = clock;
    this.retainEnded = settings.retainEnded();
    this.writer = new FileWriter(folder, settings.writePause(), this::file);
    this.scratch = new ScratchFiles(directory.scratch(), this::report);
  }

  /**
   * Reads the folder, sets each active file of an earlier runtime to {@link #INTERRUPTED} (no
   * watcher runs yet: promise P9), and deletes the files beyond the retention.
   *
   * @param clock the machine's clock, for {@code last_update} and {@code terminated_at}
   * @throws dev.maxdiff.state.StateException when the folder cannot be listed
   */
  public static WatcherFiles open(
      StateDirectory directory, StateSettings settings, InstantSource clock) {
    WatcherFiles files = new WatcherFiles(directory, settings, clock);
    WatcherFolder.read(directory.watchers()).forEach(file -> files.files.put(file.name(), file));
    files.correct();
    files.forgetEnded();
    WatcherFolder.deleteTemporaries(directory.watchers());
    return files;
  }

  /** Returns the names of the files that {@link #open} set to {@link #INTERRUPTED}. */
  public synchronized List<String> corrected() {
    return List.copyOf(corrected);
  }

  /**
   * Records a planned launch, state {@code pending_launch}. The watcher of the slot's earlier file
   * must have ended.
   */
  public synchronized void pending(Wish wish, long generation) {
    String name = WatcherFile.name(wish.slotId(), wish.price());
    Map<String, Object> fields =
        WishFields.of(wish, generation, folder.resolve(name), clock.instant());
    fields.put("active", true);
    fields.put("state", "pending_launch");
    current.put(wish.slotId(), name);
    put(name, fields);
  }

  /** Records a running process. */
  public void launched(SlotId slot, long generation, int pid) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("active", true);
    fields.put("state", "launched");
    fields.put("pid", pid);
    change(slot, generation, fields);
  }

  /** Records a failed launch. */
  public void launchFailed(SlotId slot, long generation, String error) {
    Map<String, Object> fields = ended("launch_failed");
    fields.put("error", error);
    change(slot, generation, fields);
  }

  /** Records expiry, poll and force of an equal wish. */
  public void extended(Wish wish, long generation) {
    change(wish.slotId(), generation, WishFields.changing(wish, clock.instant()));
  }

  /** Records that a newer wish has taken the slot; the file stays. */
  public void superseded(SlotId slot, long generation) {
    change(slot, generation, ended("superseded_" + slot.slot() + "_watcher"));
  }

  /**
   * Records the end of a watcher.
   *
   * @param state for example {@code cancelled}; a final state that the child reported takes
   *     precedence
   * @param error null = none
   */
  public synchronized void ended(SlotId slot, long generation, String state, String error) {
    Map<String, Object> fields = ended(state);
    String reported = currentOf(slot).map(WatcherFile::state).orElse("");
    if (ReportedFields.isFinal(reported)) {
      fields.put("state", reported);
    }
    if (error != null) {
      fields.put("error", error);
    }
    change(slot, generation, fields);
  }

  /**
   * Shows the hold of a slot in its newest file.
   *
   * @param since null = not held
   */
  public synchronized void held(SlotId slot, Instant since) {
    HeldFiles.changed(slot, since, files)
        .forEach(file -> put(file.name(), new TreeMap<>(file.fields())));
  }

  /**
   * Merges a child's report; unknown fields are ignored.
   *
   * @return false without any change when {@code generation} is not the slot's running one
   * @throws dev.maxdiff.domain.InvalidValueException for the first invalid field, without any
   *     change
   */
  public synchronized boolean report(SlotId slot, long generation, Map<String, ?> report) {
    Map<String, Object> known = ReportedFields.of(report);
    boolean running =
        currentOf(slot)
            .filter(file -> file.generation() == generation && file.active())
            .isPresent();
    if (running) {
      change(slot, generation, known);
    }
    return running;
  }

  /**
   * Merges the state file of a foreign watcher as {@link #report} does, within two seconds of a
   * change, as long as this generation runs.
   *
   * @param file in the state directory's folder of scratch files
   */
  public void follow(SlotId slot, long generation, Path file) {
    scratch.follow(slot, generation, file);
  }

  /** Returns all files sorted by name: own files and files of the older system. */
  public synchronized List<WatcherFile> all() {
    return List.copyOf(files.values());
  }

  /** Returns the slot's newest file of this run. */
  public synchronized Optional<WatcherFile> of(SlotId slot) {
    return currentOf(slot);
  }

  /**
   * A slot's newest file.
   *
   * @param changedAt its {@code last_update}
   */
  public record Latest(WatcherFile file, Instant changedAt) {}

  /** Returns the slot's newest file of this run with the time of its last change. */
  public synchronized Optional<Latest> latest(SlotId slot) {
    return currentOf(slot).map(file -> new Latest(file, changedAt.get(file.name())));
  }

  /**
   * Returns the number of changes of all files so far. As long as the number is equal, the files
   * are equal.
   */
  public long changes() {
    return changes.get();
  }

  /**
   * Deletes the files of watchers that ended longer ago than the retention. To be called
   * periodically.
   */
  public synchronized void forgetEnded() {
    Instant horizon = clock.instant().minus(retainEnded);
    List<String> old =
        files.values().stream()
            .filter(file -> file.ours() && !file.active() && endedBefore(file, horizon))
            .map(WatcherFile::name)
            .toList();
    for (String name : old) {
      files.remove(name);
      current.values().remove(name);
      changedAt.remove(name);
      changes.incrementAndGet();
      writer.mark(name);
    }
  }

  /** Writes each change as soon as possible from now on: the runtime is about to end. */
  public void hurry() {
    writer.hurry();
  }

  /** Blocks until all changes are on disk, at most 10 s. */
  public void flush() throws InterruptedException {
    writer.flush();
  }

  /** Writes the pending changes, at most 10 s, then ends the writer. */
  @Override
  public void close() {
    scratch.close();
    writer.close();
  }

  private synchronized Optional<WatcherFile> file(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private Optional<WatcherFile> currentOf(SlotId slot) {
    return Optional.ofNullable(current.get(slot)).map(files::get);
  }

  private synchronized void change(SlotId slot, long generation, Map<String, Object> changes) {
    currentOf(slot)
        .filter(file -> file.generation() == generation)
        .ifPresent(
            file -> {
              Map<String, Object> fields = new TreeMap<>(file.fields());
              fields.putAll(changes);
              put(file.name(), fields);
            });
  }

  private void put(String name, Map<String, Object> fields) {
    Instant now = clock.instant();
    changedAt.put(name, now);
    fields.put("last_update", FileTimestamps.text(now));
    files.put(name, new WatcherFile(name, fields));
    changes.incrementAndGet();
    writer.mark(name);
  }

  private Map<String, Object> ended(String state) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("active", false);
    fields.put("state", state);
    fields.put("terminated_at", FileTimestamps.text(clock.instant()));
    return fields;
  }

  private synchronized void correct() {
    for (WatcherFile file : List.copyOf(files.values())) {
      if (file.ours() && file.active()) {
        corrected.add(file.name());
        Map<String, Object> fields = new TreeMap<>(file.fields());
        fields.putAll(ended(INTERRUPTED));
        put(file.name(), fields);
      }
    }
  }

  private static boolean endedBefore(WatcherFile file, Instant horizon) {
    return file.time("terminated_at")
        .or(() -> file.time("last_update"))
        .filter(at -> at.isBefore(horizon))
        .isPresent();
  }
}
