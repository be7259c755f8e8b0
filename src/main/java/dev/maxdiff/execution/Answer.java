package dev.maxdiff.execution;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.alpaca.AlpacaBroker;
import java.util.List;
import java.util.Locale;

/** What came of something asked of a desk. */
sealed interface Answer {

  /** Alpaca's code for what is forbidden or not available. */
  int FORBIDDEN = 40310000;

  /** Ours for a 403 that bears no code. */
  int UNKNOWN_FORBIDDEN = 40300000;

  /** Alpaca's code for what cannot be processed. */
  int UNPROCESSABLE = 42210000;

  /** The code where what happened is not known; where nothing did: NOTHING_DONE. */
  int UNAVAILABLE = 50310000;

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
    private static final String UNRESOLVED = "unresolved_intent";
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

    /** Sent, and what became of it is not known. */
    static Refused unresolved(Object slot) {
      return new Refused(503, UNAVAILABLE, UNRESOLVED, unresolvedWords(slot));
    }

    /** Whether what became of an order is not known. */
    boolean isUnresolved() {
      return reason.equals(UNRESOLVED);
    }

    /** Held back behind an earlier order of the slot whose outcome is not known. */
    static Refused behindUnresolved(Object slot) {
      return notSent(UNRESOLVED, unresolvedWords(slot));
    }

    /** Not now, and nothing has happened: whoever asked may simply ask again. */
    static Refused notSent(String reason, String message) {
      return new Refused(503, AlpacaBroker.NOTHING_DONE, reason, message);
    }

    /** A read failed before the order was sent. */
    static Refused notSent(BrokerException e) {
      return notSent(reason(e), String.valueOf(e.getMessage()));
    }

    private static String unresolvedWords(Object slot) {
      return "denied: unresolved intent: the outcome of the last order of "
          + slot
          + " is not known yet; ask again";
    }

    private static String reason(BrokerException e) {
      return e.failure().name().toLowerCase(Locale.ROOT);
    }

    static Refused notFound(String id) {
      return new Refused(404, 40410000, "not_found", "order not found for " + id);
    }

    static Refused from(BrokerException e) {
      if (e.failure() == Failure.UNREACHABLE || e.failure() == Failure.UNAUTHORIZED) {
        return notSent(e);
      }
      int status =
          switch (e.failure()) {
            case REJECTED -> e.status() >= 400 && e.status() < 500 ? e.status() : 403;
            case NOT_FOUND -> 404;
            case RATE_LIMITED -> 429;
            default -> 503;
          };
      return new Refused(status, code(e, status), reason(e), String.valueOf(e.getMessage()));
    }

    /** A 403 that says nothing is not the one that means a reserved quantity. */
    private static int code(BrokerException e, int status) {
      if (e.code() != 0) {
        return e.code();
      }
      return status == 403 ? UNKNOWN_FORBIDDEN : status * 100_000 + 10_000;
    }
  }
}
