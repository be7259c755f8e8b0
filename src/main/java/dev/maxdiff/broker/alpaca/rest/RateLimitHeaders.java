package dev.maxdiff.broker.alpaca.rest;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the wait time of a 429: {@code Retry-After}, or the end of Alpaca's rate window. */
public final class RateLimitHeaders {

  private static final String RETRY_AFTER = "Retry-After";

  /** End of Alpaca's rate window, in seconds since 1970. */
  private static final String RESET = "X-RateLimit-Reset";

  private RateLimitHeaders() {}

  /**
   * The time to wait before the next request; null when the headers name none.
   *
   * @param headers of the response
   * @param now the server's time
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
