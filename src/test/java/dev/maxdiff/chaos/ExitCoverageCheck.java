package dev.maxdiff.chaos;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.program.AuditChecker;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Checks, without faults and requests, that each position has the exit order of its key's wish. */
final class ExitCoverageCheck {

  /** The broker accepts no order below this value, in USD. */
  private static final BigDecimal MINIMUM_VALUE = new BigDecimal("15");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final ChaosBroker broker;
  private final ProcessObserver processes;
  private final Violations violations;

  ExitCoverageCheck(ChaosBroker broker, ProcessObserver processes, Violations violations) {
    this.broker = broker;
    this.processes = processes;
    this.violations = violations;
  }

  void check() throws InterruptedException {
    long begin = System.nanoTime();
    List<String> uncovered = uncovered();
    while (!uncovered.isEmpty() && Violations.since(begin).compareTo(TIMEOUT) < 0) {
      TimeUnit.MILLISECONDS.sleep(500); // between two readings of the log
      uncovered = uncovered();
    }
    uncovered.forEach(line -> violations.add("P10", line));
  }

  private List<String> uncovered() {
    AuditChecker audit = broker.audit();
    Map<String, List<ObservedProcess>> watchers = processes.watchersBySlot();
    List<String> uncovered = new ArrayList<>();
    for (WatcherKey key : ChaosSchedule.keys()) {
      String slot = key.slot(Slot.EXIT).toString();
      BigDecimal value =
          audit.share(key.toString()).owned().multiply(ChaosMarket.price(key.symbol()));
      if (audit.isCertain(key.toString())
          && value.compareTo(MINIMUM_VALUE) > 0
          && keepOrder(watchers.get(slot))) {
        BigDecimal wanted =
            new BigDecimal(WishedOrder.of(watchers.get(slot).get(0).arguments).price());
        Optional<BigDecimal> open =
            audit.openOrder(slot).map(order -> new BigDecimal(order.path("limit_price").asText()));
        if (open.isEmpty() || open.get().compareTo(wanted) != 0) {
          uncovered.add(slot + ": owned " + value + " USD, wished at " + wanted + ", open " + open);
        }
      }
    }
    return uncovered;
  }

  /** A watcher that has stopped itself with SIGSTOP does not keep its order in place. */
  private static boolean keepOrder(List<ObservedProcess> watchers) {
    return watchers != null && watchers.stream().noneMatch(process -> process.last.state() == 'T');
  }
}
