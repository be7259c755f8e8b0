package dev.maxdiff.chaos;

import dev.maxdiff.program.AuditChecker;
import dev.maxdiff.program.ProcessTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run, from its seed to its violations. */
final class ChaosRun {

  private static final int LATE_ORDERS = 4;
  private static final Duration LATE_ORDERS_TIMEOUT = Duration.ofSeconds(15);

  private final Path folder;
  private final long seed;
  private final Duration length;
  private final Violations violations = new Violations();
  private final RequestLog requests = new RequestLog();
  private ForeignTrader foreignTrader;

  ChaosRun(Path folder, long seed, Duration length) {
    this.folder = folder;
    this.seed = seed;
    this.length = length;
  }

  /** Plays the run, prints its summary and returns the violations, one line each. */
  List<String> violations() throws IOException, InterruptedException {
    List<ChaosStep> schedule = ChaosSchedule.of(seed, length);
    System.out.printf(
        "chaos: seed %d, %d s, %d steps (schedule %08x)%n",
        seed, length.toSeconds(), schedule.size(), schedule.toString().hashCode());
    try (ChaosBroker broker =
            ChaosBroker.startShared(folder, ChaosSettings.exchange(folder), length);
        RuntimeProgram runtime =
            new RuntimeProgram(
                folder.resolve("state"),
                ChaosSettings.runtime(folder, broker.address(), seed),
                broker.keys())) {
      foreignTrader = broker.foreignTrader();
      runtime.start();
      ScheduleClock clock = new ScheduleClock(length);
      String uuid = runtime.uuid();
      try (ProcessObserver processes = new ProcessObserver(uuid, violations);
          FileObserver files = new FileObserver(runtime.watcherFiles(), violations);
          Clients clients = new Clients(requests, clock, runtime::client, violations)) {
        RuntimeFaultDriver faultDriver =
            new RuntimeFaultDriver(runtime, broker, requests, clock, processes, files, violations);
        play(schedule, clock, clients, faultDriver, broker, processes, files);
        clock.pause();
        finish(faultDriver, broker, processes, files);
        report(faultDriver, broker, processes, files);
      } finally {
        endAll(uuid);
      }
    }
    return violations.lines();
  }

  private void play(
      List<ChaosStep> schedule,
      ScheduleClock clock,
      Clients clients,
      RuntimeFaultDriver faultDriver,
      ChaosBroker broker,
      ProcessObserver processes,
      FileObserver files)
      throws InterruptedException {
    processes.runtimeUp();
    files.setRuntimeUp(true);
    clients.start(schedule);
    clock.resume();
    Thread faults = new Thread(() -> faults(schedule, clock, broker), "broker-faults");
    faults.setDaemon(true);
    faults.start();
    Thread trader = new Thread(() -> trade(schedule, clock), "foreign-trader");
    trader.setDaemon(true);
    trader.start();
    for (ChaosStep step : schedule) {
      if (step.action() instanceof ChaosAction.RuntimeFault fault && clock.await(step.at())) {
        faultDriver.inject(fault);
      }
    }
    clock.await(length);
    faults.join();
    trader.join();
  }

  private void trade(List<ChaosStep> schedule, ScheduleClock clock) {
    try {
      for (ChaosStep step : schedule) {
        if (step.action() instanceof ChaosAction.ForeignAct act && clock.await(step.at())) {
          foreignTrader.act(act);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void faults(List<ChaosStep> schedule, ScheduleClock clock, ChaosBroker broker) {
    try {
      for (ChaosStep step : schedule) {
        if (step.action() instanceof ChaosAction.InjectBrokerFault fault
            && clock.await(step.at())) {
          int lateBefore = broker.lateOrders();
          broker.inject(fault.fault());
          clock.await(step.at().plus(fault.length()));
          if (fault.fault() == BrokerFault.LATE) {
            awaitLate(broker, lateBefore + LATE_ORDERS);
          }
          broker.clearFault();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      broker.clearFault();
    }
  }

  /** A slow machine sends few orders; the fault has an effect only if it delays some orders. */
  private static void awaitLate(ChaosBroker broker, int count) throws InterruptedException {
    long begin = System.nanoTime();
    while (broker.isFaulty()
        && broker.lateOrders() < count
        && Violations.since(begin).compareTo(LATE_ORDERS_TIMEOUT) < 0) {
      TimeUnit.MILLISECONDS.sleep(50); // between two readings
    }
  }

  private void finish(
      RuntimeFaultDriver faultDriver,
      ChaosBroker broker,
      ProcessObserver processes,
      FileObserver files)
      throws InterruptedException, IOException {
    faultDriver.awaitConvergence("at the end");
    new ExitCoverageCheck(broker, processes, violations).check();
    faultDriver.end("INT");
    List<String> active = files.active();
    if (!active.isEmpty()) {
      violations.add("P9", "active files after the end: " + active);
    }
    AuditChecker audit = broker.audit();
    audit.violations().forEach(line -> violations.add("P10/P12", line));
    if (audit.sumOfProfits().subtract(audit.accountProfit()).abs().compareTo(BigDecimal.ONE) > 0) {
      violations.add("P12", "the keys' profits do not add up: " + audit);
    }
  }

  private void report(
      RuntimeFaultDriver faultDriver,
      ChaosBroker broker,
      ProcessObserver processes,
      FileObserver files) {
    List<String> lines = new ArrayList<>();
    lines.add("chaos: seed " + seed + ", " + length.toSeconds() + " s");
    lines.add("  " + faultDriver);
    lines.add("  wishes and withdrawals " + requests);
    lines.add("  " + processes);
    lines.add("  " + files);
    lines.add("  broker " + broker);
    lines.add("  by hand " + foreignTrader);
    AuditChecker audit = broker.audit();
    lines.add("  exchange: " + audit.posts() + " orders accepted, " + audit.fills() + " fills");
    lines.add("  violations " + violations.lines().size());
    violations.lines().forEach(line -> lines.add("    " + line));
    lines.forEach(System.out::println);
  }

  /** Ends the processes that a failed run has left. */
  private static void endAll(String uuid) {
    for (int pid : ProcessTable.pids()) {
      String mark = ProcessTable.environment(pid).getOrDefault("MAXDIFF_RUNTIME", "");
      if (mark.startsWith(uuid + ":")) {
        RuntimeProgram.kill(pid);
      }
    }
  }
}
