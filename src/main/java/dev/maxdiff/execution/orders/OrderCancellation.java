package dev.maxdiff.execution.orders;

import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.execution.decisions.DuplicateOrderRule;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.upstream.BrokerAnswers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels orders through the order managers of their symbols and reports the unconfirmed ones.
 * Thread-safe.
 */
public final class OrderCancellation {

  private static final Logger LOG = LoggerFactory.getLogger(OrderCancellation.class);
  private static final CompletionStage<List<Order>> NOTHING_OPEN =
      CompletableFuture.completedStage(List.of());

  /** Extra time beyond the deadline of a cancel for the answer of the order manager. */
  private static final Duration SLACK = Duration.ofSeconds(1);

  private final GatewayContext context;
  private final OrderManagers orderManagers;

  public OrderCancellation(GatewayContext context, OrderManagers orderManagers) {
    this.context = context;
    this.orderManagers = orderManagers;
  }

  /** Cancels the orders that generations without authority left in the slots. */
  public CompletionStage<List<Order>> cancelLeft(Set<SlotId> slots, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    slots.forEach(context.tokens()::cancelled);
    Map<Symbol, Set<SlotId>> bySymbol =
        slots.stream()
            .collect(Collectors.groupingBy(slot -> slot.key().symbol(), Collectors.toSet()));
    return joined(
        bySymbol.entrySet().stream().map(line -> cancel(line.getKey(), line.getValue(), deadline)));
  }

  private CompletionStage<List<Order>> cancel(Symbol symbol, Set<SlotId> slots, long deadline) {
    return cancel(
        symbol,
        new OrderTask.CancelSlots(slots, false, deadline),
        deadline,
        own -> slots.contains(own.slot()) && context.tokens().isLeft(own));
  }

  /**
   * @param unwanted selects the orders that count as open if the order manager does not answer
   */
  private CompletionStage<List<Order>> cancel(
      Symbol symbol, OrderTask task, long deadline, Predicate<OwnOrder> unwanted) {
    Duration patience = Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0)).plus(SLACK);
    return orderManagers
        .ask(symbol, task, patience)
        .handle(
            (answer, failure) ->
                answer instanceof OrderAnswer.Unconfirmed unconfirmed
                    ? unconfirmed.orders()
                    : lastSeenOpen(unwanted));
  }

  /** Returns the slots whose orders were cancelled and whose last order is still open. */
  public Set<SlotId> owedSlots() {
    return context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().open().stream())
        .filter(own -> context.tokens().isCancelled(own.slot()) && context.tokens().isLeft(own))
        .map(OwnOrder::slot)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns our orders that were open at the newest read of the broker. */
  public List<Order> lastSeenOpen(Predicate<OwnOrder> unwanted) {
    return context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().open().stream())
        .filter(unwanted)
        .map(OwnOrder::order)
        .toList();
  }

  /**
   * Cancels the entry orders in the scope of the pause, including those of a current generation.
   */
  public CompletionStage<List<Order>> cancelPaused(EntryPause pause, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return joined(
        pausedSlots(context, pause).entrySet().stream()
            .map(
                line ->
                    cancel(
                        line.getKey(),
                        new OrderTask.CancelSlots(line.getValue(), true, deadline),
                        deadline,
                        own -> line.getValue().contains(own.slot()))));
  }

  /** Returns the entry slots in the scope of the pause that have a token or an open order. */
  public static Map<Symbol, Set<SlotId>> pausedSlots(GatewayContext context, EntryPause pause) {
    Set<SlotId> slots = new TreeSet<>(context.tokens().slots());
    context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().open().stream())
        .forEach(own -> slots.add(own.slot()));
    return slots.stream()
        .filter(slot -> slot.slot() == Slot.ENTRY && pause.scope().covers(slot.key()))
        .collect(
            Collectors.groupingBy(
                slot -> slot.key().symbol(), TreeMap::new, Collectors.toCollection(TreeSet::new)));
  }

  /** Finds duplicate orders and cancels those of the selected kinds. */
  public CompletionStage<DuplicateOrders> cancelDuplicates(
      boolean cancelOurs, boolean cancelOlder, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    return context
        .upstream()
        .readSnapshot(Duration.ZERO)
        .thenApply(snapshot -> DuplicateOrderRule.find(snapshot.value().ledger()))
        .thenCompose(
            found -> {
              CompletionStage<List<Order>> ours =
                  cancelOurs ? cancelOurs(found, deadline) : NOTHING_OPEN;
              CompletionStage<List<Order>> older = cancelOlder ? cancelOlder(found) : NOTHING_OPEN;
              return ours.thenCombine(older, OrderCancellation::joined)
                  .thenApply(
                      left ->
                          new DuplicateOrders(found.ours(), found.older(), found.foreign(), left));
            });
  }

  private CompletionStage<List<Order>> cancelOurs(DuplicateOrders found, long deadline) {
    for (OwnOrder own : found.ours()) {
      String words = own.slot() + ": order " + own.order().clientOrderId() + " is one too many";
      context.events().accept(new OrderEvent.Alert(words + "; it is cancelled"));
    }
    return joined(
        found.ours().stream()
            .map(own -> own.order().symbol())
            .distinct()
            .map(
                symbol ->
                    cancel(
                        symbol,
                        new OrderTask.CancelSurplus(deadline),
                        deadline,
                        own -> own.order().symbol().equals(symbol) && found.ours().contains(own))));
  }

  /** Returns the orders whose cancel the broker has not accepted. */
  private CompletionStage<List<Order>> cancelOlder(DuplicateOrders found) {
    return joined(found.older().stream().map(this::cancelOlder));
  }

  private CompletionStage<List<Order>> cancelOlder(Order order) {
    return context
        .orders()
        .cancel(order.id())
        .<List<Order>>handle(
            (accepted, failure) -> {
              context.upstream().invalidate();
              if (failure == null) {
                return List.of();
              }
              LOG.warn(
                  "cancel of {}: {}", order.id(), BrokerAnswers.failureOf(failure).getMessage());
              return List.of(order);
            });
  }

  /** Cancels the orders that generations without authority left in all slots of these kinds. */
  public CompletionStage<List<Order>> cancelAllLeft(Set<Slot> kinds, Duration patience) {
    Set<SlotId> slots = new HashSet<>(context.tokens().slots());
    context.upstream().last().stream()
        .flatMap(snapshot -> snapshot.ledger().open().stream())
        .forEach(own -> slots.add(own.slot()));
    slots.removeIf(slot -> !kinds.contains(slot.slot()));
    return cancelLeft(slots, patience);
  }

  private static CompletionStage<List<Order>> joined(Stream<CompletionStage<List<Order>>> parts) {
    return parts.reduce(
        NOTHING_OPEN, (all, part) -> all.thenCombine(part, OrderCancellation::joined));
  }

  private static List<Order> joined(List<Order> one, List<Order> other) {
    List<Order> both = new ArrayList<>(one);
    both.addAll(other);
    return List.copyOf(both);
  }
}
