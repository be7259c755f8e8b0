package dev.maxdiff.runtime.reconcile;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderDescription;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.BrokerState.SymbolState;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.runtime.reconcile.ReconciliationDifference.Action;
import dev.maxdiff.runtime.reconcile.ReconciliationDifference.Cause;
import dev.maxdiff.runtime.reconcile.ReconciliationFindings.JournalSlot;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds every difference between the runtime's records and the broker, and decides the action for
 * each (DESIGN 4.4). Pure. The broker's orders and positions are authoritative, a fill is never
 * assumed, and an action that could raise a risk is left to an operator.
 */
final class Reconciliation {

  private static final String BY_HAND = "cancel it at the broker if it is not wanted";

  private final ReconciliationFindings findings;
  private final Set<String> atBroker;
  private final List<ReconciliationDifference> differences = new ArrayList<>();

  private Reconciliation(ReconciliationFindings findings) {
    this.findings = findings;
    this.atBroker =
        Stream.concat(
                findings.broker().own().stream().map(own -> own.order().clientOrderId()),
                findings.broker().unread().own().stream().map(own -> own.order().clientOrderId()))
            .collect(Collectors.toSet());
  }

  /** Returns the differences in the order of their output. */
  static List<ReconciliationDifference> of(ReconciliationFindings findings) {
    return new Reconciliation(findings).differences();
  }

  private List<ReconciliationDifference> differences() {
    leftovers();
    adopted();
    findings.broker().own().stream()
        .filter(own -> own.order().isOpen())
        .forEach(own -> ownOrder(own).ifPresent(differences::add));
    new TreeMap<>(findings.intents().accepted()).forEach(this::accepted);
    new TreeSet<>(findings.intents().unresolved().stream().map(ClientOrderId::toString).toList())
        .forEach(id -> unresolved(ClientOrderId.parse(id).orElseThrow()));
    findings.broker().symbols().forEach(this::position);
    findings.broker().foreign().forEach(this::foreign);
    findings.broker().unread().words().forEach(this::unreadable);
    return List.copyOf(differences);
  }

  private void leftovers() {
    int processes = findings.leftovers().processes();
    if (processes > 0) {
      String words = processes + " processes of an earlier runtime were running; they have ended";
      add(Cause.ORPHANED_PROCESS, Action.DONE, null, words);
    }
    List<String> files = findings.leftovers().files();
    if (!files.isEmpty()) {
      String words = "active in the file, not running: " + String.join(", ", files);
      add(Cause.STALE_FILE, Action.DONE, null, words);
    }
  }

  private void adopted() {
    String id = findings.leftovers().adopted();
    if (!id.isEmpty()) {
      String words =
          "installation %s and its %d orders are taken over; keys and position ledger are rebuilt from these orders, no wish stands"
              .formatted(id, findings.broker().own().size());
      add(Cause.LOST_STATE, Action.DONE, null, words);
    }
  }

  private Optional<ReconciliationDifference> ownOrder(OwnOrder own) {
    SlotId slot = own.slot();
    JournalSlot known = findings.journal().get(slot);
    boolean isEntry = slot.slot() == Slot.ENTRY;
    String order = words(own.order());
    if (known == null) {
      String advice =
          order
              + " of a slot the journal does not know: orphaned, no watcher runs for it; "
              + wish(slot)
              + " takes it up, kill-all --cancel-orders cancels it";
      return Optional.of(of(Cause.LOST_STATE, Action.SHOW, slot, advice));
    }
    if (own.generation() > known.generation()) {
      String newer = order + ": the journal knows no generation above " + known.generation();
      Action action = known.isWanted() ? Action.TAKE_UP : isEntry ? Action.CANCEL : Action.SHOW;
      return Optional.of(of(Cause.UNKNOWN_GENERATION, action, slot, newer + advice(action, slot)));
    }
    if (known.isWanted()) {
      return Optional.empty(); // the watcher keeps or replaces it
    }
    Action action = isEntry && findings.cancelsEntries() ? Action.CANCEL : Action.SHOW;
    return Optional.of(
        of(Cause.UNWANTED_SLOT, action, slot, order + ": nobody wants it" + advice(action, slot)));
  }

  private static String advice(Action action, SlotId slot) {
    return action == Action.SHOW ? "; " + wish(slot) + " takes it up, or " + BY_HAND : "";
  }

  private static String wish(SlotId slot) {
    WatcherKey key = slot.key();
    return "'%s %s --side %s --strategy %s …'"
        .formatted(slot.slot(), key.symbol(), key.side(), key.strategy());
  }

  /**
   * Compares the accepted orders of standing wishes only; orders of ended wishes need no watcher.
   */
  private void accepted(SlotId slot, ClientOrderId id) {
    JournalSlot known = findings.journal().get(slot);
    boolean ofStandingWish =
        known != null && known.isWanted() && id.generation() >= known.wantedSince();
    if (ofStandingWish && !atBroker.contains(id.toString())) {
      String words =
          "order "
              + id
              + " was accepted by the broker, which does not show it any more: it counts as never filled,"
              + " and the watcher places another";
      add(Cause.ORDER_GONE, Action.SHOW, slot, words);
    }
  }

  private void unresolved(ClientOrderId id) {
    String sent = "order " + id + " was being sent when the runtime ended; the broker ";
    if (atBroker.contains(id.toString())) {
      add(Cause.OUTCOME_FOUND, Action.DONE, id.slot(), sent + "has it");
    } else {
      String words = sent + "does not show it; it is looked up until it cannot come any more";
      add(Cause.OUTCOME_UNKNOWN, Action.HOLD_SLOT, id.slot(), words);
    }
  }

  private void position(SymbolState state) {
    if (state.missing().signum() == 0 && state.beyond().signum() == 0) {
      return;
    }
    String symbol = state.symbol().text();
    String quantities =
        symbol
            + ": the broker holds "
            + plain(state.position())
            + ", the keys own "
            + plain(state.owned());
    Optional<String> split = CorporateActions.ratio(state);
    if (split.isPresent()) {
      String words =
          quantities
              + ": a split "
              + split.get()
              + ", by quantity and price; wish anew at prices of today (an exit with"
              + " --claim-unowned for all of it), then 'resume "
              + symbol
              + "'";
      differences.add(
          new ReconciliationDifference(
              Cause.SPLIT, Action.PAUSE_ENTRIES, null, state.symbol(), words));
    } else if (state.missing().signum() > 0) {
      String words =
          quantities + ": less than they own; exits are cut to what is there, entries wait";
      differences.add(
          new ReconciliationDifference(
              Cause.POSITION_BELOW_BOOK, Action.SHRINK, null, state.symbol(), words));
    } else {
      String words =
          quantities
              + ": "
              + plain(state.beyond())
              + " belongs to no key and is not traded; an exit with --claim-unowned closes it";
      differences.add(
          new ReconciliationDifference(
              Cause.POSITION_BEYOND_BOOK, Action.SHOW, null, state.symbol(), words));
    }
  }

  private void foreign(Order order) {
    boolean ofInstallation = ClientOrderId.isOfSomeInstallation(order.clientOrderId());
    Cause cause = ofInstallation ? Cause.OTHER_INSTALLATION : Cause.FOREIGN_ORDER;
    String words =
        words(order)
            + (ofInstallation
                ? " of another installation: never touched; is its runtime still in use?"
                : " is of another program or person: never touched");
    differences.add(new ReconciliationDifference(cause, Action.SHOW, null, order.symbol(), words));
  }

  private void unreadable(String words) {
    add(Cause.UNREADABLE, Action.SHOW, null, words);
  }

  private static String words(Order order) {
    return "%s order %s (%s %s %s)"
        .formatted(
            order.symbol(),
            order.clientOrderId(),
            order.side(),
            OrderDescription.size(order),
            OrderDescription.price(order));
  }

  private void add(Cause cause, Action action, SlotId slot, String words) {
    differences.add(of(cause, action, slot, words));
  }

  private static ReconciliationDifference of(
      Cause cause, Action action, SlotId slot, String words) {
    return new ReconciliationDifference(
        cause, action, slot, slot == null ? null : slot.key().symbol(), words);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
