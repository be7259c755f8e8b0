package dev.maxdiff.execution.decisions;

import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The unresolved intents whose lookup is in progress.
 *
 * @param mayBeAbsent by client order id, whether the waiting time has passed: an order that the
 *     broker does not know now never arrived
 */
public record IntentLookups(PMap<String, Boolean> mayBeAbsent) {

  static final IntentLookups NONE = new IntentLookups(HashTreePMap.empty());

  boolean isBegun(String clientOrderId) {
    return mayBeAbsent.containsKey(clientOrderId);
  }

  IntentLookups begin(String clientOrderId) {
    return new IntentLookups(mayBeAbsent.plus(clientOrderId, false));
  }

  IntentLookups allowAbsence(String clientOrderId) {
    return isBegun(clientOrderId) ? new IntentLookups(mayBeAbsent.plus(clientOrderId, true)) : this;
  }

  boolean mayBeAbsent(String clientOrderId) {
    return mayBeAbsent.getOrDefault(clientOrderId, false);
  }

  IntentLookups end(String clientOrderId) {
    return new IntentLookups(mayBeAbsent.minus(clientOrderId));
  }
}
