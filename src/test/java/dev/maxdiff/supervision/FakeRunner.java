package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.Launch;
import dev.maxdiff.process.WatcherRunner;
import dev.maxdiff.process.os.ExitStatus;
import dev.maxdiff.process.os.ProcessIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Runs no process: a launch counts as running at once, and ends on the test's command or with the
 * next launch.
 */
final class FakeRunner implements WatcherRunner {

  private final Map<SlotId, ActorRef<Report>> owners = new HashMap<>();
  private final Map<SlotId, Launch> alive = new HashMap<>();
  private final List<Launch> launches = new ArrayList<>();
  private final List<SlotId> stops = new ArrayList<>();
  private String launchFailure;
  private SlotId underWay;
  private boolean exitsHeld;

  @Override
  public synchronized void attach(SlotId slot, ActorRef<Report> owner) {
    owners.put(slot, owner);
    if (slot.equals(underWay)) {
      return;
    }
    Launch running = alive.get(slot);
    owner.tell(
        running == null
            ? new Vacant(slot)
            : new Running(slot, running.generation(), identity(running)));
  }

  @Override
  public synchronized void run(Launch launch) {
    launches.add(launch);
    if (alive.containsKey(launch.slot())) {
      exit(launch.slot(), ExitStatus.signalled(15));
    }
    if (launchFailure != null) {
      tell(new LaunchFailed(launch.slot(), launch.generation(), launchFailure));
      return;
    }
    alive.put(launch.slot(), launch);
    tell(new Launched(launch.slot(), launch.generation(), identity(launch), Instant.EPOCH));
  }

  @Override
  public synchronized void stop(SlotId slot) {
    stops.add(slot);
    if (exitsHeld) {
      return;
    }
    if (alive.containsKey(slot)) {
      exit(slot, ExitStatus.signalled(15));
    }
    tell(new Vacant(slot));
  }

  @Override
  public CompletionStage<SweepReport> sweep() {
    return CompletableFuture.completedFuture(new SweepReport(0, 0, List.of()));
  }

  @Override
  public void hurry() {}

  @Override
  public void openGate() {}

  /** The slot's process ends by itself. */
  synchronized void exit(SlotId slot, ExitStatus status) {
    Launch ended = alive.remove(slot);
    tell(new Exited(slot, ended.generation(), status, Instant.EPOCH));
  }

  /** Simulates a process that is older than its supervisor. */
  synchronized void pretendRunning(Launch launch) {
    alive.put(launch.slot(), launch);
  }

  /** Simulates a launch in progress: an attach gets its outcome later. */
  synchronized void beUnderWay(SlotId slot) {
    underWay = slot;
  }

  /** Completes the launch in progress with a process. */
  synchronized void comeBack(SlotId slot) {
    underWay = null;
    Launch launch = alive.get(slot);
    tell(new Launched(slot, launch.generation(), identity(launch), Instant.EPOCH));
  }

  /** From now on a stopped process ends with the next launch. */
  synchronized void holdExits() {
    exitsHeld = true;
  }

  /** A process of another generation ends. */
  synchronized void exit(SlotId slot, ExitStatus status, long generation) {
    alive.remove(slot);
    tell(new Exited(slot, generation, status, Instant.EPOCH));
  }

  /** Simulates a crash of the runtime: no report is sent. */
  synchronized void forgetProcesses() {
    alive.clear();
  }

  synchronized void failLaunches(String reason) {
    launchFailure = reason;
  }

  synchronized List<Launch> launches() {
    return List.copyOf(launches);
  }

  synchronized List<Long> generations() {
    return launches.stream().map(Launch::generation).toList();
  }

  synchronized List<SlotId> stops() {
    return List.copyOf(stops);
  }

  synchronized Launch alive(SlotId slot) {
    return alive.get(slot);
  }

  private void tell(Report report) {
    owners.get(report.slot()).tell(report);
  }

  static ProcessIdentity identity(Launch launch) {
    return new ProcessIdentity(1_000 + (int) launch.generation(), 5, "boot");
  }
}
