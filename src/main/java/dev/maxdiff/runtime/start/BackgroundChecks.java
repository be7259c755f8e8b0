package dev.maxdiff.runtime.start;

import akka.actor.typed.DispatcherSelector;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.runtime.context.StateStore;
import java.time.Duration;

/**
 * The checks that run until the end: the lock, duplicate orders, the consistency check, the vital
 * actors.
 */
final class BackgroundChecks {

  private final StartContext context;
  private final Components components;

  private BackgroundChecks(StartContext context, Components components) {
    this.context = context;
    this.components = components;
  }

  static void start(StartContext context, Components components) {
    BackgroundChecks checks = new BackgroundChecks(context, components);
    checks.watchLock();
    checks.guardDuplicates();
    checks.checkConsistency();
    checks.watchActors();
  }

  private void watchLock() {
    StateStore store = context.store();
    repeat(
        context.settings().lockCheck(),
        () -> {
          if (!store.stillOurs()) {
            context
                .shutdown()
                .endFor(
                    "%s: the lock was replaced or removed, another runtime may own it (expected: the lock of this runtime; check the folder, then start again)"
                        .formatted(store.directory().folder()));
          }
        });
  }

  private void guardDuplicates() {
    RuntimeSettings settings = context.settings();
    context
        .actors()
        .spawn(
            DuplicateOrderGuard.create(
                settings.guardInterval(),
                () -> components.gateway().surplus(true, false, settings.cancelPatience())),
            "duplicate-guard");
  }

  private void checkConsistency() {
    repeat(
        ConsistencySettings.from(context.config()).interval(),
        components.control()::checkConsistency);
  }

  private void repeat(Duration every, Runnable check) {
    context
        .system()
        .scheduler()
        .scheduleWithFixedDelay(
            every,
            every,
            check,
            context.system().dispatchers().lookup(DispatcherSelector.blocking()));
  }

  /** A runtime cannot work without these actors: it ends, and the next start recovers it. */
  private void watchActors() {
    components
        .supervision()
        .ended()
        .thenRun(() -> endAfterFailure("the directory of its watchers"));
    components.processes().ended().thenRun(() -> endAfterFailure("the registry of its processes"));
  }

  private void endAfterFailure(String part) {
    context
        .shutdown()
        .endFor(part + " has failed, see its log; every wish is kept for the next start");
  }
}
