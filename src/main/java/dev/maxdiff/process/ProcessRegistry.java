package dev.maxdiff.process;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.WatcherRunner.Exited;
import dev.maxdiff.process.WatcherRunner.LaunchFailed;
import dev.maxdiff.process.WatcherRunner.Launched;
import dev.maxdiff.process.WatcherRunner.Report;
import dev.maxdiff.process.WatcherRunner.SweepReport;
import dev.maxdiff.process.WatcherRunner.Unkillable;
import dev.maxdiff.process.os.OrphanSweep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Owns every child and the state of each slot. A launch begins only in a slot whose earlier process
 * and process group are gone (promise P1).
 *
 * <p>The registry persists nothing and runs without supervisors; a supervisor that attaches
 * receives the state of its slot.
 *
 * <p>The file has more than 300 lines: the protocol and its handlers are one actor, which reads top
 * to bottom; the states of a slot and of the sweep are in {@link SlotProcess} and {@link
 * SweepProgress}.
 */
final class ProcessRegistry extends AbstractBehavior<ProcessRegistry.Command> {

  sealed interface Command {}

  record Attach(SlotId slot, ActorRef<Report> owner) implements Command {}

  record Run(Launch launch) implements Command {}

  record Stop(SlotId slot) implements Command {}

  record Sweep(CompletableFuture<SweepReport> promise) implements Command {}

  enum Hurry implements Command {
    INSTANCE
  }

  enum OpenGate implements Command {
    INSTANCE
  }

  /** Stops the registry and kills the children that still run. */
  enum Quit implements Command {
    INSTANCE
  }

  private record FromBridge(ProcessBridge.Report report) implements Command {}

  private record BridgeGone(Launch launch) implements Command {}

  private enum SentinelReady implements Command {
    INSTANCE
  }

  private enum SentinelGone implements Command {
    INSTANCE
  }

  private enum GateClosed implements Command {
    INSTANCE
  }

  private record SweepScanned(OrphanSweep.Result result) implements Command {}

  /** The scan failed: processes may be left. */
  private record SweepScanFailed(Throwable cause) implements Command {}

  private enum SweepOverdue implements Command {
    INSTANCE
  }

  private enum ScanForEscapees implements Command {
    INSTANCE
  }

  private enum RunHousekeeping implements Command {
    INSTANCE
  }

  /**
   * @param ended completed when the registry has stopped, also by a failure; no launch is possible
   *     afterwards
   */
  static Behavior<Command> create(ProcessContext processContext, CompletableFuture<Void> ended) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(ProcessRegistry.class);
          return Behaviors.withTimers(
              timers -> new ProcessRegistry(context, timers, processContext, ended));
        });
  }

  private final TimerScheduler<Command> timers;
  private final ProcessContext processContext;
  private final CompletableFuture<Void> ended;
  private final EscapeeSweep escapeeSweep;
  private final ActorRef<ProcessBridge.Report> bridges;
  private final Map<SlotId, SlotProcess> slots = new TreeMap<>();
  private ActorRef<SentinelKeeper.Command> sentinel;
  private SweepProgress sweep;
  private boolean hurried;

  private ProcessRegistry(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ProcessContext processContext,
      CompletableFuture<Void> ended) {
    super(context);
    this.timers = timers;
    this.processContext = processContext;
    this.ended = ended;
    this.escapeeSweep = new EscapeeSweep(processContext);
    this.bridges = context.messageAdapter(ProcessBridge.Report.class, FromBridge::new);
    timers.startTimerWithFixedDelay(
        RunHousekeeping.INSTANCE, processContext.settings().housekeeping());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Attach.class, this::onAttach)
        .onMessage(Run.class, this::onRun)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Sweep.class, this::onSweep)
        .onMessage(Hurry.class, hurry -> onHurry())
        .onMessage(OpenGate.class, open -> onOpenGate())
        .onMessage(Quit.class, quit -> Behaviors.stopped())
        .onMessage(FromBridge.class, this::onFromBridge)
        .onMessage(BridgeGone.class, this::onBridgeGone)
        .onMessage(SentinelReady.class, ready -> onSentinelReady())
        .onMessage(SentinelGone.class, gone -> onSentinelGone())
        .onMessage(GateClosed.class, closed -> onGateClosed())
        .onMessage(SweepScanned.class, this::onSweepScanned)
        .onMessage(SweepScanFailed.class, this::onSweepScanFailed)
        .onMessage(SweepOverdue.class, overdue -> onSweepOverdue())
        .onMessage(ScanForEscapees.class, scan -> onScanForEscapees())
        .onMessage(RunHousekeeping.class, keep -> onRunHousekeeping())
        .onSignal(PostStop.class, signal -> onPostStop())
        .build();
  }

  private Behavior<Command> onAttach(Attach attach) {
    slotProcess(attach.slot).attach(attach.owner);
    return this;
  }

  private Behavior<Command> onRun(Run run) {
    SlotProcess slotProcess = slotProcess(run.launch.slot());
    if (sweep != null) {
      slotProcess.drop(run.launch, LaunchGate.CLOSED);
    } else if (slotProcess.accept(run.launch)) {
      advance(slotProcess);
      slotProcess.reportUnkillable();
    }
    return this;
  }

  /**
   * Starts the waiting launch of a vacant slot; ends the process of an occupied slot that has a
   * waiting launch.
   */
  private void advance(SlotProcess slotProcess) {
    if (!slotProcess.hasWaiting()) {
      return;
    }
    if (slotProcess.isOccupied()) {
      slotProcess.sendToBridge(ProcessBridge.Terminate.INSTANCE);
    } else if (processContext.gate().isOpen()) {
      Launch launch = slotProcess.takeWaiting();
      processContext.logs().add(launch.log());
      Behavior<ProcessBridge.Command> behavior =
          ProcessBridge.create(
              launch, processContext.gate().launch(launch), processContext, bridges);
      ActorRef<ProcessBridge.Command> bridge = getContext().spawn(behavior, name(launch));
      getContext().watchWith(bridge, new BridgeGone(launch));
      slotProcess.setBridge(bridge);
    }
  }

  private Behavior<Command> onStop(Stop stop) {
    SlotProcess slotProcess = slotProcess(stop.slot);
    slotProcess.dropWaiting("stopped");
    slotProcess.sendToBridge(ProcessBridge.Terminate.INSTANCE);
    slotProcess.awaitVacancy();
    slotProcess.reportUnkillable();
    return this;
  }

  private Behavior<Command> onOpenGate() {
    if (sentinel != null || sweep != null) {
      return this;
    }
    if (processContext.sentinel().isEmpty()) {
      return onSentinelReady();
    }
    ActorRef<SentinelKeeper.Ready> ready =
        getContext().messageAdapter(SentinelKeeper.Ready.class, message -> SentinelReady.INSTANCE);
    sentinel = getContext().spawn(SentinelKeeper.create(processContext, ready), "sentinel");
    return this;
  }

  /** Opens the gate: the sentinel runs before the first child. */
  private Behavior<Command> onSentinelReady() {
    if (sweep == null) {
      processContext.gate().open();
      slots.values().forEach(this::advance);
    }
    return this;
  }

  private Behavior<Command> onFromBridge(FromBridge from) {
    ProcessBridge.Report report = from.report;
    SlotProcess slotProcess = slotProcess(report.launch().slot());
    if (!slotProcess.isCurrent(report.launch())) {
      return this; // a bridge that failed and restarted reports a second time
    }
    if (report instanceof ProcessBridge.Started started) {
      onStarted(slotProcess, started);
    } else if (report instanceof ProcessBridge.NotStarted notStarted) {
      onNotStarted(slotProcess, notStarted);
    } else if (report instanceof ProcessBridge.Ended ended) {
      onEnded(slotProcess, ended);
    } else if (report instanceof ProcessBridge.Doubted doubted) {
      onSurvivedKill(slotProcess, doubted.launch(), doubted.pid());
    } else if (report instanceof ProcessBridge.SurvivedKill survived) {
      onSurvivedKill(slotProcess, survived.launch(), survived.pid());
    }
    return this;
  }

  private void onStarted(SlotProcess slotProcess, ProcessBridge.Started started) {
    Launch launch = started.launch();
    if (slotProcess.pid() == 0) {
      slotProcess.started(started.process());
      slotProcess.report(
          new Launched(launch.slot(), launch.generation(), started.process(), started.at()));
    }
    repeatEndRequest(slotProcess);
  }

  /** Repeats the request to end: a bridge that failed and restarted has lost it. */
  private void repeatEndRequest(SlotProcess slotProcess) {
    if (sweep != null && hurried) {
      slotProcess.sendToBridge(ProcessBridge.Kill.INSTANCE);
    } else if (sweep != null || slotProcess.isLeaving()) {
      slotProcess.sendToBridge(ProcessBridge.Terminate.INSTANCE);
    }
  }

  private void onNotStarted(SlotProcess slotProcess, ProcessBridge.NotStarted notStarted) {
    Launch launch = notStarted.launch();
    vacate(slotProcess, launch);
    if (notStarted.outcome() instanceof LaunchGate.Failed failed) {
      slotProcess.report(new LaunchFailed(launch.slot(), launch.generation(), failed.reason()));
    } else if (notStarted.outcome() instanceof LaunchGate.Dropped dropped) {
      slotProcess.drop(launch, dropped.reason());
    }
    vacated(slotProcess);
  }

  private void onEnded(SlotProcess slotProcess, ProcessBridge.Ended ended) {
    Launch launch = ended.launch();
    vacate(slotProcess, launch);
    slotProcess.report(new Exited(launch.slot(), launch.generation(), ended.status(), ended.at()));
    if (sweep != null) {
      sweep.ended(ended.killed());
    } else if (!timers.isTimerActive(ScanForEscapees.INSTANCE)) {
      timers.startSingleTimer(
          ScanForEscapees.INSTANCE, processContext.settings().escapeeScanDelay());
    }
    vacated(slotProcess);
  }

  private void vacate(SlotProcess slotProcess, Launch launch) {
    slotProcess.vacate();
    processContext.logs().release(launch.log());
  }

  private void vacated(SlotProcess slotProcess) {
    slotProcess.afterVacate();
    advance(slotProcess);
    if (sweep != null) {
      sweep.settled(slotProcess.slot());
    }
  }

  private void onSurvivedKill(SlotProcess slotProcess, Launch launch, int pid) {
    slotProcess.markUnkillable(new Unkillable(launch.slot(), launch.generation(), pid));
    slotProcess.reportUnkillable();
    if (sweep != null) {
      sweep.settled(slotProcess.slot());
    }
  }

  /**
   * The bridge failed and killed its child, but the end of the child is unconfirmed: the slot stays
   * occupied.
   */
  private Behavior<Command> onBridgeGone(BridgeGone gone) {
    SlotProcess slotProcess = slotProcess(gone.launch.slot());
    if (slotProcess.isCurrent(gone.launch)) {
      getContext().getLog().error("{}: the process bridge has failed", gone.launch.slot());
      onSurvivedKill(slotProcess, gone.launch, slotProcess.pid());
    }
    return this;
  }

  private Behavior<Command> onSweep(Sweep begin) {
    if (sweep == null) {
      sweep =
          new SweepProgress(
              slots.values().stream().filter(SlotProcess::mayEnd).map(SlotProcess::slot).toList(),
              this::scanForMarked);
      getContext()
          .pipeToSelf(processContext.gate().close(), (nothing, failure) -> GateClosed.INSTANCE);
      timers.startSingleTimer(SweepOverdue.INSTANCE, processContext.settings().sweepDeadline());
      ProcessBridge.Command end =
          hurried ? ProcessBridge.Kill.INSTANCE : ProcessBridge.Terminate.INSTANCE;
      slots.values().forEach(slotProcess -> slotProcess.sendToBridge(end));
      slots.values().forEach(slotProcess -> slotProcess.dropWaiting(LaunchGate.CLOSED));
    }
    sweep.answer(begin.promise);
    return this;
  }

  private Behavior<Command> onHurry() {
    hurried = true;
    if (sweep != null) {
      slots.values().forEach(slotProcess -> slotProcess.sendToBridge(ProcessBridge.Kill.INSTANCE));
    }
    return this;
  }

  private Behavior<Command> onGateClosed() {
    sweep.gateClosed();
    return this;
  }

  private void scanForMarked() {
    getContext()
        .pipeToSelf(
            escapeeSweep.endAllMarked(),
            (result, failure) ->
                failure == null ? new SweepScanned(result) : new SweepScanFailed(failure));
  }

  private Behavior<Command> onSweepScanned(SweepScanned scanned) {
    if (sweep.isOver()) {
      return this;
    }
    sweep.scanned(scanned.result);
    if (sentinel == null || !unkillable().isEmpty()) {
      return onSentinelGone();
    }
    ActorRef<SentinelKeeper.Dismissed> gone =
        getContext()
            .messageAdapter(SentinelKeeper.Dismissed.class, message -> SentinelGone.INSTANCE);
    sentinel.tell(new SentinelKeeper.Dismiss(gone));
    return this;
  }

  private Behavior<Command> onSentinelGone() {
    finishSweep();
    return this;
  }

  private Behavior<Command> onSweepScanFailed(SweepScanFailed failed) {
    if (!sweep.isOver()) {
      finishUnscanned(failed.cause.toString());
    }
    return this;
  }

  private Behavior<Command> onSweepOverdue() {
    if (sweep.isScanning()) {
      finishUnscanned("its deadline has passed");
    } else {
      finishSweep();
    }
    return this;
  }

  /**
   * Finishes without dismissing the sentinel, which ends remaining processes after this process has
   * ended.
   */
  private void finishUnscanned(String cause) {
    getContext()
        .getLog()
        .warn("Scan for remaining processes failed ({}): the sentinel ends them", cause);
    finishSweep();
  }

  private void finishSweep() {
    if (!sweep.isOver()) {
      timers.cancel(SweepOverdue.INSTANCE);
      sweep.finish(unkillable());
    }
  }

  private List<Integer> unkillable() {
    Stream<Integer> slotPids =
        slots.values().stream().map(SlotProcess::remainingPid).filter(pid -> pid > 0);
    return Stream.concat(slotPids, sweep.left().stream()).distinct().toList();
  }

  private Behavior<Command> onScanForEscapees() {
    Map<String, Long> ended = new HashMap<>();
    slots.forEach((slot, slotProcess) -> ended.put(slot.toString(), slotProcess.ended()));
    escapeeSweep.endEscapees(ended);
    return this;
  }

  private Behavior<Command> onRunHousekeeping() {
    escapeeSweep.reapAdopted();
    return this;
  }

  /** Runs after all bridges have stopped. */
  private Behavior<Command> onPostStop() {
    processContext.shutDown();
    ended.complete(null);
    return this;
  }

  private SlotProcess slotProcess(SlotId slot) {
    return slots.computeIfAbsent(slot, SlotProcess::new);
  }

  private static String name(Launch launch) {
    SlotId slot = launch.slot();
    return slot.key().entityId() + "_" + slot.slot() + "_" + launch.generation();
  }
}
