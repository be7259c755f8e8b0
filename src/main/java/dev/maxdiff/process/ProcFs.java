package dev.maxdiff.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code /proc}. Answers are a moment old when they arrive; a process that vanishes meanwhile
 * reads as absent. Uses the JDK only, for the sentinel runs it too.
 *
 * <p>Not being able to look is not an absent process: without a free file descriptor the methods
 * throw {@link UncheckedIOException}, {@link #identity} excepted.
 */
final class ProcFs {

  /**
   * The fields of {@code /proc/pid/stat} that matter here.
   *
   * @param state one letter; {@code Z} is a zombie and {@code X} dead
   * @param startTicks field 22
   */
  record Stat(int pid, char state, int parent, int group, int session, long startTicks) {
    boolean isDead() {
      return state == 'Z' || state == 'X';
    }
  }

  private static final int START_TICKS = 22;

  private final Path root;
  private final String bootId;

  ProcFs(Path root) {
    this.root = root;
    this.bootId = readBootId(root);
  }

  static ProcFs ofThisMachine() {
    return new ProcFs(Path.of("/proc"));
  }

  /** Whether this machine has a {@code /proc} as Linux has it. */
  boolean exists() {
    return !bootId.isEmpty();
  }

  String bootId() {
    return bootId;
  }

  List<Integer> pids() {
    String[] names = root.toFile().list();
    if (names == null) {
      throw new UncheckedIOException(new IOException(root + " cannot be listed"));
    }
    List<Integer> pids = new ArrayList<>();
    for (String name : names) {
      char first = name.charAt(0);
      if (first >= '1' && first <= '9') {
        pids.add(Integer.parseInt(name));
      }
    }
    return pids;
  }

  Optional<Stat> stat(int pid) {
    return read(pid, "stat").flatMap(bytes -> parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  /** The mark that the process was started with; empty when it has none or may not be read. */
  Optional<ProcessMark> mark(int pid) {
    return read(pid, "environ").flatMap(ProcessMark::parse);
  }

  /** Empty, too, when it cannot be read. */
  Optional<ProcessIdentity> identity(int pid) {
    try {
      return stat(pid).map(this::identity);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  ProcessIdentity identity(Stat stat) {
    return new ProcessIdentity(stat.pid(), stat.startTicks(), bootId);
  }

  /** Whether that very process is there and no zombie: pid, start time and boot agree. */
  boolean isAlive(ProcessIdentity process) {
    return process.bootId().equals(bootId)
        && stat(process.pid())
            .filter(stat -> stat.startTicks() == process.startTicks() && !stat.isDead())
            .isPresent();
  }

  private Optional<byte[]> read(int pid, String file) {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(Integer.toString(pid)).resolve(file)));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty(); // it has ended, or belongs to someone else
    } catch (IOException e) {
      if (runsAProgram(pid)) {
        throw new UncheckedIOException(e);
      }
      return Optional.empty();
    }
  }

  /**
   * Not so for what has ended, zombies and kernel threads, whose files may be unreadable for good.
   * Reading a link takes no file descriptor.
   */
  private boolean runsAProgram(int pid) {
    try {
      Files.readSymbolicLink(root.resolve(Integer.toString(pid)).resolve("exe"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The name in field 2 may contain blanks and parentheses, so the fields after it are counted. */
  private static Optional<Stat> parse(String text) {
    int end = text.lastIndexOf(')');
    if (end < 0) {
      return Optional.empty();
    }
    String[] rest = text.substring(end + 2).split(" ");
    return Optional.of(
        new Stat(
            Integer.parseInt(text.substring(0, text.indexOf(' '))),
            rest[0].charAt(0),
            Integer.parseInt(rest[1]),
            Integer.parseInt(rest[2]),
            Integer.parseInt(rest[3]),
            Long.parseLong(rest[START_TICKS - 3])));
  }

  private static String readBootId(Path root) {
    try {
      return Files.readString(root.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
