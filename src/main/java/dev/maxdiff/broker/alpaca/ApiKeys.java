package dev.maxdiff.broker.alpaca;

import dev.maxdiff.domain.InvalidValueException;
import java.util.Map;

/**
 * The two headers by which a server knows who asks; their values are never printed.
 *
 * @param id {@code APCA-API-KEY-ID}; a watcher's token stands here
 * @param secret {@code APCA-API-SECRET-KEY}; empty = not sent
 */
public record ApiKeys(String id, String secret) {

  public ApiKeys {
    refuseUnprintable("APCA_API_KEY_ID", id);
    refuseUnprintable("APCA_API_SECRET_KEY", secret);
  }

  Map<String, String> headers() {
    return secret.isEmpty()
        ? Map.of("APCA-API-KEY-ID", id)
        : Map.of("APCA-API-KEY-ID", id, "APCA-API-SECRET-KEY", secret);
  }

  @Override
  public String toString() {
    return "ApiKeys[hidden]";
  }

  /** A line break in a key would let it write headers of its own. */
  private static void refuseUnprintable(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new InvalidValueException(field, "(hidden)", "printable ASCII without blanks");
      }
    }
  }
}
