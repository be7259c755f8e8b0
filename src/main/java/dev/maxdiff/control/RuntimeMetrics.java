package dev.maxdiff.control;

import dev.maxdiff.control.Metric.Sample;
import dev.maxdiff.control.checks.UncoveredTimes;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.gateway.OrderGateway.GatewayMetrics;
import dev.maxdiff.supervision.SlotView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of a runtime. Pure.
 *
 * @param eventCounts number of events of each kind since the start of the runtime
 */
record RuntimeMetrics(
    Map<Kind, Long> eventCounts,
    List<SlotView> slots,
    UncoveredTimes.Figures uncovered,
    GatewayMetrics gateway) {

  private static final double NANOS = 1e9;

  List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    counts(metrics);
    watchers(metrics);
    uncovered(metrics);
    orders(metrics);
    return metrics;
  }

  private void counts(List<Metric> metrics) {
    metrics.add(count("wishes", "Wishes that were accepted.", Kind.WISHED));
    metrics.add(count("starts", "Watchers that were started.", Kind.STARTED));
    metrics.add(count("supersedes", "Wishes that took the place of another.", Kind.SUPERSEDED));
    metrics.add(count("restarts", "Watchers that ended before their time.", Kind.RESTARTING));
    metrics.add(count("alerts", "Alerts to an operator.", Kind.ALERT));
    metrics.add(count("orders_sent", "Orders that the broker took.", Kind.ORDER_SENT));
    metrics.add(
        Metric.counter(
            "maxdiff_orders_denied_total", "Orders that were refused.", gateway.deniedOrders()));
    metrics.add(count("orders_replaced", "Orders that took another's place.", Kind.REPLACED));
    metrics.add(count("fills", "Fills, whole or in part.", Kind.FILLED));
  }

  private Metric count(String name, String help, Kind kind) {
    return Metric.counter("maxdiff_" + name + "_total", help, eventCounts.getOrDefault(kind, 0L));
  }

  private void watchers(List<Metric> metrics) {
    metrics.add(
        bySlot(
            "maxdiff_watchers_wanted",
            "Wishes that stand.",
            slot -> slots(slot, SlotView::wanted)));
    metrics.add(
        bySlot(
            "maxdiff_watchers_running",
            "Watcher processes that live.",
            slot -> slots(slot, state -> state.pid() > 0)));
  }

  private double slots(Slot slot, Predicate<SlotView> counted) {
    return slots.stream().filter(state -> state.slot().slot() == slot).filter(counted).count();
  }

  private void uncovered(List<Metric> metrics) {
    metrics.add(
        Metric.gauge(
            "maxdiff_uncovered_exits",
            "Exits of keys that own a quantity that can be sold now and has no working order.",
            uncovered.uncovered().size()));
    metrics.add(
        new Metric(
            "maxdiff_uncovered_seconds_total",
            Metric.Type.COUNTER,
            "Time in which that was so, by key, in the watchers' time.",
            uncovered.byKey().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(line -> new Sample(labels(line.getKey()), seconds(line.getValue())))
                .toList()));
    metrics.add(
        Metric.gauge(
            "maxdiff_uncovered_worst_day_seconds",
            "Longest time of one exit in one go, of the exchange's day.",
            seconds(uncovered.worstOfDay())));
  }

  private static Map<String, String> labels(SlotId slot) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("symbol", slot.key().symbol().text());
    labels.put("side", slot.key().side().toString());
    labels.put("strategy", slot.key().strategy().name());
    return labels;
  }

  private void orders(List<Metric> metrics) {
    metrics.add(
        bySlot(
            "maxdiff_replace_gap_worst_day_seconds",
            "Longest time without an order while one took another's place, of the exchange's day.",
            slot -> seconds(gateway.worstGapOfDay().getOrDefault(slot, Duration.ZERO))));
    metrics.add(
        Metric.gauge(
            "maxdiff_unresolved_intents",
            "Orders that were sent and whose fate is not known yet.",
            gateway.unresolvedIntents()));
    gateway
        .snapshotAge()
        .ifPresent(
            age ->
                metrics.add(
                    Metric.gauge(
                        "maxdiff_snapshot_age_seconds",
                        "Age of the newest positions and orders that the broker has shown.",
                        seconds(age))));
  }

  private static Metric bySlot(String name, String help, ToDoubleFunction<Slot> value) {
    return new Metric(
        name,
        Metric.Type.GAUGE,
        help,
        Arrays.stream(Slot.values())
            .map(slot -> new Sample(Map.of("slot", slot.toString()), value.applyAsDouble(slot)))
            .toList());
  }

  private static double seconds(Duration span) {
    return span.toNanos() / NANOS;
  }
}
