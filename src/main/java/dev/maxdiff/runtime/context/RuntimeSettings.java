package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The settings {@code maxdiff.watcher} and {@code maxdiff.runtime} of reference.conf.
 *
 * @param watcherCommand program and leading arguments of a watcher; empty = the bundled child
 * @param cancelOnShutdown the slots whose orders are cancelled at a shutdown
 * @param cancelPatience time after which a cancel is reported as unconfirmed
 * @param startPatience maximum duration of one step of the start
 * @param lockCheck time between two checks of the lock
 * @param guardInterval time between two searches for duplicate orders, at least 1 s
 * @param reconcileRetry time between two attempts to reconcile while the broker is down
 */
public record RuntimeSettings(
    List<String> watcherCommand,
    Set<Slot> cancelOnShutdown,
    Duration cancelPatience,
    Duration startPatience,
    Duration lockCheck,
    Duration guardInterval,
    Duration reconcileRetry) {

  private static final Duration MIN_GUARD_INTERVAL = Duration.ofSeconds(1);

  public RuntimeSettings {
    watcherCommand = List.copyOf(watcherCommand);
    cancelOnShutdown = Set.copyOf(cancelOnShutdown);
    if (guardInterval.compareTo(MIN_GUARD_INTERVAL) < 0) {
      throw new InvalidValueException("maxdiff.runtime.guard-interval", guardInterval, ">= 1s");
    }
  }

  public static RuntimeSettings from(Config root) {
    Config runtime = root.getConfig("maxdiff.runtime");
    Set<Slot> cancel = EnumSet.noneOf(Slot.class);
    for (Slot slot : Slot.values()) {
      if (isCancel("orders-on-shutdown." + slot, runtime)) {
        cancel.add(slot);
      }
    }
    return new RuntimeSettings(
        root.getStringList("maxdiff.watcher.command"),
        cancel,
        runtime.getDuration("cancel-patience"),
        runtime.getDuration("start-patience"),
        runtime.getDuration("lock-check"),
        runtime.getDuration("guard-interval"),
        runtime.getDuration("reconcile-retry"));
  }

  private static boolean isCancel(String key, Config runtime) {
    String policy = runtime.getString(key);
    return switch (policy) {
      case "cancel" -> true;
      case "keep" -> false;
      default ->
          throw new InvalidValueException("maxdiff.runtime." + key, policy, "cancel or keep");
    };
  }
}
