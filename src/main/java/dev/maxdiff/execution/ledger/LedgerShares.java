package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/** Divides a quantity that is gone among the keys. */
public final class LedgerShares {

  private static final int DIGITS = 9;

  private LedgerShares() {}

  /**
   * Returns what each key loses, negative, rounded so that the keys never own more than is left.
   * The keys that owned something when the difference began bear it pro rata; a later purchase
   * bears only what they cannot.
   *
   * @param gone magnitude
   * @param owners at the time when the difference began
   * @param now the same keys and later owners
   */
  public static Map<WatcherKey, BigDecimal> of(
      BigDecimal gone, Map<WatcherKey, BigDecimal> owners, Map<WatcherKey, BigDecimal> now) {
    Map<WatcherKey, BigDecimal> first = new TreeMap<>();
    Map<WatcherKey, BigDecimal> later = new TreeMap<>();
    now.forEach(
        (key, owned) -> {
          BigDecimal earlier = owners.getOrDefault(key, BigDecimal.ZERO).min(owned);
          first.put(key, earlier);
          later.put(key, owned.subtract(earlier));
        });
    BigDecimal borne = sum(first).min(gone);
    Map<WatcherKey, BigDecimal> changes = new TreeMap<>();
    add(changes, borne, first);
    add(changes, gone.subtract(borne), later);
    return changes;
  }

  private static void add(
      Map<WatcherKey, BigDecimal> changes, BigDecimal gone, Map<WatcherKey, BigDecimal> weights) {
    BigDecimal all = sum(weights);
    if (gone.signum() <= 0 || all.signum() <= 0) {
      return;
    }
    BigDecimal factor = gone.min(all).divide(all, MathContext.DECIMAL64);
    weights.forEach(
        (key, weight) -> {
          BigDecimal share =
              weight.multiply(factor).setScale(DIGITS, RoundingMode.UP).min(weight).negate();
          if (share.signum() != 0) {
            changes.merge(key, share.stripTrailingZeros(), BigDecimal::add);
          }
        });
  }

  private static BigDecimal sum(Map<WatcherKey, BigDecimal> weights) {
    return weights.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
