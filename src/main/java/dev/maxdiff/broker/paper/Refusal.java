package dev.maxdiff.broker.paper;

import java.math.BigDecimal;
import java.util.Map;

/**
 * An error response in Alpaca's form.
 *
 * @param status HTTP status
 * @param code Alpaca's code
 * @param details further fields of the error body, as text
 */
record Refusal(int status, int code, String message, Map<String, String> details) {

  static Refusal forbidden(String message, Map<String, String> details) {
    return new Refusal(403, 40310000, message, details);
  }

  static Refusal forbidden(String message) {
    return forbidden(message, Map.of());
  }

  static Refusal unprocessable(String message) {
    return new Refusal(422, 42210000, message, Map.of());
  }

  static Refusal invalidClientOrderId(String message) {
    return new Refusal(422, 40010001, message, Map.of());
  }

  static Refusal malformed(String message) {
    return new Refusal(400, 40010000, message, Map.of());
  }

  static Refusal unauthorized() {
    return new Refusal(401, 40110000, "request is not authorized", Map.of());
  }

  static Refusal notFound(String message) {
    return new Refusal(404, 40410000, message, Map.of());
  }

  static String text(BigDecimal value) {
    return MarketTape.plain(value).toPlainString();
  }
}
