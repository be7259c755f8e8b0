package dev.maxdiff.runtime.reconcile;

import akka.actor.Cancellable;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.execution.ledger.BrokerState;
import dev.maxdiff.execution.orders.StoredIntents;
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
 * The step of a start that compares all records and does the actions that lower a risk (DESIGN
 * 4.4). While the broker gives no answer, the comparison is repeated, and no entry may order.
 */
public final class Reconciler {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

  /**
   * The orders that are compared.
   *
   * @param copies watches for other runtimes on copies of the directory
   * @param installation part of the client order ids of this directory
   * @param accountIsNew whether the account is new and has none of the journal's orders
   * @param clock the watchers' clock
   */
  public record Orders(
      GatewayServer gateway,
      CopyWatch copies,
      String installation,
      boolean accountIsNew,
      InstantSource clock) {}

  private final StartContext context;
  private final Orders orders;
  private final GatewayServer gateway;
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
   * @param leftovers processes and files of an earlier runtime on this machine
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
   * @param answer the broker's answer to the request for the account
   * @param keys the keys of the journal
   * @throws RuntimeException when the account may not be traded, or the start cannot wait
   */
  public void start(BrokerAnswer answer, StoredKeys keys) {
    if (answer instanceof BrokerAnswer.Down down) {
      retryLater(down.cause());
      return;
    }
    try {
      run(keys, ((BrokerAnswer.Admitted) answer).account());
    } catch (BrokerException e) {
      retryLater(admission.waitFor(e).cause());
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
    orders.copies().requireNewest();
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
    orders.copies().release(gateway);
  }

  /** Repeats the comparison until it has been made. Meanwhile no entry may order. */
  private void retryLater(BrokerException failure) {
    String waiting =
        "orders and positions are not yet compared with the broker: " + failure.getMessage();
    gateway.hold(new EntryPause(PauseScope.EVERYTHING, waiting, now(), null));
    lines = List.of("reconcile: broker down -> hold entries: " + waiting);
    LOG.warn("{}; exits may order, entries may not", waiting);
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
      // for example another account, which this directory must not trade
      context.shutdown().endFor(e);
    }
    isDone = true;
    if (again
        != null) { // null only for an attempt that runs before scheduleWithFixedDelay has returned
      again.cancel();
    }
  }

  private ReconciliationFindings findings(StoredKeys keys, BrokerState broker) {
    // a new account has none of the earlier orders
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

  /**
   * Returns the journal's slots. Wishes of {@code withdrawn.json} still stand here; their orders
   * are compared as wanted.
   */
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
      alertUnconfirmed(
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
    alertUnconfirmed(
        context.await().result("the pause", gateway.pause(pause, settings.cancelPatience())));
    alerts.accept(difference.words());
  }

  private void alertUnconfirmed(List<Order> left) {
    left.forEach(
        order ->
            alerts.accept(
                "order " + order.clientOrderId() + " could not be confirmed as cancelled"));
  }

  private Instant now() {
    return orders.clock().instant();
  }
}
