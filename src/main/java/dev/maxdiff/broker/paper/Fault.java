package dev.maxdiff.broker.paper;

import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * A way in which the embedded exchange misbehaves: towards one request, or in its market.
 *
 * <p>{@code acted} below means that the exchange does what was asked, as its audit log shows.
 */
public sealed interface Fault {

  /** What a fault plan and the audit log call it. */
  String name();

  /** A fault of one request and its answer. */
  sealed interface OfRequest extends Fault {}

  /** A fault of what becomes of an order, however it was asked for. */
  sealed interface OfMarket extends Fault {}

  /**
   * Acted and answered {@code by} later, also when the caller has given up by then.
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
   * Acted at once, answered {@code by} later.
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

  /** Not acted; the connection is closed without an answer. */
  record Close() implements OfRequest {
    @Override
    public String name() {
      return "close";
    }
  }

  /** Acted; the answer is thrown away and the connection closed. */
  record DropAnswer() implements OfRequest {
    @Override
    public String name() {
      return "drop-answer";
    }
  }

  /**
   * Answered with an error of Alpaca's form.
   *
   * @param status 400 to 599
   * @param code Alpaca's; 0 = the usual one of the status
   * @param message empty = the usual one of the status
   * @param retryAfter for the header of that name; null = none
   * @param acted whether the exchange did what was asked all the same
   */
  record Error(int status, int code, String message, Duration retryAfter, boolean acted)
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

    /** Not acted, with the usual words. */
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
      return acted ? "error-after" : "error";
    }
  }

  /** Lists and quotes come back empty; other answers are not touched. */
  record EmptyList() implements OfRequest {
    @Override
    public String name() {
      return "empty-list";
    }
  }

  /** Of lists and quotes only the first half comes back; other answers are not touched. */
  record HalfList() implements OfRequest {
    @Override
    public String name() {
      return "half-list";
    }
  }

  /** Acted; half of the body is sent, then the connection breaks. */
  record Cut() implements OfRequest {
    @Override
    public String name() {
      return "cut";
    }
  }

  /** Acted; the answer is complete HTTP, but its body is half of a JSON text. */
  record Malformed() implements OfRequest {
    @Override
    public String name() {
      return "malformed";
    }
  }

  /**
   * {@code /v2/clock} tells a time that is wrong; the exchange itself goes on by the right one.
   *
   * @param by up to a day, added to the time; may be negative
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
   * The first fill of an order is only a part of what it would be; the rest stays open.
   *
   * @param share of the quantity, above 0 and below 1; rounded down to what can be traded
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

  /** An order is accepted and, right after its answer, {@code rejected}. */
  record Reject() implements OfMarket {
    @Override
    public String name() {
      return "reject";
    }
  }

  /** A replacement is accepted and later {@code rejected}: the order that it replaces stands. */
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
