package dev.maxdiff.broker.paper.view;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.MarketClock;
import dev.maxdiff.broker.Position;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.paper.engine.AccountFunds;
import dev.maxdiff.broker.paper.engine.EngineSettings;
import dev.maxdiff.broker.paper.engine.ExchangePosition;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.QuoteModel;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A consistent view of the exchange: the last durable state and the time of the read. A quiet state
 * includes the tape up to that time.
 */
public record ExchangeView(
    ExchangeState state, EngineSettings settings, MarketTape tape, QuoteModel quotes, Instant now) {

  private static final BigDecimal SMALLEST = new BigDecimal("0.000000001");
  private static final int RATIO_SCALE = 8;

  public Account account() {
    AccountFunds funds = AccountFunds.of(state, quotes, settings.multiplier());
    boolean margin = settings.multiplier() > 1;
    return new Account(
        state.account().number(),
        "ACTIVE",
        AccountFunds.shown(funds.cash()),
        AccountFunds.shown(funds.equity()),
        state.account().startingCash(),
        AccountFunds.shown(funds.buyingPower()),
        AccountFunds.shown(funds.cashPower()),
        BigDecimal.valueOf(settings.multiplier()),
        false,
        false,
        margin);
  }

  public List<Position> positions() {
    return tape.symbols().stream().map(this::position).flatMap(Optional::stream).toList();
  }

  /** The symbols of the tape. */
  public List<Symbol> symbols() {
    return tape.symbols();
  }

  public Optional<Position> position(Symbol symbol) {
    BigDecimal quantity = MarketTape.plain(state.shownQuantity(symbol));
    if (quantity.signum() == 0) {
      return Optional.empty();
    }
    BigDecimal available = MarketTape.plain(state.available(symbol));
    return Optional.of(
        new Position(
            symbol,
            quantity,
            quantity.signum() < 0 ? available.negate() : available,
            MarketTape.plain(averagePrice(symbol)),
            quotes.price(symbol, state.cursor())));
  }

  /** Until a closing fill settles, the visible position has the entry price before the fill. */
  private BigDecimal averagePrice(Symbol symbol) {
    ExchangePosition holding = state.holding(symbol);
    if (holding.quantity().signum() != 0) {
      return holding.averagePrice();
    }
    return state.unsettled().stream()
        .filter(fill -> fill.symbol().equals(symbol) && fill.averageBefore().signum() != 0)
        .map(ExchangeState.Unsettled::averageBefore)
        .findFirst()
        .orElse(BigDecimal.ZERO);
  }

  public Optional<Quote> quote(Symbol symbol) {
    return quotes.quote(symbol, state.cursor(), now);
  }

  public MarketClock clock() {
    return new MarketClock(
        now,
        MarketCalendar.isOpen(now),
        MarketCalendar.nextOpen(now),
        MarketCalendar.nextClose(now));
  }

  public Optional<Asset> asset(Symbol symbol) {
    if (tape.symbolNumber(symbol) < 0) {
      return Optional.empty();
    }
    boolean shortable = !symbol.isCrypto() && settings.multiplier() > 1;
    return Optional.of(
        new Asset(symbol, Increments.of(symbol.assetClass()), SMALLEST, true, true, shortable));
  }

  public ExchangeReport report() {
    BigDecimal unrealised = BigDecimal.ZERO;
    BigDecimal equity = state.cash();
    for (Map.Entry<Symbol, ExchangePosition> entry : state.holdings().entrySet()) {
      ExchangePosition holding = entry.getValue();
      BigDecimal value = holding.quantity().multiply(quotes.price(entry.getKey(), state.cursor()));
      equity = equity.add(value);
      unrealised = unrealised.add(value.subtract(holding.cost()));
    }
    return new ExchangeReport(
        state.account().openedAt(),
        state.at(),
        state.account().startingCash(),
        state.cash(),
        equity,
        state.realised(),
        unrealised,
        state.fees(),
        state.fills(),
        buyAndHold());
  }

  /**
   * From the last price before the start of trading (default: the first price) to the last price.
   */
  private Map<Symbol, BigDecimal> buyAndHold() {
    Map<Symbol, BigDecimal> returns = new TreeMap<>();
    for (Symbol symbol : tape.symbols()) {
      int number = tape.symbolNumber(symbol);
      int opened = tape.countUntil(state.account().openedAt());
      int first = tape.lastIndex(number, opened);
      int last = tape.lastIndex(number, state.cursor());
      if (last >= 0) {
        BigDecimal from =
            first >= 0 ? MarketTape.decimal(tape.price(first)) : tape.firstPrice(symbol);
        BigDecimal to = MarketTape.decimal(tape.price(last));
        returns.put(symbol, to.subtract(from).divide(from, RATIO_SCALE, RoundingMode.HALF_EVEN));
      }
    }
    return returns;
  }
}
