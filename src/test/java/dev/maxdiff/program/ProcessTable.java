package dev.maxdiff.program;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code /proc} for the tests, without the program's code. */
public final class ProcessTable {

  private static final File ROOT = new File("/proc");
  private static final int START_TICKS = 19; // after the state, which is field 3

  /** The fields of {@code /proc/pid/stat} that the tests use. */
  public record Stat(int pid, char state, int parent, int group, long startTicks) {

    /** Whether the process is a zombie. */
    public boolean isDead() {
      return state == 'Z' || state == 'X';
    }
  }

  private ProcessTable() {}

  public static List<Integer> pids() {
    List<Integer> pids = new ArrayList<>();
    String[] names = ROOT.list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        pids.add(Integer.valueOf(name));
      }
    }
    return pids;
  }

  public static Optional<Stat> stat(int pid) {
    String text = read(pid, "stat");
    int end = text.lastIndexOf(')');
    if (end < 0) {
      return Optional.empty();
    }
    String[] rest = text.substring(end + 2).split(" ");
    return Optional.of(
        new Stat(
            pid,
            rest[0].charAt(0),
            Integer.parseInt(rest[1]),
            Integer.parseInt(rest[2]),
            Long.parseLong(rest[START_TICKS])));
  }

  /** The initial environment; empty if it is not readable or the process has ended. */
  public static Map<String, String> environment(int pid) {
    Map<String, String> environment = new HashMap<>();
    for (String entry : read(pid, "environ").split("\0")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.put(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return environment;
  }

  public static List<String> arguments(int pid) {
    return List.of(read(pid, "cmdline").split("\0"));
  }

  /** User and system time in clock ticks; 0 if the process has ended. */
  public static long cpuTicks(int pid) {
    String text = read(pid, "stat");
    int end = text.lastIndexOf(')');
    if (end < 0) {
      return 0;
    }
    String[] rest = text.substring(end + 2).split(" ");
    return Long.parseLong(rest[11]) + Long.parseLong(rest[12]);
  }

  private static String read(int pid, String file) {
    try (FileInputStream in = new FileInputStream("/proc/" + pid + "/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // ended, or not readable
    }
  }
}
