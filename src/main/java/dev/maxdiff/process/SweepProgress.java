package dev.maxdiff.process;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.os.OrphanSweep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The state of a registry's only sweep: the slots it awaits, its counters, and the callers that
 * await its report. Confined to the registry.
 */
final class SweepProgress {

  private final List<CompletableFuture<WatcherRunner.SweepReport>> waiting = new ArrayList<>();

  /** Slots with a process that is expected to end. */
  private final Set<SlotId> awaited;

  private final Runnable scan;

  private WatcherRunner.SweepReport report;
  private boolean gateClosed;
  private boolean scanning;
  private boolean scanned;
  private int ended;
  private int killed;
  private List<Integer> left = List.of();

  /**
   * @param occupied slots with a process, or a launch in progress, that is not unkillable
   * @param scan begins the scan for remaining processes
   */
  SweepProgress(Collection<SlotId> occupied, Runnable scan) {
    this.awaited = new HashSet<>(occupied);
    this.scan = scan;
  }

  /** Stops awaiting a slot that is vacant or unkillable; after the last slot the scan begins. */
  void settled(SlotId slot) {
    awaited.remove(slot);
    scanWhenDue();
  }

  void answer(CompletableFuture<WatcherRunner.SweepReport> promise) {
    if (report == null) {
      waiting.add(promise);
    } else {
      promise.complete(report);
    }
  }

  void ended(boolean byKill) {
    ended++;
    killed += byKill ? 1 : 0;
  }

  void gateClosed() {
    gateClosed = true;
    scanWhenDue();
  }

  /** Begins the scan once: when the gate is closed and no slot is awaited. */
  private void scanWhenDue() {
    if (!scanning && gateClosed && awaited.isEmpty()) {
      scanning = true;
      scan.run();
    }
  }

  void scanned(OrphanSweep.Result result) {
    scanned = true;
    ended += result.ended().size();
    killed += result.killed();
    left = result.left();
  }

  /** Whether the scan has begun and its result is still open. */
  boolean isScanning() {
    return scanning && !scanned && !isOver();
  }

  List<Integer> left() {
    return left;
  }

  boolean isOver() {
    return report != null;
  }

  void finish(List<Integer> unkillable) {
    report = new WatcherRunner.SweepReport(ended, killed, unkillable);
    waiting.forEach(promise -> promise.complete(report));
    waiting.clear();
  }
}
