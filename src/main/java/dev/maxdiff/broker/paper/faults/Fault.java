package dev.maxdiff.broker.paper.faults;

import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A fault of the embedded exchange: of one request, or of its market.
 *
 * <p>"Processed" means that the exchange processes the request; its audit log has the result.
 */
public sealed interface Fault {

  /** The name in fault plans and in the audit log. */
  String name();

  /** A fault of one request and its response. */
  sealed interface OfRequest extends Fault {}

  /** A fault of an order in the market. */
  sealed interface OfMarket extends Fault {}

  /**
   * Processed and answered {@code by} later, even when the client has closed the connection.
   *
   * @param by 1 ms to 50 s, wall time
   */
  record Delay(Duration by) implements OfRequest {
    public Delay {
      pause(by);
    }

    @Override
    public String name() {
      return "delay";
    }
  }

  /**
   * Processed at once, answered {@code by} later.
   *
   * @param by 1 ms to 50 s, wall time
   */
  record AnswerLate(Duration by) implements OfRequest {
    public AnswerLate {
      pause(by);
    }

    @Override
    public String name() {
      return "answer-late";
    }
  }

  /** Not processed; the connection is closed without a response. */
  record Close() implements OfRequest {
    @Override
    public String name() {
      return "close";
    }
  }

  /** Processed; the response is dropped and the connection closed. */
  record DropAnswer() implements OfRequest {
    @Override
    public String name() {
      return "drop-answer";
    }
  }

  /**
   * Answered with an error in Alpaca's form.
   *
   * @param status 400 to 599
   * @param code Alpaca's code; 0 = the default of the status
   * @param message empty = the default of the status
   * @param retryAfter value of the header {@code Retry-After}, 0 s to 1 h; null = no header
   * @param processed true = the exchange processes the request all the same
   */
  record Error(int status, int code, String message, Duration retryAfter, boolean processed)
      implements OfRequest {

    private static final int CODES_OF_A_STATUS = 100_000;

    public Error {
      if (status < 400 || status > 599) {
        throw new InvalidValueException("status", status, "400 to 599");
      }
      if (retryAfter != null && (retryAfter.isNegative() || retryAfter.toHours() > 1)) {
        throw new InvalidValueException("retry-after", retryAfter, "0s to 1h");
      }
      code = code == 0 ? status * CODES_OF_A_STATUS : code;
      message = message.isEmpty() ? usualMessage(status) : message;
    }

    /** Not processed; code and message are the defaults of the status. */
    public Error(int status) {
      this(status, 0, "", null, false);
    }

    private static String usualMessage(int status) {
      return switch (status) {
        case 401 -> "request is not authorized";
        case 403 -> "access is forbidden";
        case 429 -> "too many requests";
        default -> "injected error " + status;
      };
    }

    @Override
    public String name() {
      return processed ? "error-after" : "error";
    }
  }

  /** Lists and quotes are empty; other responses are unchanged. */
  record EmptyList() implements OfRequest {
    @Override
    public String name() {
      return "empty-list";
    }
  }

  /** Lists and quotes have their first half only; other responses are unchanged. */
  record HalfList() implements OfRequest {
    @Override
    public String name() {
      return "half-list";
    }
  }

  /** Processed; half of the body is sent, then the connection is closed. */
  record Cut() implements OfRequest {
    @Override
    public String name() {
      return "cut";
    }
  }

  /** Processed; the response is complete HTTP, but its body is half of a JSON text. */
  record Malformed() implements OfRequest {
    @Override
    public String name() {
      return "malformed";
    }
  }

  /**
   * {@code /v2/clock} returns a shifted time; the exchange itself uses the correct time.
   *
   * @param by offset, -1 day to 1 day, not 0
   */
  record ClockOff(Duration by) implements OfRequest {
    public ClockOff {
      if (by.isZero() || by.abs().compareTo(Duration.ofDays(1)) > 0) {
        throw new InvalidValueException("by", by, "-1d to 1d, not 0");
      }
    }

    @Override
    public String name() {
      return "clock-off";
    }
  }

  /**
   * The first fill of an order is partial; the rest of the order stays open.
   *
   * @param share of the quantity, above 0 and below 1; the result is rounded down to the increment
   */
  record PartialFill(BigDecimal share) implements OfMarket {
    public PartialFill {
      if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
        throw new InvalidValueException("share", share, "above 0 and below 1");
      }
    }

    @Override
    public String name() {
      return "partial-fill";
    }
  }

  /** An order is accepted and {@code rejected} right after the response. */
  record Reject() implements OfMarket {
    @Override
    public String name() {
      return "reject";
    }
  }

  /**
   * A replacement is accepted and later {@code rejected}; the order that it replaces stays open.
   */
  record RejectReplace() implements OfMarket {
    @Override
    public String name() {
      return "reject-replace";
    }
  }

  private static void pause(Duration by) {
    if (by.compareTo(Duration.ofMillis(1)) < 0 || by.compareTo(Duration.ofSeconds(50)) > 0) {
      throw new InvalidValueException("by", by, "1ms to 50s");
    }
  }
}
