package dev.maxdiff.supervision;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.Launch;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.state.files.WatcherFile;
import dev.maxdiff.supervision.wishes.BoughtQuantity;
import dev.maxdiff.supervision.wishes.ClosedTrade;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;

/** Executes a supervisor's decisions: launches, watcher files, order authority, events. */
final class SlotEffects {

  private static final String UNCOVERED = "expired_uncovered";

  private final SupervisionPorts ports;
  private final Logger log;

  SlotEffects(SupervisionPorts ports, Logger log) {
    this.ports = ports;
    this.log = log;
  }

  Instant now() {
    return ports.clock().instant();
  }

  /** Returns the highest generation of the slot that the broker has seen. */
  long newestSeen(SlotId slot) {
    return ports.orderAuthority().newestGeneration(slot);
  }

  /** Returns what the entry orders of the slot's key have bought, as far as the broker shows. */
  BoughtQuantity bought(SlotId slot) {
    SlotId entry = slot.key().slot(Slot.ENTRY);
    return (first, last) -> ports.orderAuthority().bought(entry, first, last);
  }

  /** Returns whether the slot's key has been flat since its entries bought. */
  ClosedTrade closed(SlotId slot) {
    SlotId entry = slot.key().slot(Slot.ENTRY);
    return (first, last, step) -> ports.orderAuthority().wasClosed(entry, first, last, step);
  }

  /**
   * Launches a watcher under a durable generation: grants the authority to order, then runs the
   * process.
   */
  void launch(SlotState.Active state) {
    Wish wish = state.wish();
    long generation = state.generation();
    SlotId slot = wish.slotId();
    ports.files().pending(wish, generation);
    Map<String, String> environment = ports.orderAdmission().admit(wish, generation);
    WatcherProgram program = ports.program().get();
    Path scratch = scratch(slot, generation);
    if (!program.bundled()) {
      ports.files().follow(slot, generation, scratch);
    }
    ports
        .runner()
        .run(
            new Launch(
                slot,
                generation,
                WatcherCommand.of(program, wish, state.firstGeneration(), scratch, now()),
                environment,
                log(slot),
                program.directory()));
  }

  void wished(Wish wish, long generation) {
    ports.listener().accept(new WatcherNotification.Wished(wish.slotId(), generation, wish, now()));
  }

  /**
   * @param admitted whether the generation may order now; its pre-trade limits then follow the wish
   */
  void extended(Wish wish, long generation, boolean admitted) {
    if (admitted) {
      ports.orderAdmission().admit(wish, generation);
    }
    ports.files().extended(wish, generation);
    ports
        .listener()
        .accept(new WatcherNotification.Extended(wish.slotId(), generation, wish, now()));
  }

  void superseded(Wish old, long oldGeneration, Wish wish) {
    SlotId slot = old.slotId();
    WatcherNotification.Superseded event =
        new WatcherNotification.Superseded(
            slot,
            oldGeneration,
            old.price(),
            wish.price(),
            WatcherFile.name(slot, old.price()),
            now());
    log.info("{}", event.words());
    ports.files().superseded(slot, oldGeneration);
    ports.listener().accept(event);
  }

  void started(SlotId slot, long generation, int pid) {
    ports.files().launched(slot, generation, pid);
    ports.listener().accept(new WatcherNotification.Started(slot, generation, pid, now()));
  }

  void launchFailed(SlotId slot, long generation, String reason) {
    log.warn("{}: cannot be launched: {}", slot, reason);
    ports.files().launchFailed(slot, generation, reason);
    ports.listener().accept(new WatcherNotification.LaunchFailed(slot, generation, reason, now()));
  }

  /**
   * @param state of the watcher file
   */
  void ended(SlotId slot, long generation, ExitStatus status, String state) {
    ports.files().ended(slot, generation, state, status.isDone() ? null : status.toString());
    ports.listener().accept(new WatcherNotification.Ended(slot, generation, status, state, now()));
  }

  /** Reports the end of a superseded generation, whose file has its final state already. */
  SlotEvent.Reaped reaped(SlotId slot, WatcherRunner.Exited exited) {
    Instant at = now();
    ports
        .listener()
        .accept(
            new WatcherNotification.Ended(
                slot, exited.generation(), exited.status(), "superseded", at));
    return new SlotEvent.Reaped(slot.slot(), exited.generation(), exited.status().words(), at);
  }

  void restarting(SlotId slot, long generation, int failures, Duration delay) {
    ports
        .listener()
        .accept(new WatcherNotification.Restarting(slot, generation, failures, delay, now()));
  }

  void crashLooped(SlotId slot, long generation, String reason) {
    log.error("{}: crash_loop: {}", slot, reason);
    ports.files().ended(slot, generation, "crash_loop", reason);
    ports.listener().accept(new WatcherNotification.CrashLooped(slot, generation, reason, now()));
    alert(slot, generation, "gave up after failing too often: " + reason);
  }

  /** Withdraws the slot: first the authority and its orders, then the process. */
  void withdraw(SlotId slot, long generation, boolean keepOrders, String reason) {
    ports.orderAuthority().withdraw(slot, keepOrders);
    ports.runner().stop(slot);
    ports.listener().accept(new WatcherNotification.Withdrawn(slot, generation, reason, now()));
  }

  /**
   * Writes the hold of a slot to its files.
   *
   * @param since null = not held
   */
  void held(SlotId slot, Instant since) {
    ports.files().held(slot, since);
  }

  /** Ends the wish's authority: cancels the orders of an entry and keeps those of an exit. */
  void closed(SlotId slot, long generation) {
    ports.orderAuthority().withdraw(slot, slot.slot() == Slot.EXIT);
    boolean uncovered =
        ports
            .files()
            .of(slot)
            .filter(file -> file.generation() == generation && file.state().equals(UNCOVERED))
            .isPresent();
    if (uncovered) {
      alert(
          slot,
          generation,
          "expired with quantity left; its order stays at the broker without a watcher");
    }
  }

  /**
   * Marks the file of an exit with an open position as uncovered: the supervisor ends the process,
   * which therefore does not report it.
   */
  void expiredUnderway(SlotId slot, long generation) {
    boolean holds =
        ports
            .files()
            .of(slot)
            .filter(file -> file.generation() == generation)
            .map(file -> file.fields().get("position_qty"))
            .filter(quantity -> quantity instanceof Number held && held.doubleValue() > 0)
            .isPresent();
    if (slot.slot() == Slot.EXIT && holds) {
      ports.files().report(slot, generation, Map.of("state", UNCOVERED));
    }
  }

  void stop(SlotId slot) {
    ports.runner().stop(slot);
  }

  void retire(SlotId slot, long generation) {
    ports.orderAuthority().retire(slot, generation);
  }

  void inactive(SlotId slot, long generation, String state) {
    ports.files().ended(slot, generation, state, null);
  }

  void alert(SlotId slot, long generation, String words) {
    log.warn("{}: {}", slot, words);
    ports.listener().accept(new WatcherNotification.Alert(slot, generation, words, now()));
  }

  private Path scratch(SlotId slot, long generation) {
    return ports
        .scratch()
        .resolve(slot.key().entityId() + "_" + slot.slot() + "_" + generation + ".json");
  }

  private Path log(SlotId slot) {
    String name =
        slot.key().symbol().toString().toLowerCase(Locale.ROOT)
            + "_"
            + slot.key().side()
            + "_"
            + slot.key().strategy()
            + "_"
            + slot.slot()
            + ".log";
    return ports.logs().resolve(name);
  }
}
