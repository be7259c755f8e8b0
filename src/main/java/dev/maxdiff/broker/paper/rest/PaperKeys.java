package dev.maxdiff.broker.paper.rest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The pair of keys that the exchange accepts; {@link #toString} hides them. */
public record PaperKeys(String id, String secret) {

  /** Compares in constant time. */
  public boolean match(String givenId, String givenSecret) {
    return same(id, givenId) & same(secret, givenSecret);
  }

  @Override
  public String toString() {
    return "PaperKeys[hidden]";
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
