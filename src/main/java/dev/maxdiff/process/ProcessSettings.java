package dev.maxdiff.process;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * How children are started and ended; keys and defaults are under {@code maxdiff.process}.
 *
 * @param spawn which implementation of the operating system's side is used
 * @param grace between SIGTERM and SIGKILL
 * @param unkillableAfter how long after SIGKILL a process counts as unkillable
 * @param sweepDeadline for a whole sweep
 * @param escapeeScanDelay between the end of a watcher and the shared scan for what it left
 * @param heartbeat how often the sentinel hears of the runtime
 * @param heartbeatTimeout after which silence the sentinel ends every watcher
 * @param sentinelGrace between the sentinel's SIGTERM and SIGKILL
 * @param housekeeping how often adopted zombies are reaped, and logs are measured at the latest
 * @param logLimit bytes of which a log that has more is copied, and then truncated
 * @param logMinimumFree free bytes below which it is truncated without a copy
 * @param solePurpose whether this JVM starts processes for nothing but the runtime
 */
public record ProcessSettings(
    Spawn spawn,
    Duration grace,
    Duration unkillableAfter,
    Duration sweepDeadline,
    Duration escapeeScanDelay,
    Duration heartbeat,
    Duration heartbeatTimeout,
    Duration sentinelGrace,
    Duration housekeeping,
    long logLimit,
    long logMinimumFree,
    boolean solePurpose) {

  /** How children are started. */
  public enum Spawn {
    /** {@code posix_spawn} straight into the command; where it is missing, {@link #PORTABLE}. */
    NATIVE,
    /** The JDK, through a {@code setsid} program where there is one. */
    PORTABLE
  }

  private static final String ROOT = "maxdiff.process.";

  public ProcessSettings {
    requirePositive("grace", grace);
    requirePositive("unkillable-after", unkillableAfter);
    requirePositive("escapee-scan-delay", escapeeScanDelay);
    requirePositive("sentinel.heartbeat", heartbeat);
    requirePositive("sentinel.grace", sentinelGrace);
    requirePositive("housekeeping-interval", housekeeping);
    if (sweepDeadline.compareTo(grace) <= 0) {
      throw new InvalidValueException(ROOT + "sweep-deadline", sweepDeadline, "> grace " + grace);
    }
    if (heartbeatTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new InvalidValueException(
          ROOT + "sentinel.timeout", heartbeatTimeout, ">= twice the heartbeat " + heartbeat);
    }
    if (logLimit <= 0) {
      throw new InvalidValueException(ROOT + "log-limit", logLimit, "> 0 bytes");
    }
  }

  public static ProcessSettings from(Config root) {
    Config config = root.getConfig("maxdiff.process");
    return new ProcessSettings(
        spawn(config.getString("spawn")),
        config.getDuration("grace"),
        config.getDuration("unkillable-after"),
        config.getDuration("sweep-deadline"),
        config.getDuration("escapee-scan-delay"),
        config.getDuration("sentinel.heartbeat"),
        config.getDuration("sentinel.timeout"),
        config.getDuration("sentinel.grace"),
        config.getDuration("housekeeping-interval"),
        config.getBytes("log-limit"),
        config.getBytes("log-minimum-free"),
        config.getBoolean("sole-purpose"));
  }

  private static Spawn spawn(String text) {
    return switch (text) {
      case "native" -> Spawn.NATIVE;
      case "portable" -> Spawn.PORTABLE;
      default -> throw new InvalidValueException(ROOT + "spawn", text, "native or portable");
    };
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException(ROOT + key, value, "> 0");
    }
  }
}
