package dev.maxdiff.broker;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A call that did not give what it was asked for; {@link #failure()} says what is known of it. */
public final class BrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;
  private static final Pattern AVAILABLE =
      Pattern.compile("available\"?\\s*:\\s*\"?([0-9]{1,30}(?:\\.[0-9]{1,30})?)");

  /** What a caller must tell apart. */
  public enum Failure {
    /** The broker said no (403, 422, 409, …); nothing changed. */
    REJECTED,
    /** The keys are wrong or the account is blocked (401); nothing changed. */
    UNAUTHORIZED,
    /** What was asked about does not exist (404). */
    NOT_FOUND,
    /** Too many requests (429); nothing changed. */
    RATE_LIMITED,
    /** The request never reached the broker (connection refused, held back); nothing changed. */
    UNREACHABLE,
    /** Sent, and then a time-out, a lost connection or a 5xx: it may or may not have happened. */
    UNRESOLVED,
    /** An answer that could not be understood: as uncertain as {@link #UNRESOLVED}. */
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
   * @param status HTTP status, 0 when there was no answer
   * @param code the broker's own code (for example 40310000), 0 when it gave none
   * @param message one line for an operator
   */
  public BrokerException(Failure failure, int status, int code, String message, Throwable cause) {
    this(failure, status, code, "", message, cause);
  }

  public BrokerException(Failure failure, int status, int code, String message) {
    this(failure, status, code, "", message, null);
  }

  /**
   * A no with our gateway's word for why.
   *
   * @param reason empty when it was a broker's
   */
  public static BrokerException because(
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

  /** Our gateway's word for why it said no, which brokers' codes do not tell apart; or empty. */
  public String reason() {
    return reason;
  }

  /**
   * What the refusal of an order says is left to spend or to sell, base units or money; zero when
   * it says nothing. A holding that fees have made smaller than the order is known only from here.
   */
  public BigDecimal available() {
    Matcher matcher = AVAILABLE.matcher(getMessage());
    return matcher.find() ? new BigDecimal(matcher.group(1)) : BigDecimal.ZERO;
  }

  /** Whether an order or cancel that failed like this may have taken effect all the same. */
  public boolean isOutcomeUnknown() {
    return failure == Failure.UNRESOLVED || failure == Failure.MALFORMED;
  }
}
