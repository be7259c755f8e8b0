package dev.maxdiff.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Moves the files of an ended session to {@code ended/<time>} in the folder of its venue: the next
 * session begins anew and nothing is deleted. Called under the venue's lock, while no journal is
 * open.
 *
 * <p>{@code ending.json} names the target before the first file moves, and is deleted after the
 * last one, so that the next start continues a move that was cut short.
 */
public final class EndedSession {

  /** Names the folder that a move has begun to fill. */
  private record Ending(String folder) {}

  private static final String MARKER = "ending.json";
  private static final String ENDED = "ended";
  private static final String WATCHERS = "watchers";
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * What belongs to the directory and not to a session: the lock that the start holds, the identity
   * and the programs by which processes of the session are found and ended, the installation that
   * names its orders, the address of its runtime, the operator's pauses, holds and withdrawals that
   * no journal has yet, and the logs, into which a process that has not ended yet still writes.
   */
  private static final Set<String> KEPT =
      Set.of(
          "lock",
          "identity",
          "installation.json",
          "runtime.json",
          "pauses.json",
          "holds.json",
          CarriedHoldsFile.NAME,
          WithdrawnFile.NAME,
          "child",
          "scratch",
          "logs",
          ENDED,
          MARKER);

  private final StateDirectory directory;
  private final Consumer<Path> moved;

  public EndedSession(StateDirectory directory) {
    this(directory, file -> {});
  }

  /**
   * @param moved called after each file; an exception cuts the move short
   */
  EndedSession(StateDirectory directory, Consumer<Path> moved) {
    this.directory = directory;
    this.moved = moved;
  }

  /**
   * Continues a move that was cut short.
   *
   * @return the folder of the session; empty if no move was cut short
   * @throws StateException when a file cannot be moved
   */
  public Optional<Path> complete() {
    return StateJson.read(directory.file(MARKER), Ending.class)
        .map(ending -> directory.file(ENDED).resolve(ending.folder))
        .map(this::moveTo);
  }

  /**
   * Moves the session.
   *
   * @param at names the folder
   * @return the folder of the session
   * @throws StateException when a file cannot be moved; the next start continues
   */
  public Path move(Instant at) {
    String name = NAME.format(at);
    for (int n = 2; Files.exists(directory.file(ENDED).resolve(name)); n++) {
      name = NAME.format(at) + "-" + n;
    }
    StateJson.writeDurably(directory.file(MARKER), new Ending(name));
    return moveTo(directory.file(ENDED).resolve(name));
  }

  private Path moveTo(Path target) {
    try {
      OwnerOnly.createFolder(target.getParent());
      OwnerOnly.createFolder(target);
      OwnerOnly.createFolder(target.resolve(WATCHERS));
      for (Path file : entries(directory.watchers())) {
        move(file, target.resolve(WATCHERS));
      }
      for (Path file : entries(directory.folder())) {
        if (!KEPT.contains(file.getFileName().toString())) {
          move(file, target);
        }
      }
      force(target.resolve(WATCHERS), target, directory.watchers(), directory.folder());
    } catch (IOException e) {
      throw new StateException(
          target + ": the ended session cannot be moved: " + e + " (expected: a writable folder)",
          e);
    }
    StateJson.delete(directory.file(MARKER));
    return target;
  }

  private void move(Path file, Path folder) throws IOException {
    Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    moved.accept(file);
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  /** Makes the renames survive power loss before the marker is deleted. */
  private static void force(Path... folders) throws IOException {
    if (OwnerOnly.IS_SUPPORTED) {
      for (Path folder : folders) {
        try (FileChannel channel = FileChannel.open(folder)) {
          channel.force(true);
        }
      }
    }
  }
}
