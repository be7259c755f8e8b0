package dev.maxdiff.broker.paper;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** Makes up what must differ from every other account. */
final class AccountNumbers {

  private AccountNumbers() {}

  /** An account number; the account keeps it for ever, over fresh starts too. */
  static String random() {
    return "MX" + secret(5).toUpperCase(Locale.ROOT);
  }

  /** As many random bytes, in hexadecimal. */
  static String secret(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
