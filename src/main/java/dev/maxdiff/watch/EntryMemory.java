package dev.maxdiff.watch;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an entry watcher remembers from poll to poll.
 *
 * @param pending base units ordered that are perhaps not visible yet
 * @param pendingExpiresAt when the reservation ends; null = none
 * @param position seen at the last poll
 * @param triggerOverridden the forced entry has been reported once
 * @param unreplaceable id of an own order whose replacement the broker refused; null = none
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
