package dev.maxdiff.broker.alpaca.wire;

import dev.maxdiff.domain.InvalidValueException;
import java.util.Map;

/**
 * The two authentication headers; {@link #toString} hides their values.
 *
 * @param id {@code APCA-API-KEY-ID}; a watcher sends its fencing token here
 * @param secret {@code APCA-API-SECRET-KEY}; empty = the header is omitted
 */
public record ApiKeys(String id, String secret) {

  public ApiKeys {
    refuseUnprintable("APCA_API_KEY_ID", id);
    refuseUnprintable("APCA_API_SECRET_KEY", secret);
  }

  public Map<String, String> headers() {
    return secret.isEmpty()
        ? Map.of("APCA-API-KEY-ID", id)
        : Map.of("APCA-API-KEY-ID", id, "APCA-API-SECRET-KEY", secret);
  }

  @Override
  public String toString() {
    return "ApiKeys[hidden]";
  }

  /** Prevents header injection: a line break in a key would start another header. */
  private static void refuseUnprintable(String field, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        throw new InvalidValueException(field, "(hidden)", "printable ASCII without blanks");
      }
    }
  }
}
