package dev.maxdiff.execution.model;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The refusal of a request, by the gateway or by the broker.
 *
 * @param kind decides the HTTP status that the gateway answers
 * @param brokerStatus HTTP status of the broker's answer; 0 if the broker did not answer
 * @param brokerCode Alpaca's code in the broker's answer; 0 if there is none
 * @param reason one word for a program
 * @param message one line for a person
 */
public record OrderRefusal(
    Kind kind, int brokerStatus, int brokerCode, String reason, String message)
    implements OrderAnswer {

  /** The cause of a refusal. */
  public enum Kind {
    /** The token is missing, unknown or retired. */
    UNAUTHORIZED,
    /** A pre-trade check failed; the order was not sent. */
    DENIED,
    /** The token belongs to an older generation; the order was not sent. */
    STALE,
    /** No such order, position, asset or endpoint exists for this watcher. */
    NOT_FOUND,
    /** The request is malformed, or the state of the order excludes it. */
    UNPROCESSABLE,
    /** The broker refused the request with an answer of its own. */
    BROKER,
    /** Nothing was sent; the same request may be repeated. */
    NOT_SENT,
    /** The outcome of a sent request is unknown. */
    UNRESOLVED,
    /** A defect of the gateway. */
    INTERNAL
  }

  static final String REJECTED = "rejected";
  public static final String AWAITING_RELEASE = "awaiting_release";
  private static final String UNRESOLVED = "unresolved_intent";

  private static final int FORBIDDEN = 403;
  private static final int UNPROCESSABLE = 422;

  /** The words of Alpaca's refusals: potential wash trade detected; opposite side order exists. */
  private static final Pattern WASH_TRADE =
      Pattern.compile("wash trade|opposite side", Pattern.CASE_INSENSITIVE);

  public static OrderRefusal of(Kind kind, String reason, String message) {
    return new OrderRefusal(kind, 0, 0, reason, message);
  }

  /** A pre-trade check has refused the order; {@code words} follow "denied: " in the message. */
  public static OrderRefusal denied(String reason, String words) {
    return of(Kind.DENIED, reason, "denied: " + words);
  }

  public static OrderRefusal stale(WatcherAuthority authority) {
    return of(
        Kind.STALE,
        "stale_generation",
        "denied: generation "
            + authority.generation()
            + " of "
            + authority.slot()
            + " is not the current one; it may not order any more");
  }

  /** The order was sent; its outcome is unknown. */
  public static OrderRefusal unresolved(Object slot) {
    return of(Kind.UNRESOLVED, UNRESOLVED, unresolvedWords(slot));
  }

  /** The order was not sent: the outcome of an earlier order of the slot is unknown. */
  public static OrderRefusal behindUnresolved(Object slot) {
    return notSent(UNRESOLVED, unresolvedWords(slot));
  }

  /** Nothing was sent, and the same request may be repeated. */
  public static OrderRefusal notSent(String reason, String message) {
    return of(Kind.NOT_SENT, reason, message);
  }

  /** A read that precedes the order failed; the order was not sent. */
  public static OrderRefusal notSent(BrokerException e) {
    return notSent(reason(e), String.valueOf(e.getMessage()));
  }

  /** The broker has named a time in which it takes no request. */
  public static OrderRefusal rateLimited(Duration left) {
    return notSent(
        "rate_limited", "not sent: the broker takes no request for " + left.toSeconds() + " s");
  }

  /** The runtime ends: the order of an exit is not cancelled any more. */
  public static OrderRefusal kept(String id) {
    return of(
        Kind.DENIED, "runtime_ending", "denied: the runtime ends; order " + id + " stays as it is");
  }

  /** The order of an exit is not cancelled: the broker has refused the order that would follow. */
  public static OrderRefusal stays(String id, OrderRefusal refusal) {
    return denied("forbidden", "order " + id + " stays, the broker refuses: " + refusal.message());
  }

  public static OrderRefusal notFound(String id) {
    return of(Kind.NOT_FOUND, "not_found", "order not found for " + id);
  }

  public static OrderRefusal unprocessable(String reason, String message) {
    return of(Kind.UNPROCESSABLE, reason, message);
  }

  public static OrderRefusal internal(Throwable failure) {
    return of(Kind.INTERNAL, "internal", "internal error: " + failure);
  }

  /** A request to the broker failed. */
  public static OrderRefusal from(BrokerException e) {
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
    return new OrderRefusal(
        Kind.BROKER, status, e.code(), reason(e), String.valueOf(e.getMessage()));
  }

  /** Whether the outcome of an order of the slot is unknown. */
  public boolean isUnresolved() {
    return reason.equals(UNRESOLVED);
  }

  /** Whether the broker refused the order because another order still reserves its quantity. */
  public boolean isReservedAtBroker() {
    return reason.equals(REJECTED) && BrokerException.isReservation(brokerCode, message);
  }

  /** Whether the broker refused the order for another cause than a reservation. */
  public boolean isForbiddenByBroker() {
    return reason.equals(REJECTED) && !isReservedAtBroker();
  }

  /** Whether the broker refused the order because it could trade with another of the account. */
  public boolean isWashTradeAtBroker() {
    return isForbiddenByBroker() && WASH_TRADE.matcher(message).find();
  }

  /** Whether the broker refused the order because it is too small. */
  public boolean isForItsSize() {
    return isForbiddenByBroker() && BrokerException.isForItsSize(message);
  }

  /** Whether the broker would refuse an order of another key as well. */
  public boolean forbidsOthers() {
    boolean isForbidden = isForbiddenByBroker() && !isForItsSize();
    return isForbidden && (brokerStatus == FORBIDDEN || isWashTradeAtBroker());
  }

  /** Whether the broker cannot process the request in the present state of the order. */
  public boolean isUnprocessable() {
    return kind == Kind.UNPROCESSABLE || brokerStatus == UNPROCESSABLE;
  }

  private static String unresolvedWords(Object slot) {
    return "denied: unresolved intent: the outcome of the last order of "
        + slot
        + " is not known yet; ask again";
  }

  private static String reason(BrokerException e) {
    return e.failure().name().toLowerCase(Locale.ROOT);
  }
}
