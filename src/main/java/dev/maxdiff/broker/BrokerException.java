package dev.maxdiff.broker;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A failed broker call; {@link #failure()} says whether the broker may have acted. */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Pattern AVAILABLE =
      Pattern.compile("available\"?\\s*:\\s*\"?([0-9]{1,30}(?:\\.[0-9]{1,30})?)");

  /** The words in which a broker, or our gateway, refuses an order because it is too small. */
  private static final Pattern TOO_SMALL =
      Pattern.compile(
          "minimal amount|minimum (order|qty|quantity|notional|amount|size)"
              + "|(qty|quantity|notional|cost basis)[^.;]*must be (>|at least|greater)",
          Pattern.CASE_INSENSITIVE);

  /** Alpaca's code for a forbidden order. */
  private static final int FORBIDDEN = 40310000;

  private static final Pattern RESERVATION =
      Pattern.compile(
          "insufficient (?:qty|quantity|balance|buying power)|held_for_orders",
          Pattern.CASE_INSENSITIVE);

  /** The kinds of failure that callers handle differently. */
  public enum Failure {
    /** The broker rejected the request (403, 422, 409, …); nothing changed. */
    REJECTED,
    /** The keys are wrong or the account is blocked (401); nothing changed. */
    UNAUTHORIZED,
    /** The order, asset or path does not exist (404). */
    NOT_FOUND,
    /** Too many requests (429); nothing changed. */
    RATE_LIMITED,
    /** The request never reached the broker (connection refused, held back); nothing changed. */
    UNREACHABLE,
    /** The outcome is unknown: a timeout, a lost connection or a 5xx after the request was sent. */
    UNRESOLVED,
    /** The response cannot be parsed; the outcome is as unknown as for {@link #UNRESOLVED}. */
    MALFORMED
  }

  private final Failure failure;
  private final int status;
  private final int code;
  private final String reason;

  private BrokerException(
      Failure failure, int status, int code, String reason, String message, Throwable cause) {
    super(message, cause);
    this.failure = requireNonNull(failure, "failure");
    this.status = status;
    this.code = code;
    this.reason = requireNonNull(reason, "reason");
  }

  /**
   * @param status HTTP status; 0 = no response
   * @param code the broker's code (for example 40310000); 0 = none
   * @param message one line for an operator
   */
  public BrokerException(Failure failure, int status, int code, String message, Throwable cause) {
    this(failure, status, code, "", message, cause);
  }

  public BrokerException(Failure failure, int status, int code, String message) {
    this(failure, status, code, "", message, null);
  }

  /**
   * A failure with the reason that our gateway gives.
   *
   * @param reason empty when a broker refused the request
   */
  public static BrokerException withReason(
      String reason, Failure failure, int status, int code, String message) {
    return new BrokerException(failure, status, code, reason, message, null);
  }

  public Failure failure() {
    return failure;
  }

  public int status() {
    return status;
  }

  public int code() {
    return code;
  }

  /**
   * The reason that our gateway gives, more specific than a broker's code; empty for other
   * failures.
   */
  public String reason() {
    return reason;
  }

  /**
   * The amount that a rejection names as available to spend (quote currency) or to sell (base
   * units); zero when the message names no amount. This amount shows a position that fees have
   * reduced below the quantity of the order.
   */
  public BigDecimal available() {
    Matcher matcher = AVAILABLE.matcher(getMessage());
    return matcher.find() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
  }

  /** Returns true when an order was refused because it is too small. */
  public boolean isForItsSize() {
    boolean byGateway = reason.equals("too_small");
    return failure == Failure.REJECTED && (byGateway || isForItsSize(getMessage()));
  }

  /**
   * @param message the words of a broker that has rejected an order
   */
  public static boolean isForItsSize(String message) {
    return TOO_SMALL.matcher(message).find();
  }

  /**
   * Whether the broker refuses an order only because another one still holds its quantity or its
   * cash. Alpaca gives every forbidden order (wash trade, day-trading rule, liquidation only) the
   * same code; its words tell them apart.
   */
  public boolean isReservation() {
    return isReservation(code, getMessage());
  }

  /**
   * @param message the broker's words
   */
  public static boolean isReservation(int code, String message) {
    return code == FORBIDDEN && RESERVATION.matcher(message).find();
  }

  /** Returns true when a failed order or cancel may have taken effect at the broker. */
  public boolean isOutcomeUnknown() {
    return failure == Failure.UNRESOLVED || failure == Failure.MALFORMED;
  }
}
