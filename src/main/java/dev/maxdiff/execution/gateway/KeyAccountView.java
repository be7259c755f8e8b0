package dev.maxdiff.execution.gateway;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.orders.GatewayContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The account view of one watcher: its key's slice of the ledger and its slot's orders. */
final class KeyAccountView {

  private KeyAccountView() {}

  /**
   * Returns the key's slice as a signed position; empty if it owns nothing.
   *
   * <p>An entry sees its whole filled quantity, even before the broker's position shows it;
   * otherwise it would buy again. The entry of a plan row sees what the row has bought, also after
   * it was sold: the row trades once. An exit sees the quantity that it may close now, and all that
   * it owns while nothing explains why the broker holds none of it.
   */
  static Optional<Position> position(
      WatcherAuthority authority, PositionLedger ledger, GatewayContext context) {
    WatcherKey key = authority.slot().key();
    SymbolLedger entry = context.symbolLedger(ledger, key.symbol());
    BigDecimal owned = entry.owned(key);
    BigDecimal shown =
        authority.slot().slot() == Slot.ENTRY
            ? owned.max(ledger.bought(authority.wish()))
            : closable(authority, entry, owned, context);
    if (shown.signum() <= 0) {
      return missing(key, ledger.symbolLedger(key.symbol()));
    }
    BigDecimal price = averagePrice(key, entry);
    BigDecimal now = entry.currentPrice().signum() > 0 ? entry.currentPrice() : price;
    BigDecimal reserved = reserved(key, entry);
    BigDecimal sign = key.side() == Side.BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
    return Optional.of(
        new Position(
            key.symbol(),
            plain(shown.multiply(sign)),
            plain(shown.subtract(reserved).max(BigDecimal.ZERO).multiply(sign)),
            price,
            now));
  }

  /**
   * Returns the position of a key that the broker does not show: a list that lags behind a fill, or
   * a renamed ticker, makes no key flat. The ledger says when it is. Nothing of it is available.
   */
  private static Optional<Position> missing(WatcherKey key, SymbolLedger entry) {
    BigDecimal owned = entry.owned(key);
    if (owned.signum() <= 0 || !entry.isShort()) {
      return Optional.empty();
    }
    BigDecimal sign = key.side() == Side.BUY ? BigDecimal.ONE : BigDecimal.ONE.negate();
    BigDecimal price = averagePrice(key, entry);
    return Optional.of(
        new Position(key.symbol(), plain(owned.multiply(sign)), BigDecimal.ZERO, price, price));
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static BigDecimal closable(
      WatcherAuthority authority, SymbolLedger entry, BigDecimal owned, GatewayContext context) {
    Side closing = authority.slot().orderSide();
    BigDecimal others =
        entry.openQuantity(closing, null).subtract(reserved(authority.slot().key(), entry));
    BigDecimal unclaimed = entry.position(authority.slot().key().side()).subtract(others);
    return owned.add(context.claimable(authority, entry)).min(unclaimed);
  }

  private static BigDecimal averagePrice(WatcherKey key, SymbolLedger entry) {
    BigDecimal own = entry.holding(key).averagePrice();
    return own.signum() > 0 ? own : entry.averageEntryPrice();
  }

  /** Returns the quantity that the key's open closing orders reserve. */
  private static BigDecimal reserved(WatcherKey key, SymbolLedger entry) {
    SymbolLedger closing = entry.withOpen(entry.openOf(key.slot(Slot.EXIT)));
    return closing.openQuantity(Slot.EXIT.orderSide(key.side()), null);
  }

  /** Returns the slot's orders of every generation in any state, oldest submission first. */
  static List<Order> orders(WatcherAuthority authority, PositionLedger ledger) {
    return ledger.own(authority.slot()).stream().map(OwnOrder::order).toList();
  }

  /** Returns the slot's open orders of every generation, oldest submission first. */
  static List<Order> openOrders(WatcherAuthority authority, PositionLedger ledger) {
    return ledger.open(authority.slot()).stream().map(OwnOrder::order).toList();
  }

  /** Returns the account; for an entry cash and buying power are its allowance. */
  static Account account(
      WatcherAuthority authority, Account account, PositionLedger ledger, GatewayContext context) {
    if (authority.slot().slot() == Slot.EXIT) {
      return account;
    }
    BigDecimal free = context.account().state().cash().allowance(authority.slot(), account, ledger);
    return new Account(
        account.number(),
        account.status(),
        account.cash().min(free),
        account.equity(),
        account.lastEquity(),
        account.buyingPower().min(free),
        account.nonMarginableBuyingPower().min(free),
        account.multiplier(),
        account.tradingBlocked(),
        account.accountBlocked(),
        account.shortingEnabled());
  }
}
