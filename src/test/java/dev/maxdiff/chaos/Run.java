package dev.maxdiff.chaos;

import dev.maxdiff.program.AuditJudge;
import dev.maxdiff.program.ProcessTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run from its seed to its verdict. */
final class Run {

  private static final int LATE_ORDERS = 4;
  private static final Duration LATE_PATIENCE = Duration.ofSeconds(15);

  private final Path folder;
  private final long seed;
  private final Duration length;
  private final Violations violations = new Violations();
  private final WishRecord ledger = new WishRecord();

  Run(Path folder, long seed, Duration length) {
    this.folder = folder;
    this.seed = seed;
    this.length = length;
  }

  /** Returns the violations, one line each, after it has printed what happened. */
  List<String> violations() throws IOException, InterruptedException {
    List<ChaosStep> schedule = ChaosSchedule.of(seed, length);
    System.out.printf(
        "chaos: seed %d, %d s, %d steps (schedule %08x)%n",
        seed, length.toSeconds(), schedule.size(), schedule.toString().hashCode());
    try (ChaosBroker broker = ChaosBroker.start(folder, ChaosSettings.exchange(folder), length);
        RuntimeUnderFire runtime =
            new RuntimeUnderFire(
                folder.resolve("state"),
                ChaosSettings.runtime(folder, broker.address(), seed),
                broker.keys())) {
      runtime.start();
      UpTime upTime = new UpTime(length);
      String uuid = runtime.uuid();
      try (ProcessObserver processes = new ProcessObserver(uuid, violations);
          FileObserver files = new FileObserver(runtime.watcherFiles(), violations);
          Clients clients = new Clients(ledger, upTime, runtime::client, violations)) {
        Conductor conductor =
            new Conductor(runtime, broker, ledger, upTime, processes, files, violations);
        play(schedule, upTime, clients, conductor, broker, processes, files);
        upTime.close();
        finish(conductor, broker, processes, files);
        report(conductor, broker, processes, files);
      } finally {
        endAll(uuid);
      }
    }
    return violations.lines();
  }

  private void play(
      List<ChaosStep> schedule,
      UpTime upTime,
      Clients clients,
      Conductor conductor,
      ChaosBroker broker,
      ProcessObserver processes,
      FileObserver files)
      throws InterruptedException {
    processes.awake();
    files.awake(true);
    clients.start(schedule);
    upTime.open();
    Thread faults = new Thread(() -> faults(schedule, upTime, broker), "broker-faults");
    faults.setDaemon(true);
    faults.start();
    for (ChaosStep step : schedule) {
      if (step.deed() instanceof Deed.Blow blow && upTime.await(step.at())) {
        conductor.strike(blow);
      }
    }
    upTime.await(length);
    faults.join();
  }

  private static void faults(List<ChaosStep> schedule, UpTime upTime, ChaosBroker broker) {
    try {
      for (ChaosStep step : schedule) {
        if (step.deed() instanceof Deed.Misbehave fault && upTime.await(step.at())) {
          int lateBefore = broker.lateOrders();
          broker.misbehave(fault.fault());
          upTime.await(step.at().plus(fault.length()));
          if (fault.fault() == BrokerFault.LATE) {
            awaitLate(broker, lateBefore + LATE_ORDERS);
          }
          broker.behave();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      broker.behave();
    }
  }

  /** A slow machine sends few orders: without one that is late the fault would show nothing. */
  private static void awaitLate(ChaosBroker broker, int count) throws InterruptedException {
    long begin = System.nanoTime();
    while (broker.misbehaves()
        && broker.lateOrders() < count
        && Violations.since(begin).compareTo(LATE_PATIENCE) < 0) {
      TimeUnit.MILLISECONDS.sleep(50); // between two looks
    }
  }

  private void finish(
      Conductor conductor, ChaosBroker broker, ProcessObserver processes, FileObserver files)
      throws InterruptedException, IOException {
    conductor.settle("at the end");
    new Coverage(broker, processes, violations).judge();
    conductor.end("INT");
    List<String> active = files.active();
    if (!active.isEmpty()) {
      violations.add("P9", "claimed to be active after the end: " + active);
    }
    AuditJudge audit = broker.audit();
    audit.violations().forEach(line -> violations.add("P10/P12", line));
    if (audit.sumOfProfits().subtract(audit.accountProfit()).abs().compareTo(BigDecimal.ONE) > 0) {
      violations.add("P12", "the keys' profits do not add up: " + audit);
    }
  }

  private void report(
      Conductor conductor, ChaosBroker broker, ProcessObserver processes, FileObserver files) {
    List<String> lines = new ArrayList<>();
    lines.add("chaos: seed " + seed + ", " + length.toSeconds() + " s");
    lines.add("  " + conductor);
    lines.add("  wishes and withdrawals " + ledger);
    lines.add("  " + processes);
    lines.add("  " + files);
    lines.add("  broker " + broker);
    AuditJudge audit = broker.audit();
    lines.add("  exchange: " + audit.posts() + " orders accepted, " + audit.fills() + " fills");
    lines.add("  violations " + violations.lines().size());
    violations.lines().forEach(line -> lines.add("    " + line));
    lines.forEach(System.out::println);
  }

  /** Whatever a failed run has left. */
  private static void endAll(String uuid) {
    for (int pid : ProcessTable.pids()) {
      String mark = ProcessTable.environment(pid).getOrDefault("MAXDIFF_RUNTIME", "");
      if (mark.startsWith(uuid + ":")) {
        RuntimeUnderFire.kill(pid);
      }
    }
  }
}
