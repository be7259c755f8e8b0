package dev.maxdiff.execution;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import java.util.List;
import java.util.Locale;

/** What came of something asked of a desk. */
sealed interface Answer {

  /** Alpaca's code for what is forbidden or not available. */
  int FORBIDDEN = 40310000;

  /** Alpaca's code for what cannot be processed. */
  int UNPROCESSABLE = 42210000;

  /** The broker has the order. */
  record Placed(Order order) implements Answer {}

  /** A cancel was accepted; the order is terminal later. */
  record CancelAccepted() implements Answer {}

  /** A cancel of many: those that were not seen terminal in time. */
  record Unconfirmed(List<Order> orders) implements Answer {
    public Unconfirmed {
      orders = List.copyOf(orders);
    }
  }

  /**
   * No: by us or by the broker.
   *
   * @param status of HTTP
   * @param code Alpaca's
   * @param reason one word for a program
   * @param message one line for a person
   */
  record Refused(int status, int code, String reason, String message) implements Answer {

    static final String REJECTED = "rejected";
    static final String AWAITING_RELEASE = "awaiting_release";

    /** Refused here, before it left. */
    static Refused denied(String reason, String words) {
      return new Refused(403, FORBIDDEN, reason, "denied: " + words);
    }

    static Refused stale(Grant grant) {
      return new Refused(
          409,
          40910000,
          "stale_generation",
          "denied: generation "
              + grant.generation()
              + " of "
              + grant.slot()
              + " is not the current one; it may not order any more");
    }

    static Refused unresolved(Object slot) {
      return new Refused(
          503,
          50310000,
          "unresolved_intent",
          "denied: unresolved intent: the outcome of the last order of "
              + slot
              + " is not known yet; ask again");
    }

    static Refused notFound(String id) {
      return new Refused(404, 40410000, "not_found", "order not found for " + id);
    }

    static Refused from(BrokerException e) {
      String reason = e.failure().name().toLowerCase(Locale.ROOT);
      int status =
          switch (e.failure()) {
            case REJECTED -> e.status() >= 400 && e.status() < 500 ? e.status() : 403;
            case NOT_FOUND -> 404;
            case RATE_LIMITED -> 429;
            case UNAUTHORIZED -> 502;
            case UNREACHABLE, UNRESOLVED, MALFORMED -> 503;
          };
      int code = e.code() == 0 ? status * 100_000 + 10_000 : e.code();
      return new Refused(status, code, reason, String.valueOf(e.getMessage()));
    }
  }
}
