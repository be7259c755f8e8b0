package dev.maxdiff.http;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * Where the runtime listens; see {@code maxdiff.http} in reference.conf.
 *
 * @param port on 127.0.0.1; 0 = any free one
 * @param requestTimeout a request that takes longer is answered with 503
 * @param idleTimeout a connection over which nothing was asked for so long is closed
 */
public record HttpSettings(int port, Duration requestTimeout, Duration idleTimeout) {

  private static final int HIGHEST_PORT = 65535;

  public HttpSettings {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new InvalidValueException("maxdiff.http.port", port, "0 to " + HIGHEST_PORT);
    }
    requirePositive("maxdiff.http.request-timeout", requestTimeout);
    requirePositive("maxdiff.http.idle-timeout", idleTimeout);
  }

  private static void requirePositive(String field, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new InvalidValueException(field, value, "> 0");
    }
  }

  public static HttpSettings from(Config root) {
    Config config = root.getConfig("maxdiff.http");
    return new HttpSettings(
        config.getInt("port"),
        config.getDuration("request-timeout"),
        config.getDuration("idle-timeout"));
  }
}
