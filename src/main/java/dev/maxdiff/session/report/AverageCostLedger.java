package dev.maxdiff.session.report;

import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.AccountFill;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The position and profit of one key at average cost. Realised plus unrealised profit equals the
 * cash flow of the key plus the value of its position, to the last digit; therefore the profits of
 * all keys sum to the profit of the account.
 */
final class AverageCostLedger {

  /** A position worth less, in quote currency, is dust: the key is flat. */
  private static final BigDecimal DUST_VALUE = BigDecimal.ONE;

  private final WatcherKey key;
  private BigDecimal position = BigDecimal.ZERO;

  /** Cash paid for the position; negative for a short position. */
  private BigDecimal cost = BigDecimal.ZERO;

  private BigDecimal realised = BigDecimal.ZERO;
  private BigDecimal fees = BigDecimal.ZERO;
  private int fills;
  private int roundTrips;
  private boolean flat = true;

  AverageCostLedger(WatcherKey key) {
    this.key = key;
  }

  void add(AccountFill fill) {
    fills++;
    fees = fees.add(fill.feeValue());
    apply(fill.positionChange(), fill.cashChange());
    boolean nowFlat = position.multiply(fill.price()).abs().compareTo(DUST_VALUE) < 0;
    if (nowFlat && !flat) {
      roundTrips++;
    }
    flat = nowFlat;
  }

  private void apply(BigDecimal change, BigDecimal cash) {
    boolean grows = position.signum() == 0 || position.signum() == change.signum();
    if (grows) {
      position = position.add(change);
      cost = cost.subtract(cash);
      return;
    }
    BigDecimal closing = change.abs().min(position.abs());
    boolean reverses = change.abs().compareTo(closing) > 0;
    BigDecimal closingCash =
        reverses ? cash.multiply(closing).divide(change.abs(), MathContext.DECIMAL64) : cash;
    BigDecimal closedCost =
        closing.compareTo(position.abs()) == 0
            ? cost
            : cost.multiply(closing).divide(position.abs(), MathContext.DECIMAL64);
    realised = realised.add(closingCash).subtract(closedCost);
    cost = cost.subtract(closedCost);
    position = position.add(change.signum() > 0 ? closing : closing.negate());
    if (reverses) {
      BigDecimal opening = change.abs().subtract(closing);
      apply(change.signum() > 0 ? opening : opening.negate(), cash.subtract(closingCash));
    }
  }

  /**
   * @param mark the last price; ignored if the key is flat
   */
  KeyResult result(BigDecimal mark) {
    BigDecimal unrealised = position.multiply(mark).subtract(cost);
    return new KeyResult(key, fills, roundTrips, fees, position, realised, unrealised);
  }
}
