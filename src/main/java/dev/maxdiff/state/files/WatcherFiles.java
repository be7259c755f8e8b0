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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The watcher files of a venue, of which it is the only writer, and their content in memory.
 *
 * <p>Every method but {@link #flush} and {@link #close} returns without touching the disk; writes
 * follow on a thread of their own, newest content only. Calls may come from any thread. A call
 * about a generation that is no longer the slot's changes nothing.
 */
public final class WatcherFiles implements AutoCloseable {

  /** A watcher that claimed to be active when the runtime that ran it was gone. */
  public static final String INTERRUPTED = "interrupted";

  private final Path folder;
  private final InstantSource clock;
  private final Duration retainEnded;
  private final Map<String, WatcherFile> files = new TreeMap<>();
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
   * Reads the folder, corrects files of ours that claim to be active (nothing runs yet: promise
   * P9), and forgets those that ended long ago.
   *
   * @param clock the machine's: {@code last_update} and {@code terminated_at} are its times
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

  /** The files that said, when these were opened, that a watcher ran which did not. */
  public synchronized List<String> corrected() {
    return List.copyOf(corrected);
  }

  /** Before a launch: {@code pending_launch}. The slot's earlier file, if any, must have ended. */
  public synchronized void pending(Wish wish, long generation) {
    String name = WatcherFile.name(wish.slotId(), wish.price());
    Map<String, Object> fields =
        WishFields.of(wish, generation, folder.resolve(name), clock.instant());
    fields.put("active", true);
    fields.put("state", "pending_launch");
    current.put(wish.slotId(), name);
    put(name, fields);
  }

  /** The process runs. */
  public void launched(SlotId slot, long generation, int pid) {
    Map<String, Object> fields = new HashMap<>();
    fields.put("active", true);
    fields.put("state", "launched");
    fields.put("pid", pid);
    change(slot, generation, fields);
  }

  /** The process could not be started. */
  public void launchFailed(SlotId slot, long generation, String error) {
    Map<String, Object> fields = ended("launch_failed");
    fields.put("error", error);
    change(slot, generation, fields);
  }

  /** An equal wish changed expiry, poll or force. */
  public void extended(Wish wish, long generation) {
    change(wish.slotId(), generation, WishFields.changing(wish, clock.instant()));
  }

  /** Another wish takes the slot: the file stays, and says so. */
  public void superseded(SlotId slot, long generation) {
    change(slot, generation, ended("superseded_" + slot.slot() + "_watcher"));
  }

  /**
   * The watcher has ended or was ended.
   *
   * @param state for example {@code cancelled}; a final state that the child reported itself stays
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
   * Merges what a child says about itself; unknown fields are ignored.
   *
   * @return false, and nothing is changed, when {@code generation} is not the slot's running one
   * @throws dev.maxdiff.domain.InvalidValueException names the first bad field; nothing is changed
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
   * A foreign watcher writes its state to {@code file}: what it writes there is merged as with
   * {@link #report}, within two seconds, as long as this generation runs.
   *
   * @param file in the state directory's folder of scratch files
   */
  public void follow(SlotId slot, long generation, Path file) {
    scratch.follow(slot, generation, file);
  }

  /** All files, ours and those of the older system, sorted by name. */
  public synchronized List<WatcherFile> all() {
    return List.copyOf(files.values());
  }

  /** The newest file of a slot in this run. */
  public synchronized Optional<WatcherFile> of(SlotId slot) {
    return currentOf(slot);
  }

  /**
   * A slot's newest file.
   *
   * @param changedAt its {@code last_update}
   */
  public record Latest(WatcherFile file, Instant changedAt) {}

  /** The newest file of a slot in this run, and since when it says what it says. */
  public synchronized Optional<Latest> latest(SlotId slot) {
    return currentOf(slot).map(file -> new Latest(file, changedAt.get(file.name())));
  }

  /** How often any file has changed by now: while this stays the same, so do they all. */
  public long changes() {
    return changes.get();
  }

  /**
   * Deletes files of watchers that ended longer ago than the retention; to be called now and then.
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

  /** From now on each change is written as soon as it can be: the runtime is about to end. */
  public void hurry() {
    writer.hurry();
  }

  /** Waits until everything said so far is on disk. */
  public void flush() throws InterruptedException {
    writer.flush();
  }

  /** Writes what is left, then writes nothing any more. */
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
