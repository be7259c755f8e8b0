package dev.maxdiff.embed;

import akka.actor.Cancellable;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.embed.Difference.Action;
import dev.maxdiff.embed.Findings.JournalSlot;
import dev.maxdiff.embed.Findings.Leftovers;
import dev.maxdiff.execution.BrokerState;
import dev.maxdiff.execution.StoredIntents;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.StoredKeys.StoredSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * The step of a start in which all records are compared, and what lowers a risk is done (DESIGN
 * 4.4). While the broker gives no answer it is tried again and again, and no entry may order.
 */
final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  private final RuntimeOptions options;
  private final RuntimeSettings settings;
  private final Ground ground;
  private final Parts parts;
  private final AccountAdmission admission;
  private final StartListener listener;
  private final Consumer<String> alerts;
  private final Patience patience;

  private final String installation;
  private final Leftovers leftovers;

  /** Used by one attempt at a time. */
  private boolean isDone;

  /**
   * @param installation whose orders are ours
   * @param leftovers what an earlier runtime left on this machine
   */
  Reconciler(
      RuntimeOptions options,
      RuntimeSettings settings,
      Ground ground,
      Parts parts,
      AccountAdmission admission,
      StartListener listener,
      Consumer<String> alerts,
      String installation,
      Leftovers leftovers) {
    this.options = options;
    this.settings = settings;
    this.ground = ground;
    this.parts = parts;
    this.admission = admission;
    this.listener = listener;
    this.alerts = alerts;
    this.patience = new Patience(settings.startPatience());
    this.installation = installation;
    this.leftovers = leftovers;
  }

  /**
   * Compares and acts; blocks. The account has been admitted.
   *
   * @param keys what the journal says now
   * @throws BrokerException when the broker gives no answer; nothing has been done
   */
  void run(StoredKeys keys) {
    BrokerState broker = parts.gateway.look();
    AccountBinding.refuseOthers(
        parts.gateway.ordersOfOtherInstallations(), options.takeOver(), !keys.known().isEmpty());
    AccountBinding.bind(ground.directory(), parts.account);
    parts.openOrders = parts.gateway.openOrdersOfInstallations();
    listener.admitted(parts.account);
    List<Difference> differences = Reconciliation.of(findings(keys, broker));
    List<String> lines = differences.stream().map(Difference::line).toList();
    lines.forEach(LOG::info);
    parts.reconciled = lines;
    listener.reconciled(lines);
    act(differences);
    parts.pauses.release();
  }

  /**
   * Tries until it has been done. Meanwhile entries do not order.
   *
   * @param refused told in one line when the account turns out not to be this directory's
   */
  void later(ActorSystem<?> system, BrokerException why, Consumer<String> refused) {
    String waiting =
        "orders and positions could not be compared with the broker yet: " + why.getMessage();
    parts.pauses.hold(new EntryPause(PauseScope.EVERYTHING, waiting, now(), null));
    parts.reconciled = List.of("reconcile: broker down -> hold entries: " + waiting);
    LOG.warn("{}; exits go on, entries wait", waiting);
    listener.reconciled(parts.reconciled);
    Duration pause = settings.reconcileRetry();
    Cancellable[] again = new Cancellable[1];
    again[0] =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                pause,
                pause,
                () -> attempt(again[0], refused),
                ExecutionContext.fromExecutor(
                    system.dispatchers().lookup(DispatcherSelector.blocking())));
  }

  private void attempt(Cancellable again, Consumer<String> refused) {
    if (isDone) {
      return;
    }
    try {
      parts.account = admission.admit();
      run(ground.keys());
      LOG.info("The broker answers: orders and positions have been compared, entries may order");
    } catch (BrokerException e) {
      LOG.debug("The broker gives no answer yet: {}", e.getMessage());
      return;
    } catch (RuntimeException e) {
      refused.accept(String.valueOf(e.getMessage()));
    }
    isDone = true;
    if (again != null) { // null only for an attempt that overtakes its own scheduling
      again.cancel();
    }
  }

  private Findings findings(StoredKeys keys, BrokerState broker) {
    // an account that was opened anew has none of the orders of before
    StoredIntents intents =
        parts.upstream.startedOver()
            ? StoredIntents.NONE
            : StoredIntents.read(ground.reader(), installation);
    return new Findings(
        journal(keys),
        intents,
        leftovers,
        broker,
        settings.cancelOnShutdown().contains(Slot.ENTRY));
  }

  /** What was withdrawn while nobody ran still stands there: its orders are judged with it. */
  private static Map<SlotId, JournalSlot> journal(StoredKeys keys) {
    Map<SlotId, JournalSlot> slots = new HashMap<>();
    keys.known()
        .forEach(
            key -> {
              for (Slot slot : Slot.values()) {
                long generation = keys.generation(key.slot(slot));
                if (generation > 0) {
                  slots.put(key.slot(slot), new JournalSlot(generation, 0));
                }
              }
            });
    for (StoredSlot wanted : keys.wanted()) {
      slots.put(wanted.slot(), new JournalSlot(wanted.generation(), wanted.since()));
    }
    return slots;
  }

  private void act(List<Difference> differences) {
    Set<SlotId> unwanted =
        differences.stream()
            .filter(difference -> difference.action() == Action.CANCEL)
            .map(Difference::slot)
            .collect(Collectors.toSet());
    if (!unwanted.isEmpty()) {
      tellLeft(
          patience.await(
              "the cancels", parts.gateway.cancelOrders(unwanted, settings.cancelPatience())));
    }
    differences.stream()
        .filter(difference -> difference.action() == Action.PAUSE_ENTRIES)
        .forEach(this::pause);
  }

  private void pause(Difference difference) {
    PauseScope scope = new PauseScope(difference.symbol(), null, null);
    EntryPause pause = new EntryPause(scope, difference.words(), now(), null);
    tellLeft(patience.await("the pause", parts.gateway.pause(pause, settings.cancelPatience())));
    alerts.accept(difference.words());
  }

  private void tellLeft(List<Order> left) {
    left.forEach(
        order ->
            alerts.accept(
                "order " + order.clientOrderId() + " could not be confirmed as cancelled"));
  }

  private Instant now() {
    return parts.upstream.clock().instant();
  }
}
