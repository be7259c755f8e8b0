package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The settings {@code maxdiff.state}: place and durability of the state.
 *
 * @param root the folder that holds one state directory per venue
 * @param suffix ends the folder names of a deployment, so that parallel deployments are separate;
 *     trimmed, with a leading {@code _} unless empty
 * @param retainEnded time from the end of a watcher to the deletion of its file
 * @param writePause minimum time between two writes of one watcher file
 * @param durability the failure that an acknowledged wish survives
 * @param journalBuffer maximum number of writes that wait inside the journal
 * @param journalConnections number of connections to the journal's database
 */
public record StateSettings(
    Path root,
    String suffix,
    Duration retainEnded,
    Duration writePause,
    Durability durability,
    int journalBuffer,
    int journalConnections) {

  /** H2 takes what follows a semicolon for a setting, and a backslash for a folder. */
  private static final Pattern UNUSABLE = Pattern.compile("[;\\\\\\p{Cntrl}]");

  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9_.-]{0,40}");

  /** The failure that an acknowledged event survives. */
  public enum Durability {
    /** The end of the process, {@code kill -9} included. */
    PROCESS,
    /** Power loss as well: one fsync per write. */
    POWER_LOSS
  }

  public StateSettings {
    requireNonNull(root, "root");
    requireUsable(root.toAbsolutePath());
    requireUsable(real(root.toAbsolutePath().normalize()));
    suffix = suffix.isBlank() ? "" : leadingUnderscore(suffix.trim());
    if (!SUFFIX.matcher(suffix).matches()) {
      throw new InvalidValueException("suffix", suffix, "up to 40 of A-Z, a-z, 0-9, '_', '.', '-'");
    }
    atLeast("retain-ended", retainEnded, Duration.ZERO);
    atLeast("write-pause", writePause, Duration.ofMillis(1));
    atLeast("journal-buffer", journalBuffer);
    atLeast("journal-connections", journalConnections);
  }

  public static StateSettings from(Config root) {
    Config config = root.getConfig("maxdiff.state");
    return new StateSettings(
        path(config.getString("root")),
        config.getString("suffix"),
        config.getDuration("retain-ended"),
        config.getDuration("write-pause"),
        durability(config.getString("durability")),
        config.getInt("journal-buffer"),
        config.getInt("journal-connections"));
  }

  /** The journal lies at the real path, which is known as far as it exists. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      return parent == null ? path : real(parent).resolve(path.getFileName());
    }
  }

  private static void requireUsable(Path path) {
    if (UNUSABLE.matcher(path.toString()).find()) {
      throw new InvalidValueException(
          "state directory", path, "a path without ';', '\\' and control characters");
    }
  }

  private static Path path(String text) {
    if (text.equals("~") || text.startsWith("~/")) {
      return Path.of(System.getProperty("user.home") + text.substring(1));
    }
    return Path.of(text);
  }

  private static Durability durability(String text) {
    for (Durability durability : Durability.values()) {
      if (durability.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return durability;
      }
    }
    throw new InvalidValueException("durability", text, "process or power-loss");
  }

  private static String leadingUnderscore(String text) {
    return text.startsWith("_") ? text : "_" + text;
  }

  private static void atLeast(String key, Duration value, Duration minimum) {
    if (value.compareTo(minimum) < 0) {
      throw new InvalidValueException(key, value, "at least " + minimum);
    }
  }

  private static void atLeast(String key, int value) {
    if (value < 1) {
      throw new InvalidValueException(key, value, "at least 1");
    }
  }
}
