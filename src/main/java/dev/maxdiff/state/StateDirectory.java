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
 * <p>Paths are real paths: a symbolic link to the folder and the folder are one. Nothing is shared
 * between venues (hazard H26).
 */
public final class StateDirectory {

  /** Tells format and making of the journal, beside it. */
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
   * What tells this directory from every other, a copy of it included.
   *
   * @param uuid made once
   * @param device 0 where the system has none
   * @param inode 0 where the system has none
   */
  public record Identity(String uuid, long device, long inode) {
    /** {@code uuid:device:inode}, the beginning of a child's mark. */
    @Override
    public String toString() {
      return uuid + ":" + device + ":" + inode;
    }
  }

  /** Opens the venue's folders, making what is missing; an unusable path is refused by name. */
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

  /** The venue's folders as settings name them; see {@link #open(Path, Venue, String)}. */
  public static StateDirectory open(StateSettings settings, Venue venue) {
    return open(settings.root(), venue, settings.suffix());
  }

  /** The venue's folders if a runtime has made them before; makes and changes nothing. */
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

  /** Everything of the venue but its watcher files. */
  public Path folder() {
    return folder;
  }

  /** Where the watcher files lie. */
  public Path watchers() {
    return watchers;
  }

  /** Where the watchers' output goes. */
  public Path logs() {
    return folder.resolve(LOGS);
  }

  /** Where foreign watchers write about themselves. */
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

  private static Identity identity(Path folder, boolean make) throws IOException {
    Path file = folder.resolve(IDENTITY);
    if (make && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      if (Files.exists(folder.resolve(JOURNAL_JSON))) {
        throw damaged(file, "missing, though there is a journal", null);
      }
      AtomicFiles.make(file, (UUID.randomUUID() + "\n").getBytes(StandardCharsets.UTF_8));
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
