package dev.maxdiff.execution;

import java.util.HashMap;
import java.util.Map;

/** Which unresolved intents are being looked up, and for which "not known" has become an answer. */
final class IntentLookups {

  private final Map<String, Boolean> mayBeAbsent = new HashMap<>();

  /** False when the intent is being looked up already. */
  boolean begin(String clientOrderId) {
    return mayBeAbsent.putIfAbsent(clientOrderId, false) == null;
  }

  /** The broker has had its time: what it does not know now, it never got. */
  void allowAbsence(String clientOrderId) {
    mayBeAbsent.replace(clientOrderId, true);
  }

  boolean mayBeAbsent(String clientOrderId) {
    return mayBeAbsent.getOrDefault(clientOrderId, false);
  }

  void end(String clientOrderId) {
    mayBeAbsent.remove(clientOrderId);
  }

  void clear() {
    mayBeAbsent.clear();
  }
}
