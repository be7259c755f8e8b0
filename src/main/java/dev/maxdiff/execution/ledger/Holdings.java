package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.pcollections.TreePMap;

/**
 * What the keys of one symbol own, with the sums over all keys.
 *
 * <p>Immutable. A correction applies to a key when it is asked for, because an order asks for one
 * key of many.
 */
final class Holdings {

  static final Holdings NONE = new Holdings(TreePMap.empty(), UnaryOperator.identity(), Sums.NONE);

  private final TreePMap<WatcherKey, KeyHolding> byFills;
  private final UnaryOperator<KeyHolding> correction;
  private final Sums sums; // null = to be added up when asked for

  /**
   * @param net signed sum of the owned quantities
   * @param certain the same without the quantities in doubt
   * @param feeAllowance sum of the fee allowances
   */
  private record Sums(BigDecimal net, BigDecimal certain, BigDecimal feeAllowance) {

    static final Sums NONE = new Sums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    static Sums of(WatcherKey key, KeyHolding holding) {
      return new Sums(
          signed(key, holding.owned()),
          signed(key, holding.withoutDoubt().owned()),
          holding.feeAllowance());
    }

    Sums plus(Sums other) {
      return new Sums(
          net.add(other.net), certain.add(other.certain), feeAllowance.add(other.feeAllowance));
    }

    Sums minus(Sums other) {
      return new Sums(
          net.subtract(other.net),
          certain.subtract(other.certain),
          feeAllowance.subtract(other.feeAllowance));
    }
  }

  private Holdings(
      TreePMap<WatcherKey, KeyHolding> byFills, UnaryOperator<KeyHolding> correction, Sums sums) {
    this.byFills = byFills;
    this.correction = correction;
    this.sums = sums;
  }

  /** Returns the holdings with another holding of the key. Requires that no correction applies. */
  Holdings with(WatcherKey key, KeyHolding holding) {
    Sums others = sums.minus(Sums.of(key, byFills.getOrDefault(key, KeyHolding.FLAT)));
    return new Holdings(byFills.plus(key, holding), correction, others.plus(Sums.of(key, holding)));
  }

  /** Returns the holdings without the quantities in doubt. */
  Holdings withoutDoubt() {
    Sums all = sums();
    return new Holdings(
        byFills,
        holding -> correction.apply(holding).withoutDoubt(),
        new Sums(all.certain, all.certain, all.feeAllowance));
  }

  Holdings corrected(UnaryOperator<KeyHolding> further) {
    return new Holdings(byFills, holding -> further.apply(correction.apply(holding)), null);
  }

  /**
   * Returns the holdings with the quantity that the position lacks taken from this key, at most all
   * that it owns: the fills of the key are not all known. Requires that no correction applies.
   */
  Holdings lackingOf(WatcherKey key, BigDecimal position) {
    KeyHolding holding = byFills.getOrDefault(key, KeyHolding.FLAT);
    BigDecimal lack = signed(key, net().subtract(position)).min(holding.owned());
    if (lack.signum() <= 0) {
      return this;
    }
    BigDecimal left = holding.owned().subtract(lack);
    return with(key, holding.scaled(left.divide(holding.owned(), MathContext.DECIMAL64)));
  }

  KeyHolding of(WatcherKey key) {
    KeyHolding holding = byFills.get(key);
    return holding == null ? KeyHolding.FLAT : correction.apply(holding);
  }

  /** Returns the holding of every key with at least one order, in the order of the keys. */
  Map<WatcherKey, KeyHolding> all() {
    Map<WatcherKey, KeyHolding> all = new TreeMap<>();
    byFills.forEach((key, holding) -> all.put(key, correction.apply(holding)));
    return all;
  }

  /** Returns the signed sum of the owned quantities, without zeros that earlier ones have left. */
  BigDecimal net() {
    BigDecimal net = sums().net.stripTrailingZeros();
    return net.scale() < 0 ? net.setScale(0) : net;
  }

  BigDecimal feeAllowance() {
    return sums().feeAllowance;
  }

  private Sums sums() {
    if (sums != null) {
      return sums;
    }
    Sums all = Sums.NONE;
    for (Map.Entry<WatcherKey, KeyHolding> line : all().entrySet()) {
      all = all.plus(Sums.of(line.getKey(), line.getValue()));
    }
    return all;
  }

  static BigDecimal signed(WatcherKey key, BigDecimal magnitude) {
    return key.side() == Side.BUY ? magnitude : magnitude.negate();
  }
}
