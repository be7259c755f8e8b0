package dev.maxdiff.state;

import dev.maxdiff.domain.Venue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * The folders of one venue: {@code {venue}{suffix}} with journal, lock, logs and small files, and
 * {@code maxdiff_watchers_{venue}{suffix}} with the watcher files.
 *
 * <p>Paths are real paths, so a symbolic link to the folder names the same directory. Venues share
 * no file (hazard H26).
 */
public final class StateDirectory {

  /** Name of the file with the journal's format and creation time. */
  public static final String JOURNAL_JSON = "journal.json";

  private static final String IDENTITY = "identity";
  private static final String LOGS = "logs";
  private static final String SCRATCH = "scratch";

  private final Venue venue;
  private final Path folder;
  private final Path watchers;
  private final Identity identity;

  private StateDirectory(Venue venue, Path folder, Path watchers, Identity identity) {
    this.venue = venue;
    this.folder = folder;
    this.watchers = watchers;
    this.identity = identity;
  }

  /**
   * The identity of this directory; a copy of the directory has another identity.
   *
   * @param uuid random, created with the directory
   * @param device device number of the folder's file system; 0 where the system has none
   * @param inode inode number of the folder; 0 where the system has none
   */
  public record Identity(String uuid, long device, long inode) {
    /** Returns {@code uuid:device:inode}, the beginning of a process mark. */
    @Override
    public String toString() {
      return uuid + ":" + device + ":" + inode;
    }
  }

  /**
   * Opens the venue's folders and creates the missing ones.
   *
   * @throws StateException that names the folder, when it is not usable or its identity is damaged
   */
  public static StateDirectory open(Path root, Venue venue, String suffix) {
    Path folder = root.resolve(venue + suffix);
    try {
      OwnerOnly.createFolder(folder);
      Path real = folder.toRealPath();
      Path watchers = root.toRealPath().resolve("maxdiff_watchers_" + venue + suffix);
      OwnerOnly.createFolder(watchers);
      OwnerOnly.createFolder(real.resolve(LOGS));
      OwnerOnly.createFolder(real.resolve(SCRATCH));
      requireWritable(real);
      requireWritable(watchers.toRealPath());
      return new StateDirectory(venue, real, watchers.toRealPath(), identity(real, true));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** {@link #open(Path, Venue, String)} with the root and the suffix of the settings. */
  public static StateDirectory open(StateSettings settings, Venue venue) {
    return open(settings.root(), venue, settings.suffix());
  }

  /**
   * Returns the venue's folders if a runtime has created them; changes nothing.
   *
   * @throws StateException when a folder cannot be read
   */
  public static Optional<StateDirectory> find(StateSettings settings, Venue venue) {
    Path folder = settings.root().resolve(venue + settings.suffix());
    if (!Files.exists(folder.resolve(IDENTITY))) {
      return Optional.empty();
    }
    try {
      Path watchers = settings.root().resolve("maxdiff_watchers_" + venue + settings.suffix());
      Path real = folder.toRealPath();
      return Optional.of(
          new StateDirectory(venue, real, watchers.toRealPath(), identity(real, false)));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  public Venue venue() {
    return venue;
  }

  /** Returns the folder with all files of the venue except the watcher files. */
  public Path folder() {
    return folder;
  }

  /** Returns the folder of the watcher files. */
  public Path watchers() {
    return watchers;
  }

  /** Returns the folder of the watchers' logs. */
  public Path logs() {
    return folder.resolve(LOGS);
  }

  /** Returns the folder in which foreign watchers write their state. */
  public Path scratch() {
    return folder.resolve(SCRATCH);
  }

  public Identity identity() {
    return identity;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  private static void requireWritable(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, ".probe", AtomicFiles.TEMPORARY);
    Files.delete(probe);
  }

  private static Identity identity(Path folder, boolean create) throws IOException {
    Path file = folder.resolve(IDENTITY);
    if (create && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(folder.resolve(JOURNAL_JSON))) {
        throw damaged(file, "missing, though there is a journal", null);
      }
      AtomicFiles.create(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return new Identity(uuid(file), unix(folder, "dev"), unix(folder, "ino"));
  }

  private static String uuid(Path file) {
    try {
      String uuid = Files.readString(file, StandardCharsets.ISO_8859_1).trim();
      UUID.fromString(uuid);
      return uuid;
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, "damaged", e);
    }
  }

  private static StateException damaged(Path file, String what, Exception cause) {
    return new StateException(
        file
            + ": "
            + what
            + " (expected: the UUID that was written there; restore it from a backup)",
        cause);
  }

  static long unix(Path path, String attribute, LinkOption... links) throws IOException {
    try {
      return ((Number) Files.getAttribute(path, "unix:" + attribute, links)).longValue();
    } catch (UnsupportedOperationException e) {
      return 0;
    }
  }

  private static StateException unusable(Path folder, IOException cause) {
    String why = cause instanceof FileAlreadyExistsException ? "is a file" : cause.toString();
    return new StateException(
        "state directory " + folder + ": " + why + " (expected: a writable folder)", cause);
  }
}
