package dev.maxdiff.process.os;

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
 * Reads {@code /proc}. A result may be outdated when it is returned; a process that ends during a
 * read is reported as absent. Uses the JDK only, because the sentinel runs this class too.
 *
 * <p>An unreadable process is different from an absent process: without a free file descriptor the
 * methods throw {@link UncheckedIOException}; {@link #identity} returns empty.
 */
public final class ProcFs {

  /**
   * Fields of {@code /proc/pid/stat}.
   *
   * @param state one letter; {@code Z} is a zombie and {@code X} dead
   * @param startTicks field 22: start time in clock ticks since boot
   */
  public record Stat(int pid, char state, int parent, int group, int session, long startTicks) {
    public boolean isDead() {
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

  public static ProcFs ofThisMachine() {
    return new ProcFs(Path.of("/proc"));
  }

  /** Whether this machine has a {@code /proc} in Linux's form. */
  boolean exists() {
    return !bootId.isEmpty();
  }

  public String bootId() {
    return bootId;
  }

  public List<Integer> pids() {
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

  public Optional<Stat> stat(int pid) {
    return read(pid, "stat").flatMap(bytes -> parse(new String(bytes, StandardCharsets.UTF_8)));
  }

  /**
   * Returns the mark in the process's environment; empty when the mark is missing or access is
   * denied.
   */
  public Optional<ProcessMark> mark(int pid) {
    return read(pid, "environ").flatMap(ProcessMark::parse);
  }

  /** Returns the identity of a process; empty when it is absent or unreadable. */
  public Optional<ProcessIdentity> identity(int pid) {
    try {
      return stat(pid).map(this::identity);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  public ProcessIdentity identity(Stat stat) {
    return new ProcessIdentity(stat.pid(), stat.startTicks(), bootId);
  }

  /** Returns whether the process lives and is no zombie: pid, start time and boot agree. */
  public boolean isAlive(ProcessIdentity process) {
    return process.bootId().equals(bootId)
        && stat(process.pid())
            .filter(stat -> stat.startTicks() == process.startTicks() && !stat.isDead())
            .isPresent();
  }

  private Optional<byte[]> read(int pid, String file) {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(Integer.toString(pid)).resolve(file)));
    } catch (NoSuchFileException | AccessDeniedException e) {
      return Optional.empty(); // the process has ended, or belongs to another user
    } catch (IOException e) {
      if (runsAProgram(pid)) {
        throw new UncheckedIOException(e);
      }
      return Optional.empty();
    }
  }

  /**
   * Returns false for ended processes, zombies and kernel threads, whose files may stay unreadable.
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

  /**
   * The name in field 2 may contain blanks and parentheses, so fields are counted from its last
   * parenthesis.
   */
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
