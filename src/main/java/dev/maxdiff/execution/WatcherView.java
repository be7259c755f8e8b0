package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The account as one watcher sees it: its key's slice of the book and its slot's orders. */
final class WatcherView {

  private WatcherView() {}

  /**
   * The key's slice, signed as a position of its own; empty when it owns nothing.
   *
   * <p>An entry sees all that it has filled, also before the broker's position shows it, or it
   * would buy again; an exit sees only what it may close now.
   */
  static Optional<Position> position(Grant grant, Book book, DeskTools tools) {
    WatcherKey key = grant.slot().key();
    BookEntry entry = tools.entry(book, key.symbol());
    BigDecimal owned = entry.owned(key);
    BigDecimal shown =
        grant.slot().slot() == Slot.ENTRY ? owned : closable(grant, entry, owned, tools);
    if (shown.signum() <= 0) {
      return Optional.empty();
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

  private static BigDecimal plain(BigDecimal value) {
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static BigDecimal closable(
      Grant grant, BookEntry entry, BigDecimal owned, DeskTools tools) {
    Side closing = grant.slot().orderSide();
    BigDecimal others =
        entry.openQuantity(closing, null).subtract(reserved(grant.slot().key(), entry));
    BigDecimal room = entry.position(grant.slot().key().side()).subtract(others);
    return owned.add(tools.claimable(grant, entry)).min(room);
  }

  private static BigDecimal averagePrice(WatcherKey key, BookEntry entry) {
    BigDecimal own = entry.holding(key).averagePrice();
    return own.signum() > 0 ? own : entry.averageEntryPrice();
  }

  /** What the key's own open closing orders hold back. */
  private static BigDecimal reserved(WatcherKey key, BookEntry entry) {
    BookEntry mine =
        entry.withOpen(entry.own().stream().filter(own -> own.slot().key().equals(key)).toList());
    return mine.openQuantity(Slot.EXIT.orderSide(key.side()), null);
  }

  /** The slot's own orders of every generation, oldest submission first. */
  static List<Order> orders(Grant grant, Book book) {
    return book.own().stream()
        .filter(own -> own.slot().equals(grant.slot()))
        .map(OwnOrder::order)
        .toList();
  }

  /** The account; an entry sees as cash and buying power what it may spend. */
  static Account account(Grant grant, Account account, Book book, DeskTools tools) {
    if (grant.slot().slot() == Slot.EXIT) {
      return account;
    }
    BigDecimal free = tools.capital().allowance(grant.slot(), account, book);
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
