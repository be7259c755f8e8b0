package dev.maxdiff.broker.alpaca.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 7, PT7S",
    "retry-after, 0, PT0S",
    "Retry-After, soon,",
    "Retry-After, -1,",
    "X-RateLimit-Reset, 1700000012, PT12S",
    "X-RateLimit-Reset, 1699999999,",
    "X-RateLimit-Reset, 99999999999999999999,",
    "X-RateLimit-Remaining, 0,",
  })
  void saysHowLongToWait(String name, String value, Duration wait) {
    HttpHeaders headers = HttpHeaders.of(Map.of(name, List.of(value)), (one, other) -> true);

    assertThat(RateLimitHeaders.pause(headers, NOW)).isEqualTo(wait);
  }
}
