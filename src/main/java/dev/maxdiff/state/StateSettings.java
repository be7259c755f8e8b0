package dev.maxdiff.state;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where state lies and how it is kept: {@code maxdiff.state}.
 *
 * @param root the state directory, holding one folder per venue
 * @param suffix tells parallel deployments apart; trimmed, with a leading {@code _} unless empty
 * @param retainEnded how long the file of an ended watcher stays
 * @param writePause least time between two writes of one watcher file
 * @param durability what an acknowledged wish survives
 * @param journalBuffer writes that may wait inside the journal
 * @param journalConnections connections to the journal's database
 */
public record StateSettings(
    Path root,
    String suffix,
    Duration retainEnded,
    Duration writePause,
    Durability durability,
    int journalBuffer,
    int journalConnections) {

  private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9_.-]{0,40}");

  /** What an acknowledged event survives. */
  public enum Durability {
    /** The end of the process, {@code kill -9} included. */
    PROCESS,
    /** Power loss as well: one fsync per write. */
    POWER_LOSS
  }

  public StateSettings {
    requireNonNull(root, "root");
    suffix = suffix.isBlank() ? "" : leadingBar(suffix.trim());
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

  private static String leadingBar(String text) {
    return text.startsWith("_") ? text : "_" + text;
  }

  private static void atLeast(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0) {
      throw new InvalidValueException(key, value, "at least " + least);
    }
  }

  private static void atLeast(String key, int value) {
    if (value < 1) {
      throw new InvalidValueException(key, value, "at least 1");
    }
  }
}
