package dev.maxdiff.broker.paper;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** Generates random account numbers and keys. */
final class RandomIds {

  private RandomIds() {}

  /** A new account number. An account keeps its number over restarts and fresh starts. */
  static String random() {
    return "MX" + secret(5).toUpperCase(Locale.ROOT);
  }

  /** Random bytes of the given number, in hexadecimal. */
  static String secret(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
