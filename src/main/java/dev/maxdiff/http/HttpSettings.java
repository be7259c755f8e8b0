package dev.maxdiff.http;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.time.Duration;

/**
 * The settings of the runtime's HTTP server, {@code maxdiff.http} in reference.conf. The
 * constructor throws {@link InvalidValueException} if a value is out of range.
 *
 * @param port TCP port on 127.0.0.1; 0 = any free port
 * @param requestTimeout maximum time until the response; a longer request gets 503
 * @param idleTimeout maximum time without a request, after which the connection is closed
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
