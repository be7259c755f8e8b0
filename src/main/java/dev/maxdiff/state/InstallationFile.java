package dev.maxdiff.state;

import dev.maxdiff.domain.InvalidValueException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * {@code installation.json}: the id of this installation, a part of each of its order names, with
 * what tells it from a copy of its directory.
 *
 * @param id six characters of {@code [a-z0-9]}
 * @param since no order of the installation was submitted before it; null = unknown
 * @param place of the directory at the last start; null = written by a program that kept none
 * @param moves how often an operator has said that the directory was moved
 * @param tags of the starts of this directory, oldest first
 * @param others the tags of starts with a copy of this directory, with the submission of their
 *     first order that was met here
 */
public record InstallationFile(
    String id,
    Instant since,
    DirectoryPlace place,
    int moves,
    List<String> tags,
    Map<String, Instant> others) {

  private static final String NAME = "installation.json";
  private static final Pattern FORM = Pattern.compile("[a-z0-9]{6}");
  private static final int LENGTH = 6;
  private static final int RADIX = 36;

  public InstallationFile {
    if (!FORM.matcher(String.valueOf(id)).matches()) {
      throw new InvalidValueException("installation", id, "6 of a-z and 0-9");
    }
    // a program that knew no tags has written neither
    tags = tags == null ? List.of() : List.copyOf(tags);
    others = others == null ? Map.of() : Map.copyOf(others);
  }

  /** Returns an installation without a start. */
  public static InstallationFile of(String id, Instant since) {
    return new InstallationFile(id, since, null, 0, List.of(), Map.of());
  }

  /** Returns the stored installation; empty before the first start. */
  public static Optional<InstallationFile> read(StateDirectory directory) {
    return StateJson.read(directory.file(NAME), InstallationFile.class);
  }

  /**
   * Returns the directory's installation; the first call creates the id from {@code random}.
   *
   * @param since the {@link #since} of a new installation
   */
  public static InstallationFile of(
      StateDirectory directory, RandomGenerator random, Instant since) {
    return read(directory)
        .orElseGet(
            () -> {
              InstallationFile created = of(characters(random), since);
              created.write(directory);
              return created;
            });
  }

  /**
   * Compares the directory with the place where its last start was.
   *
   * @throws OwnedElsewhereException when it lies surely elsewhere and {@code moved} is false
   */
  public static DirectoryPlace.Finding requirePlace(StateDirectory directory, boolean moved) {
    DirectoryPlace now = DirectoryPlace.of(directory.folder());
    DirectoryPlace stored = read(directory).map(InstallationFile::place).orElse(null);
    DirectoryPlace.Finding finding =
        now.comparedWith(stored, DirectoryPlace.fileSystem(directory.folder()));
    if (finding == DirectoryPlace.Finding.ELSEWHERE && !moved) {
      throw new OwnedElsewhereException(
          "state directory %s is a copy, or was moved: its last start was in a folder with inode %d, this one has %d (expected: a start of the original; where the original is never started again, --moved goes on here)"
              .formatted(directory.folder(), stored.inode(), now.inode()));
    }
    return finding;
  }

  /**
   * Returns this with the tag of one more start in the directory, whose tag is the last one.
   *
   * @param moved whether an operator says that the directory was moved; it counts only where the
   *     place differs, so that an option that is given at each start counts once
   */
  public InstallationFile started(StateDirectory directory, boolean moved, RandomGenerator random) {
    DirectoryPlace now = DirectoryPlace.of(directory.folder());
    int count = moved && place != null && !place.equals(now) ? moves + 1 : moves;
    List<String> all = new ArrayList<>(tags);
    List<String> used = new ArrayList<>(tags);
    used.addAll(others.keySet());
    all.add(StartTag.next(count, used, random));
    return new InstallationFile(id, since, now, count, all, others);
  }

  /** Returns the tag of the newest start. */
  public String tag() {
    return tags.get(tags.size() - 1);
  }

  /** Returns this with the tag of a start with a copy, unless it is known. */
  public InstallationFile met(String tag, Instant first) {
    Map<String, Instant> all = new TreeMap<>(others);
    all.putIfAbsent(tag, first);
    return new InstallationFile(id, since, place, moves, tags, all);
  }

  /** Returns this with a tag that counts as one of its own earlier starts. */
  public InstallationFile adopted(String tag) {
    List<String> all = new ArrayList<>(tags);
    all.add(0, tag);
    return new InstallationFile(id, since, place, moves, all, others);
  }

  /**
   * Stores this as the directory's installation. On return it survives power loss.
   *
   * @throws StateException when the file cannot be written
   */
  public void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(NAME), this);
  }

  private static String characters(RandomGenerator random) {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }
    return text.toString();
  }
}
