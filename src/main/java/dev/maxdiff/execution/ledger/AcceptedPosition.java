package dev.maxdiff.execution.ledger;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.Map;

/**
 * How the keys own what the broker holds, after an operator has accepted its position. Pure.
 *
 * <p>What is gone is shared pro rata, or borne by the named key. What the broker holds beyond the
 * keys goes to the named key only: a person may have bought it. No position tells a split from a
 * purchase of as many shares by a person.
 *
 * @param changes by key; empty if nothing can be accepted
 * @param refusal why nothing can be accepted; null = it can
 */
public record AcceptedPosition(Map<WatcherKey, BigDecimal> changes, String refusal) {

  /**
   * @param only the key that bears all; null = every owner
   */
  public static AcceptedPosition of(LedgerReading read, WatcherKey only) {
    BigDecimal lacking = read.lacking();
    if (lacking.signum() == 0) {
      return refused("ledger and position agree");
    }
    return lacking.signum() > 0 ? less(read, only, lacking) : more(read, only);
  }

  private static AcceptedPosition less(LedgerReading read, WatcherKey only, BigDecimal lacking) {
    if (only == null) {
      return new AcceptedPosition(LedgerShares.of(lacking, read.owners(), read.owners()), null);
    }
    BigDecimal owned = read.ofSymbol().owned(only);
    return only.side() != read.side() || owned.compareTo(lacking) < 0
        ? refused("%s owns %s, and %s is gone".formatted(only, plain(owned), plain(lacking)))
        : new AcceptedPosition(Map.of(only, lacking.negate()), null);
  }

  private static AcceptedPosition more(LedgerReading read, WatcherKey only) {
    Side side = read.ofSymbol().position().signum() < 0 ? Side.SELL : Side.BUY;
    BigDecimal beyond = read.ofSymbol().unowned(side);
    if (only == null) {
      return refused(
          "the broker holds %s beyond the keys: --key names the key that gets it"
              .formatted(plain(beyond)));
    }
    return only.side() != side || beyond.signum() == 0
        ? refused("%s is not of the side of the position".formatted(only))
        : new AcceptedPosition(Map.of(only, beyond), null);
  }

  private static AcceptedPosition refused(String words) {
    return new AcceptedPosition(Map.of(), words);
  }

  private static String plain(BigDecimal value) {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
