package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.paper.tape.MarketTape;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An error response in Alpaca's form.
 *
 * @param status HTTP status
 * @param code Alpaca's code
 * @param details further fields of the error body, as text
 */
public record ApiError(int status, int code, String message, Map<String, String> details) {

  public ApiError {
    details = Collections.unmodifiableMap(new TreeMap<>(details)); // the same text in every JVM
  }

  static ApiError forbidden(String message, Map<String, String> details) {
    return new ApiError(403, 40310000, message, details);
  }

  static ApiError forbidden(String message) {
    return forbidden(message, Map.of());
  }

  public static ApiError unprocessable(String message) {
    return new ApiError(422, 42210000, message, Map.of());
  }

  static ApiError invalidClientOrderId(String message) {
    return new ApiError(422, 40010001, message, Map.of());
  }

  public static ApiError malformed(String message) {
    return new ApiError(400, 40010000, message, Map.of());
  }

  /** The body of a request is too large or incomplete. */
  public static ApiError ofBody(int status, String message) {
    return new ApiError(status, status * 100_000 + 10_000, message, Map.of());
  }

  /** An unexpected failure; the log names the same id. */
  public static ApiError internal(String id) {
    return new ApiError(500, 50010000, "internal server error occurred (id " + id + ")", Map.of());
  }

  public static ApiError unauthorized() {
    return new ApiError(401, 40110000, "request is not authorized", Map.of());
  }

  public static ApiError notFound(String message) {
    return new ApiError(404, 40410000, message, Map.of());
  }

  public static String text(BigDecimal value) {
    return MarketTape.plain(value).toPlainString();
  }
}
