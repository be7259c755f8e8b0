package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * The funds of the account at the last prices. Crypto is paid in full from cash; stocks may use
 * margin.
 *
 * <p>An opening order reserves its value at the limit price; a pending replacement reserves the
 * larger of the two orders. Margin calls are not simulated. All amounts are in USD.
 *
 * @param buyingPower for stocks
 * @param cashPower for crypto: {@code non_marginable_buying_power}
 */
public record AccountFunds(
    BigDecimal cash, BigDecimal equity, BigDecimal buyingPower, BigDecimal cashPower) {

  private static final int SCALE = 8;

  public static AccountFunds of(ExchangeState state, QuoteModel quotes, int multiplier) {
    BigDecimal margins = BigDecimal.valueOf(multiplier);
    BigDecimal equity = state.cash();
    BigDecimal margin = BigDecimal.ZERO;
    for (Map.Entry<Symbol, ExchangePosition> entry : state.holdings().entrySet()) {
      BigDecimal value =
          entry.getValue().quantity().multiply(quotes.price(entry.getKey(), state.cursor()));
      equity = equity.add(value);
      margin = margin.add(marginOf(entry.getKey(), value.abs(), margins));
    }
    BigDecimal reserved = BigDecimal.ZERO;
    BigDecimal purchases = BigDecimal.ZERO;
    for (Map.Entry<Symbol, OrderBook> entry : state.openOrders().books().entrySet()) {
      for (Side side : Side.values()) {
        if (opens(state, entry.getKey(), side)) {
          BigDecimal value = entry.getValue().side(side).reserved().value();
          reserved = reserved.add(marginOf(entry.getKey(), value, margins));
          purchases = side == Side.BUY ? purchases.add(value) : purchases;
        }
      }
    }
    BigDecimal free = equity.subtract(margin).subtract(reserved).max(BigDecimal.ZERO);
    BigDecimal cashLeft = state.cash().subtract(purchases).max(BigDecimal.ZERO);
    return new AccountFunds(state.cash(), equity, free.multiply(margins), free.min(cashLeft));
  }

  /** The value for responses, rounded down. */
  public static BigDecimal shown(BigDecimal value) {
    return MarketTape.plain(value.setScale(SCALE, RoundingMode.FLOOR));
  }

  /** The part of the free equity that a position or orders of this value reserve. */
  private static BigDecimal marginOf(Symbol symbol, BigDecimal value, BigDecimal multiplier) {
    return symbol.isCrypto() ? value : value.divide(multiplier, SCALE, RoundingMode.UP);
  }

  /** Returns true when an order on this side opens or increases the position. */
  static boolean opens(ExchangeState state, Symbol symbol, Side side) {
    int sign = state.holding(symbol).quantity().signum();
    return side == Side.BUY ? sign >= 0 : sign <= 0;
  }
}
