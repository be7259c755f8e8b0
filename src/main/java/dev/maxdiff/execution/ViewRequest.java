package dev.maxdiff.execution;

import dev.maxdiff.domain.InvalidValueException;
import java.util.Map;

/**
 * What a watcher wants to see at once beside clock, open orders, positions and quotes: {@code
 * ?account=true&history=true}.
 *
 * @param account the account
 * @param history its slot's orders in any state
 */
record ViewRequest(boolean account, boolean history) {

  static ViewRequest of(Map<String, String> query) {
    return new ViewRequest(flag(query, "account"), flag(query, "history"));
  }

  private static boolean flag(Map<String, String> query, String field) {
    String text = query.getOrDefault(field, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidValueException(field, text, "true or false");
    };
  }
}
