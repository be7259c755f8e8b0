package dev.maxdiff.broker.paper;

import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an account has come to: {@code equity = starting cash + realised + unrealised - fees}.
 *
 * @param from exchange time at which trading started
 * @param until exchange time of this report
 * @param realised of closed positions, before fees; USD
 * @param unrealised of open positions at the last prices; USD
 * @param fees in USD; fees in coin at the price of their fill
 * @param fills oldest first
 * @param buyAndHold per symbol what holding it over the same window returned, as a fraction
 */
public record ExchangeReport(
    Instant from,
    Instant until,
    BigDecimal startingCash,
    BigDecimal cash,
    BigDecimal equity,
    BigDecimal realised,
    BigDecimal unrealised,
    BigDecimal fees,
    List<Fill> fills,
    Map<Symbol, BigDecimal> buyAndHold) {

  public ExchangeReport {
    fills = List.copyOf(fills);
    buyAndHold = Map.copyOf(buyAndHold);
  }
}
