package dev.maxdiff.chaos;

import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.program.AuditJudge;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether, with everything quiet, each position has the exit order that its key was wished. */
final class Coverage {

  /** Below this value, USD, the broker takes no order. */
  private static final BigDecimal LEAST_VALUE = new BigDecimal("15");

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final ChaosBroker broker;
  private final ProcessObserver processes;
  private final Violations violations;

  Coverage(ChaosBroker broker, ProcessObserver processes, Violations violations) {
    this.broker = broker;
    this.processes = processes;
    this.violations = violations;
  }

  void judge() throws InterruptedException {
    long begin = System.nanoTime();
    List<String> uncovered = uncovered();
    while (!uncovered.isEmpty() && Violations.since(begin).compareTo(PATIENCE) < 0) {
      TimeUnit.MILLISECONDS.sleep(500); // between two readings of the log
      uncovered = uncovered();
    }
    uncovered.forEach(line -> violations.add("P10", line));
  }

  private List<String> uncovered() {
    AuditJudge audit = broker.audit();
    Map<String, List<Sighted>> watchers = processes.watchersBySlot();
    List<String> uncovered = new ArrayList<>();
    for (WatcherKey key : ChaosSchedule.keys()) {
      String slot = key.slot(Slot.EXIT).toString();
      BigDecimal value =
          audit.share(key.toString()).owned().multiply(ChaosMarket.price(key.symbol()));
      if (value.compareTo(LEAST_VALUE) > 0 && isSure(watchers.get(slot))) {
        BigDecimal wanted =
            new BigDecimal(Expected.of(watchers.get(slot).get(0).arguments).price());
        Optional<BigDecimal> open =
            audit.openOrder(slot).map(order -> new BigDecimal(order.path("limit_price").asText()));
        if (open.isEmpty() || open.get().compareTo(wanted) != 0) {
          uncovered.add(slot + ": owned " + value + " USD, wished at " + wanted + ", open " + open);
        }
      }
    }
    return uncovered;
  }

  /** A watcher that stopped itself keeps no order in place. */
  private static boolean isSure(List<Sighted> watchers) {
    return watchers != null && watchers.stream().noneMatch(sighted -> sighted.last.state() == 'T');
  }
}
