package dev.maxdiff.watch.rules;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * The memory of an entry watcher from poll to poll.
 *
 * @param pending base units ordered that may be invisible yet
 * @param pendingExpiresAt end of the reservation, exchange time; null = none
 * @param position position at the last poll, base units
 * @param triggerOverridden whether the forced entry has been reported
 * @param unreplaceable id of an own order whose replacement the broker rejected; null = none
 */
public record EntryMemory(
    BigDecimal pending,
    Instant pendingExpiresAt,
    BigDecimal position,
    boolean triggerOverridden,
    String unreplaceable) {

  static final EntryMemory EMPTY =
      new EntryMemory(BigDecimal.ZERO, null, BigDecimal.ZERO, false, null);

  EntryMemory seen(EntryExposure exposure, BigDecimal current) {
    return new EntryMemory(
        exposure.pending(), exposure.pendingExpiresAt(), current, triggerOverridden, unreplaceable);
  }

  EntryMemory reserved(BigDecimal quantity, Instant until) {
    return new EntryMemory(
        pending.add(quantity), until, position, triggerOverridden, unreplaceable);
  }

  EntryMemory overridden() {
    return new EntryMemory(pending, pendingExpiresAt, position, true, unreplaceable);
  }

  EntryMemory cannotReplace(String orderId) {
    return new EntryMemory(pending, pendingExpiresAt, position, triggerOverridden, orderId);
  }
}
