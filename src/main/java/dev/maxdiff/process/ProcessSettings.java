package dev.maxdiff.process;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * Settings of {@code maxdiff.process}.
 *
 * @param spawn the implementation of the operating system's side
 * @param grace time between SIGTERM and SIGKILL
 * @param unkillableAfter time after SIGKILL at which a living process counts as unkillable
 * @param sweepDeadline time limit of a whole sweep
 * @param escapeeScanDelay time between the end of a watcher and the shared scan for its escapees
 * @param heartbeat interval of the heartbeats to the sentinel
 * @param heartbeatTimeout time without a heartbeat after which the sentinel ends every watcher
 * @param answerWithin time without an answer to heartbeats after which the sentinel is replaced
 * @param sentinelGrace time between the sentinel's SIGTERM and SIGKILL
 * @param housekeeping interval of reaping adopted zombies; also the longest time between two
 *     measurements of the logs
 * @param logLimit size in bytes above which a log is copied and truncated
 * @param logMinimumFree free bytes below which a log is truncated without a copy
 * @param solePurpose whether this JVM starts processes for the runtime only
 */
public record ProcessSettings(
    Spawn spawn,
    Duration grace,
    Duration unkillableAfter,
    Duration sweepDeadline,
    Duration escapeeScanDelay,
    Duration heartbeat,
    Duration heartbeatTimeout,
    Duration answerWithin,
    Duration sentinelGrace,
    Duration housekeeping,
    long logLimit,
    long logMinimumFree,
    boolean solePurpose) {

  /** The way of starting children. */
  public enum Spawn {
    /** {@code posix_spawn} of the command itself; {@link #PORTABLE} where it is missing. */
    NATIVE,
    /** The JDK, through a {@code setsid} program where it exists. */
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
    if (answerWithin.compareTo(heartbeat.multipliedBy(2)) < 0) {
      throw new InvalidValueException(
          ROOT + "sentinel.answer-within", answerWithin, ">= twice the heartbeat " + heartbeat);
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
        config.getDuration("sentinel.answer-within"),
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
