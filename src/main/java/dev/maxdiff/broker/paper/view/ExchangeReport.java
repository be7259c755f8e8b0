package dev.maxdiff.broker.paper.view;

import dev.maxdiff.broker.paper.engine.ExchangeFill;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of an account: {@code equity = starting cash + realised + unrealised - fees}.
 *
 * @param from exchange time at which trading started
 * @param until exchange time of this report
 * @param realised profit of closed positions before fees, in USD
 * @param unrealised profit of open positions at the last prices, in USD
 * @param fees in USD; a fee in coin counts at the price of its fill
 * @param fills oldest first
 * @param buyAndHold per symbol the return of buy and hold over the same window, as a fraction
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
    List<ExchangeFill> fills,
    Map<Symbol, BigDecimal> buyAndHold) {

  public ExchangeReport {
    fills = List.copyOf(fills);
    buyAndHold = Collections.unmodifiableMap(new TreeMap<>(buyAndHold));
  }
}
