package dev.maxdiff.execution.upstream;

import dev.maxdiff.broker.Order;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Submission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.pcollections.TreePSet;

/**
 * The orders that the broker has shown: all of this installation, and the open orders of other
 * origin. Not thread-safe.
 */
public final class KnownOrders {

  /** An order may become visible later than orders submitted after it, by at most this time. */
  private static final Duration OVERLAP = Duration.ofMinutes(1);

  /** Behind every known time of submission. */
  private static final Submission UNKNOWN = new Submission(null, "");

  private final String installation;
  private final Map<String, OwnOrder> own = new LinkedHashMap<>();
  private final Map<String, Order> foreign = new LinkedHashMap<>();

  /** The open orders of any origin. */
  private final NavigableMap<Submission, Order> unfinished = new TreeMap<>();

  /** Our orders of any state; this set knows the size of each part, a TreeSet would count it. */
  private TreePSet<Submission> submitted = TreePSet.empty();

  private List<Order> others = List.of(); // the values of foreign
  private Instant newest;

  public KnownOrders(String installation) {
    this.installation = installation;
  }

  /** Returns the submission time from which the next read must start; null = from the beginning. */
  Instant after() {
    if (newest == null) {
      return null;
    }
    if (unfinished.isEmpty()) {
      return recently();
    }
    boolean hasUnknown = unfinished.lastKey().at() == null;
    Instant oldest = unfinished.firstKey().at();
    return hasUnknown ? null : (oldest.isBefore(newest) ? oldest : newest).minus(OVERLAP);
  }

  /**
   * Returns the submission time from which new orders are read. Requires at least one known order.
   */
  Instant recently() {
    return newest.minus(OVERLAP);
  }

  /** Returns the number of our orders submitted after the instant. */
  long countAfter(Instant instant) {
    Submission next = new Submission(instant.plusNanos(1), "");
    return submitted.subSet(next, true, UNKNOWN, false).size();
  }

  /**
   * Returns the broker ids of orders that were open at the last read and are absent from {@code
   * read}.
   */
  List<String> openBut(List<Order> read) {
    Set<String> ids = read.stream().map(Order::id).collect(Collectors.toSet());
    return unfinished.values().stream().map(Order::id).filter(id -> !ids.contains(id)).toList();
  }

  /**
   * Adds orders that the broker has just shown.
   *
   * @return the orders of this installation among them
   */
  public List<OwnOrder> merge(List<Order> read) {
    List<OwnOrder> ours = new ArrayList<>();
    boolean hasOther = false;
    for (Order order : read) {
      Instant at = order.submittedAt();
      newest = at != null && (newest == null || at.isAfter(newest)) ? at : newest;
      Optional<OwnOrder> line = known(order).or(() -> ownOf(installation, order));
      if (line.isPresent()) {
        ours.add(line.get());
        mergeOwn(line.get());
      } else {
        hasOther = true;
        mergeForeign(order);
      }
    }
    if (hasOther) {
      others = List.copyOf(foreign.values());
    }
    return ours;
  }

  /** Returns a known order of ours as it is now; its id says the same as before. */
  private Optional<OwnOrder> known(Order order) {
    return Optional.ofNullable(own.get(order.id()))
        .filter(line -> Objects.equals(line.order().clientOrderId(), order.clientOrderId()))
        .map(line -> new OwnOrder(line.slot(), line.generation(), order));
  }

  private void mergeOwn(OwnOrder line) {
    OwnOrder known = own.put(line.order().id(), line);
    if (known != null) {
      submitted = submitted.minus(Submission.of(known.order()));
    }
    submitted = submitted.plus(Submission.of(line.order()));
    mergeUnfinished(known == null ? null : known.order(), line.order());
  }

  private void mergeForeign(Order order) {
    Order known = order.isOpen() ? foreign.put(order.id(), order) : foreign.remove(order.id());
    mergeUnfinished(known, order);
  }

  private void mergeUnfinished(Order known, Order order) {
    if (known != null) {
      unfinished.remove(Submission.of(known));
    }
    if (order.isOpen()) {
      unfinished.put(Submission.of(order), order);
    }
  }

  public Collection<OwnOrder> own() {
    return own.values();
  }

  public List<Order> foreign() {
    return others;
  }

  /** Returns the order with its slot, if it belongs to this installation. */
  public static Optional<OwnOrder> ownOf(String installation, Order order) {
    return ClientOrderId.parse(order.clientOrderId())
        .filter(id -> id.installation().equals(installation))
        .filter(id -> id.slot().key().symbol().equals(order.symbol()))
        .filter(id -> id.slot().orderSide() == order.side())
        .map(id -> new OwnOrder(id.slot(), id.generation(), order));
  }
}
