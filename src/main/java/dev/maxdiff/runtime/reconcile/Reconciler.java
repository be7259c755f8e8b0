package dev.maxdiff.runtime.reconcile;

import akka.actor.Cancellable;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.gateway.Gateway;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.orders.StoredIntents;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.runtime.context.RuntimeSettings;
import dev.maxdiff.runtime.context.StartContext;
import dev.maxdiff.runtime.reconcile.ReconciliationDifference.Action;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings.JournalSlot;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings.Leftovers;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.StoredKeys.StoredSlot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
public final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /**
   * The orders that are compared.
   *
   * @param installation part of the client order ids of this directory
   * @param accountIsNew the account has none of the journal's orders
   * @param clock of the exchange
   */
  public record Orders(
      Gateway gateway,
      EntryPauses pauses,
      String installation,
      boolean accountIsNew,
      InstantSource clock) {}

  private final StartContext context;
  private final Orders orders;
  private final Gateway gateway;
  private final AccountAdmission admission;
  private final Consumer<String> alerts;
  private final Leftovers leftovers;
  private final RuntimeSettings settings;

  private volatile Optional<Account> account = Optional.empty();
  private volatile List<Order> openOrders = List.of();
  private volatile List<String> lines = List.of();

  /** Used by one attempt at a time. */
  private boolean isDone;

  /**
   * @param alerts takes one line for each order or symbol that needs an operator
   * @param leftovers of an earlier runtime on this machine
   */
  public Reconciler(
      StartContext context,
      Orders orders,
      AccountAdmission admission,
      Consumer<String> alerts,
      Leftovers leftovers) {
    this.context = context;
    this.orders = orders;
    this.gateway = orders.gateway();
    this.admission = admission;
    this.alerts = alerts;
    this.leftovers = leftovers;
    this.settings = context.settings();
  }

  /** The account at the broker's first answer; empty before. */
  public Optional<Account> account() {
    return account;
  }

  /** The open orders of all installations at the time of the comparison; empty before. */
  public List<Order> openOrders() {
    return openOrders;
  }

  /** The result of the comparison, one line for each difference. */
  public List<String> lines() {
    return lines;
  }

  /**
   * Compares and acts before anything is launched; blocks. While the broker is down, a background
   * task repeats the comparison until it has been made.
   *
   * @param answer of the broker to the request for the account
   * @param keys of the journal
   */
  public void start(BrokerAnswer answer, StoredKeys keys) {
    if (answer instanceof BrokerAnswer.Down down) {
      later(down.cause());
      return;
    }
    try {
      run(keys, ((BrokerAnswer.Admitted) answer).account());
    } catch (BrokerException e) {
      later(admission.waitFor(e).cause());
    }
  }

  /**
   * Compares and acts; blocks.
   *
   * @param admitted the account that the broker answers for
   * @throws BrokerException when the broker gives no answer; nothing has been done
   */
  private void run(StoredKeys keys, Account admitted) {
    account = Optional.of(admitted);
    BrokerState broker = gateway.readAccount();
    AccountBinding.refuseOthers(
        gateway.ordersOfOtherInstallations(),
        context.options().takeOver(),
        !keys.known().isEmpty());
    AccountBinding.bind(context.directory(), admitted);
    openOrders = gateway.openOrdersOfInstallations();
    context.listener().admitted(admitted);
    List<ReconciliationDifference> differences = Reconciliation.of(findings(keys, broker));
    lines = differences.stream().map(ReconciliationDifference::line).toList();
    lines.forEach(LOG::info);
    context.listener().reconciled(lines);
    act(differences);
    orders.pauses().release();
  }

  /** Repeats the comparison until it has been made. Meanwhile no entry may order. */
  private void later(BrokerException why) {
    String waiting =
        "orders and positions could not be compared with the broker yet: " + why.getMessage();
    orders.pauses().hold(new EntryPause(PauseScope.EVERYTHING, waiting, now(), null));
    lines = List.of("reconcile: broker down -> hold entries: " + waiting);
    LOG.warn("{}; exits go on, entries wait", waiting);
    context.listener().reconciled(lines);
    Duration pause = settings.reconcileRetry();
    Cancellable[] again = new Cancellable[1];
    again[0] =
        context
            .system()
            .scheduler()
            .scheduleWithFixedDelay(
                pause,
                pause,
                () -> attempt(again[0]),
                ExecutionContext.fromExecutor(context.blocking()));
  }

  private void attempt(Cancellable again) {
    if (isDone) {
      return;
    }
    try {
      Account admitted = admission.admit();
      run(context.store().keys(), admitted);
      LOG.info("The broker answers: orders and positions have been compared, entries may order");
    } catch (BrokerException e) {
      LOG.debug("The broker gives no answer yet: {}", e.getMessage());
      return;
    } catch (RuntimeException e) {
      // the account is another one: this directory must not trade it
      context.shutdown().endFor(String.valueOf(e.getMessage()));
    }
    isDone = true;
    if (again != null) { // null only for an attempt that overtakes its own scheduling
      again.cancel();
    }
  }

  private ReconciliationFindings findings(StoredKeys keys, BrokerState broker) {
    // an account that was opened anew has none of the orders of before
    StoredIntents intents =
        orders.accountIsNew()
            ? StoredIntents.NONE
            : StoredIntents.read(context.store().reader(), orders.installation());
    return new ReconciliationFindings(
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

  private void act(List<ReconciliationDifference> differences) {
    Set<SlotId> unwanted =
        differences.stream()
            .filter(difference -> difference.action() == Action.CANCEL)
            .map(ReconciliationDifference::slot)
            .collect(Collectors.toSet());
    if (!unwanted.isEmpty()) {
      tellLeft(
          context
              .await()
              .result("the cancels", gateway.cancelOrders(unwanted, settings.cancelPatience())));
    }
    differences.stream()
        .filter(difference -> difference.action() == Action.PAUSE_ENTRIES)
        .forEach(this::pause);
  }

  private void pause(ReconciliationDifference difference) {
    PauseScope scope = new PauseScope(difference.symbol(), null, null);
    EntryPause pause = new EntryPause(scope, difference.words(), now(), null);
    tellLeft(context.await().result("the pause", gateway.pause(pause, settings.cancelPatience())));
    alerts.accept(difference.words());
  }

  private void tellLeft(List<Order> left) {
    left.forEach(
        order ->
            alerts.accept(
                "order " + order.clientOrderId() + " could not be confirmed as cancelled"));
  }

  private Instant now() {
    return orders.clock().instant();
  }
}
