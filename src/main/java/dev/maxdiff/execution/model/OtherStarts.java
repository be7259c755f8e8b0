package dev.maxdiff.execution.model;

import dev.maxdiff.broker.Order;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells the orders of the starts of this directory from those of a runtime that runs on a copy of
 * it (promise P8). An order of the latter counts as foreign, so that nothing cancels or replaces
 * it.
 *
 * <p>An order that was sent after the first read began has the tag of this start, or its intent is
 * in the journal, or another runtime sends. The broker's clock alone is used. One reader at a time.
 */
public final class OtherStarts {

  /** Tells nothing: every order of the installation is ours. */
  public static final OtherStarts NONE =
      new OtherStarts("", Set.of(), Map.of(), id -> true, new Listener() {});

  /**
   * Is told of each tag once, before an order is sent on what was read. Must not block for long.
   */
  public interface Listener {

    /** An order of a start that this directory does not know is older than this start. */
    default void unknown(ClientOrderId id, Order order) {}

    /** Another runtime has sent this order since the start. */
    default void met(ClientOrderId id, Order order) {}
  }

  private final String own;
  private final Set<String> earlier;
  private final Map<String, Instant> others;
  private final Predicate<ClientOrderId> isJournalled;
  private final Listener listener;
  private final Set<String> told = new HashSet<>();
  private Instant started;

  /**
   * @param own the tag of this start
   * @param earlier the tags of the starts before it
   * @param others the tags of starts with a copy that earlier starts have met, with the submission
   *     of the first order that they met
   * @param isJournalled whether the journal has the order of an earlier start; asked seldom
   */
  public OtherStarts(
      String own,
      Collection<String> earlier,
      Map<String, Instant> others,
      Predicate<ClientOrderId> isJournalled,
      Listener listener) {
    this.own = own;
    this.earlier = Set.copyOf(earlier);
    this.others = new HashMap<>(others);
    this.isJournalled = isJournalled;
    this.listener = listener;
  }

  /** Whether the time of the start is to be read from the broker. */
  public boolean needsStart() {
    return !own.isEmpty() && started == null;
  }

  /**
   * @param now the broker's time before its orders are read for the first time
   */
  public void start(Instant now) {
    started = now;
  }

  /** Whether another runtime has sent this order of the installation. */
  public boolean haveSent(ClientOrderId id, Order order) {
    if (own.isEmpty() || id.tag().isEmpty() || id.tag().equals(own)) {
      return false;
    }
    boolean isYounger = order.submittedAt() != null && order.submittedAt().isAfter(started);
    return isYounger ? isOfOthersNow(id, order) : isOfOthersBefore(id, order);
  }

  private boolean isOfOthersBefore(ClientOrderId id, Order order) {
    boolean isKnown = earlier.contains(id.tag()) || others.containsKey(id.tag());
    if (!isKnown && told.add(id.tag())) {
      listener.unknown(id, order);
    }
    return isSince(others.get(id.tag()), order);
  }

  private boolean isOfOthersNow(ClientOrderId id, Order order) {
    if (!isSince(others.get(id.tag()), order) && isJournalled.test(id)) {
      return false;
    }
    others.putIfAbsent(id.tag(), order.submittedAt());
    if (told.add(id.tag())) {
      listener.met(id, order);
    }
    return true;
  }

  private static boolean isSince(Instant first, Order order) {
    return first != null && order.submittedAt() != null && !order.submittedAt().isBefore(first);
  }
}
