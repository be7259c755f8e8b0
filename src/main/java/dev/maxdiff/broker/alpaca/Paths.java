package dev.maxdiff.broker.alpaca;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Puts values into request paths and queries. */
final class Paths {

  private Paths() {}

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
