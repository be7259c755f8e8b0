package dev.maxdiff.broker.alpaca;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a 429 says about when to ask again: {@code Retry-After}, or when Alpaca's window ends. */
public final class RateHeaders {

  private static final String RETRY_AFTER = "Retry-After";

  /** Seconds since 1970, as Alpaca gives it. */
  private static final String RESET = "X-RateLimit-Reset";

  private RateHeaders() {}

  /**
   * How long to wait; null when it does not say.
   *
   * @param headers of the answer
   * @param now by the clock that the server goes by
   */
  public static Duration pause(HttpHeaders headers, Instant now) {
    return seconds(headers, RETRY_AFTER)
        .or(() -> seconds(headers, RESET).map(reset -> reset - now.getEpochSecond()))
        .filter(wait -> wait >= 0)
        .map(Duration::ofSeconds)
        .orElse(null);
  }

  private static Optional<Long> seconds(HttpHeaders headers, String name) {
    return headers
        .firstValue(name)
        .filter(value -> value.matches("[0-9]{1,12}"))
        .map(Long::valueOf);
  }
}
