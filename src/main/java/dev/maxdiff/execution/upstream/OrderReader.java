package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.UnreadItems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Keeps the known orders of the broker current with few requests.
 *
 * <p>The usual request returns every order since our oldest open order. An exit may rest for weeks,
 * and this list grows with every order of the account that ends meanwhile. Above {@link #MOST}
 * orders the reader therefore requests the newest orders, the open orders, and each of our orders
 * that has ended since the last read by its id. If more than {@link #FEW} orders have ended at
 * once, the full list needs fewer requests and is read instead.
 *
 * <p>Foreign orders never extend the list into the past: older ones are read from the list of open
 * orders, and once more by their id when they have left it. Orders before {@code since} are not
 * read: none of them is ours. One read is under way at a time; no call blocks.
 */
final class OrderReader {

  /** Less than one page of Alpaca's list, 500 orders. */
  static final int MOST = 400;

  /** Number of single requests that cost as much as the pages of the full list. */
  static final int FEW = 5;

  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private final AsyncBroker broker;
  private final OtherStarts others;
  private final Instant since;
  private final LongSupplier nanos;
  private final KnownOrders known;
  private final MakerOrders rested;

  /** Start of the newest list that had more than {@link #MOST} orders; null = there was none. */
  private Instant crowded;

  /**
   * @param since no order of the installation was submitted before it; null = unknown
   * @param others tells the orders of other runtimes on copies of the directory
   * @param nanos a monotonic clock
   */
  OrderReader(
      AsyncBroker broker,
      String installation,
      Instant since,
      OtherStarts others,
      LongSupplier nanos) {
    this.broker = broker;
    this.since = since;
    this.others = others;
    this.nanos = nanos;
    this.known = new KnownOrders(installation, others);
    this.rested = new MakerOrders(nanos);
  }

  /**
   * Reads the changes from the broker; if a request fails, the known orders stay unchanged.
   *
   * @return the orders of this installation that are new or may have changed; fails with a {@link
   *     BrokerException} if a request fails
   */
  CompletionStage<List<OwnOrder>> read() {
    return others.needsStart()
        ? broker
            .clock()
            .thenCompose(
                clock -> {
                  others.start(clock.at());
                  return readOrders();
                })
        : readOrders();
  }

  private CompletionStage<List<OwnOrder>> readOrders() {
    Round round = new Round(nanos.getAsLong());
    Instant after = known.after() == null ? since : known.after();
    return (isLong(after) ? round.readChangedAfter(after) : round.readAllAfter(after))
        .thenCompose(read -> round.readUnread())
        .thenApply(read -> round.merged());
  }

  private boolean isLong(Instant after) {
    boolean isCrowded = crowded != null && !after.isAfter(crowded);
    return !known.isEmpty() && after != null && (isCrowded || known.countAfter(after) > MOST);
  }

  /** The answers of one read; they are merged only after the last request has succeeded. */
  private final class Round {

    private final long asked;
    private final List<OrderList> answers = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private OrderList open;

    Round(long asked) {
      this.asked = asked;
    }

    CompletionStage<Void> readAllAfter(Instant after) {
      return readAfter(after)
          .thenCompose(
              read ->
                  after != null && (known.isEmpty() || known.hasForeignBefore(after))
                      ? readOpen()
                      : DONE);
    }

    /** Reads orders in any state submitted after the instant; null = all. */
    private CompletionStage<Void> readAfter(Instant instant) {
      return broker
          .orders(new OrderQuery(false, Set.of(), instant))
          .thenAccept(
              answer -> {
                if (!known.isEmpty() && answer.size() > MOST) {
                  crowded = instant;
                }
                add(answer);
              });
    }

    /** An order of other origin that has ended may have filled before. */
    private CompletionStage<Void> readOpen() {
      return broker
          .orders(OrderQuery.open())
          .thenAccept(
              answer -> {
                open = answer;
                add(answer);
              })
          .thenCompose(read -> readEach(known.foreignBut(ids)));
    }

    CompletionStage<Void> readChangedAfter(Instant oldest) {
      return broker
          .orders(new OrderQuery(false, Set.of(), known.recently()))
          .thenAccept(this::add)
          .thenCompose(read -> readOpen())
          .thenCompose(read -> readEnded(oldest));
    }

    private CompletionStage<Void> readEnded(Instant oldest) {
      List<String> ended = known.openBut(ids);
      return ended.size() > FEW ? readAfter(oldest) : readEach(ended);
    }

    /** An unreadable order of ours may have become readable. */
    CompletionStage<Void> readUnread() {
      return readEach(known.unreadBut(ids));
    }

    private CompletionStage<Void> readEach(List<String> each) {
      return each.isEmpty()
          ? DONE
          : readOne(each.get(0)).thenCompose(read -> readEach(each.subList(1, each.size())));
    }

    /** An answer that cannot be parsed leaves the order as it is known. */
    private CompletionStage<Void> readOne(String id) {
      return broker
          .order(id)
          .thenAccept(found -> found.ifPresent(order -> add(OrderList.of(List.of(order)))))
          .exceptionallyCompose(
              failure -> isMalformed(failure) ? DONE : CompletableFuture.failedStage(failure));
    }

    private static boolean isMalformed(Throwable failure) {
      return BrokerAnswers.failure(failure)
          .filter(e -> e.failure() == BrokerException.Failure.MALFORMED)
          .isPresent();
    }

    private void add(OrderList answer) {
      answers.add(answer);
      answer.orders().forEach(order -> ids.add(order.id()));
      answer.opaque().forEach(order -> ids.add(order.id()));
    }

    List<OwnOrder> merged() {
      List<OwnOrder> ours = new ArrayList<>();
      for (OrderList answer : answers) {
        ours.addAll(known.merge(answer));
        rested.seen(answer.orders(), asked);
      }
      if (open != null) {
        known.keepForeign(open);
      }
      return ours;
    }
  }

  /** Returns all orders of this installation. */
  Collection<OwnOrder> own() {
    return known.own();
  }

  /** Returns the open orders of other origin. */
  List<Order> foreign() {
    return known.foreign();
  }

  /** Returns the orders of other origin that have filled; the same list until one changes. */
  List<Order> foreignFills() {
    return known.foreignFills();
  }

  /** Returns the orders that cannot be read, and the open foreign orders with several legs. */
  UnreadItems unread() {
    return known.unread();
  }

  /** Returns the broker ids of orders that are known to have rested. */
  Set<String> rested() {
    return rested.ids();
  }
}
