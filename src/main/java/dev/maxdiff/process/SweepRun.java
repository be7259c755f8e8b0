package dev.maxdiff.process;

import dev.maxdiff.domain.SlotId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The one sweep of a registry: which slots it still waits for, its counters, and who waits for it.
 * Confined to the registry.
 */
final class SweepRun {

  private final List<CompletableFuture<WatcherRunner.SweepReport>> waiting = new ArrayList<>();

  /** Those with a process that could still be reaped. */
  private final Set<SlotId> awaited;

  private WatcherRunner.SweepReport report;
  private boolean gateClosed;
  private boolean scanning;
  private boolean scanned;
  private int ended;
  private int killed;
  private List<Integer> left = List.of();

  /**
   * @param occupied the slots with a process that may end
   */
  SweepRun(Collection<SlotId> occupied) {
    this.awaited = new HashSet<>(occupied);
  }

  /** The slot is vacant, or its process will not end. */
  void settled(SlotId slot) {
    awaited.remove(slot);
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
  }

  /** True once: when the gate is closed and no slot is awaited. */
  boolean mayScan() {
    if (scanning || !gateClosed || !awaited.isEmpty()) {
      return false;
    }
    scanning = true;
    return true;
  }

  void scanned(OrphanSweep.Result result) {
    scanned = true;
    ended += result.ended().size();
    killed += result.killed();
    left = result.left();
  }

  /** Whether nobody knows yet what is left. */
  boolean isLooking() {
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
