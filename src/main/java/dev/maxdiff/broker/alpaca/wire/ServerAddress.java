package dev.maxdiff.broker.alpaca.wire;

import dev.maxdiff.domain.InvalidValueException;
import java.net.URI;

/**
 * The address of a server.
 *
 * @param text scheme, host, port and path prefix, without a trailing slash
 * @param path the path prefix; empty = none
 */
public record ServerAddress(String text, String scheme, String host, int port, String path) {

  public static ServerAddress of(URI uri) {
    String scheme = uri.getScheme();
    boolean known = "http".equals(scheme) || "https".equals(scheme);
    if (!known || uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw new InvalidValueException(
          "APCA_API_BASE_URL", uri, "an address like http://127.0.0.1:8080");
    }
    int usual = scheme.equals("https") ? 443 : 80;
    return new ServerAddress(
        withoutSlash(uri.toString()),
        scheme,
        uri.getHost(),
        uri.getPort() < 0 ? usual : uri.getPort(),
        withoutSlash(uri.getRawPath()));
  }

  private static String withoutSlash(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
