package dev.maxdiff.session.report;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.AccountHistory;
import dev.maxdiff.session.model.Bar;
import dev.maxdiff.session.model.MarketHistory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calculates a {@link SessionSummary} from counts, fills and prices. */
public final class SummaryCalculator {

  private final List<Symbol> symbols;
  private final Duration barLength;
  private final MarketHistory market;
  private final AccountHistory account;

  public SummaryCalculator(
      List<Symbol> symbols, Duration barLength, MarketHistory market, AccountHistory account) {
    this.symbols = List.copyOf(symbols);
    this.barLength = barLength;
    this.market = market;
    this.account = account;
  }

  public SessionSummary calculate(SessionCounters.Counts counts, int watchersLeft) {
    return new SessionSummary(
        account.opened(),
        account.now(),
        counts.of(RuntimeEvent.Kind.WISHED),
        counts.of(RuntimeEvent.Kind.STARTED),
        counts.of(RuntimeEvent.Kind.SUPERSEDED),
        counts.of(RuntimeEvent.Kind.RESTARTING),
        counts.of(WishAnswer.Outcome.EXTENDED),
        counts.of(WishAnswer.Outcome.UNCHANGED),
        counts.of(WishAnswer.Outcome.DENIED),
        counts.failures() + counts.of(WishAnswer.Outcome.UNRESOLVED),
        keys(),
        buyAndHold().orElse(null),
        watchersLeft);
  }

  /** Returns the present equity of buy and hold; empty if no price is known. */
  Optional<BigDecimal> heldEquity() {
    return buyAndHold().map(account.opened().equity()::add);
  }

  private List<KeyResult> keys() {
    Map<WatcherKey, AverageCostLedger> ledgers = new LinkedHashMap<>();
    Map<AverageCostLedger, Symbol> traded = new LinkedHashMap<>();
    for (AccountFill fill : account.fills(0)) {
      WatcherKey key = fill.slot() == null ? null : fill.slot().key();
      AverageCostLedger ledger = ledgers.computeIfAbsent(key, AverageCostLedger::new);
      traded.put(ledger, fill.symbol());
      ledger.add(fill);
    }
    List<KeyResult> results = new ArrayList<>();
    traded.forEach((ledger, symbol) -> results.add(ledger.result(mark(symbol))));
    results.sort(
        Comparator.comparing(
            KeyResult::key, Comparator.nullsLast(Comparator.<WatcherKey>naturalOrder())));
    return results;
  }

  private BigDecimal mark(Symbol symbol) {
    return market.last(symbol).map(Price::value).orElse(BigDecimal.ZERO);
  }

  private Optional<BigDecimal> buyAndHold() {
    BigDecimal share =
        account.opened().equity().divide(BigDecimal.valueOf(symbols.size()), MathContext.DECIMAL64);
    BigDecimal profit = BigDecimal.ZERO;
    for (Symbol symbol : symbols) {
      Optional<BigDecimal> first = priceAt(symbol, account.opened().at());
      Optional<Price> last = market.last(symbol);
      if (first.isEmpty() || last.isEmpty()) {
        return Optional.empty();
      }
      BigDecimal value = share.multiply(last.get().value());
      profit = profit.add(value.divide(first.get(), MathContext.DECIMAL64)).subtract(share);
    }
    return Optional.of(profit);
  }

  /** Returns the close of the last complete bar at {@code at}, else the first known price. */
  private Optional<BigDecimal> priceAt(Symbol symbol, Instant at) {
    long length = barLength.toMillis();
    Instant complete = Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), length) * length);
    return market
        .last(symbol, complete.minusNanos(1))
        .map(Price::value)
        .or(() -> market.bars(symbol, barLength, market.now()).stream().findFirst().map(Bar::open));
  }
}
