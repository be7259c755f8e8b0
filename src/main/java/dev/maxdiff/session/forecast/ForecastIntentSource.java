package dev.maxdiff.session.forecast;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.AccountHistory;
import dev.maxdiff.session.model.IntentSource;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.OrderPrices;
import dev.maxdiff.session.model.SessionIntent;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.schedule.Schedule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Forecasts every key that a pass covers, regardless of earlier wishes and of the state of its
 * watcher (H04).
 */
public final class ForecastIntentSource implements IntentSource {

  private final SessionSettings settings;
  private final MarketHistory market;
  private final AccountHistory account;
  private final Forecaster forecaster;
  private final Consumer<String> problems;
  private final Schedule schedule;

  public ForecastIntentSource(
      SessionSettings settings,
      MarketHistory market,
      AccountHistory account,
      Forecaster forecaster,
      Schedule schedule,
      Consumer<String> problems) {
    if (settings.symbols().isEmpty()) {
      throw new InvalidValueException("maxdiff.session.symbols", "none", "at least one");
    }
    this.settings = settings;
    this.market = market;
    this.account = account;
    this.forecaster = forecaster;
    this.schedule = schedule;
    this.problems = problems;
  }

  @Override
  public List<SessionIntent> due(Instant now) {
    return schedule.due(now).map(pass -> round(pass, now)).orElse(List.of());
  }

  private List<SessionIntent> round(Schedule.Pass pass, Instant now) {
    BigDecimal equity = account.now().equity();
    List<SessionIntent.Hold> round = new ArrayList<>();
    for (Symbol symbol : settings.symbols()) {
      for (Strategy strategy : pass.covers(symbol) ? settings.strategies() : List.<Strategy>of()) {
        addKeys(round, symbol, strategy, equity, now);
      }
    }
    round.replaceAll(hold -> pass.enters(hold.key().symbol()) ? hold : hold.withoutEntry());
    round.removeIf(hold -> hold == null);
    round.sort(Comparator.comparing(ForecastIntentSource::expectedReturn).reversed());
    return List.copyOf(round);
  }

  /** Adds the keys of one strategy. If a forecast fails, the other keys are unaffected. */
  private void addKeys(
      List<SessionIntent.Hold> round,
      Symbol symbol,
      Strategy strategy,
      BigDecimal equity,
      Instant now) {
    try {
      Optional<PriceTable> table = forecaster.forecast(symbol, strategy, market);
      if (table.isEmpty()) {
        problems.accept(symbol + " " + strategy + ": too little data for a forecast");
        return;
      }
      WatcherKey key = new WatcherKey(symbol, Side.BUY, strategy);
      round.add(hold(key, table.get(), table.get().newEntry(strategy, Side.BUY), equity, now));
      Optional<Price> complement =
          strategy.equals(PriceTable.ALWAYS_ON)
              ? table.get().complement(symbol, Side.BUY)
              : Optional.empty();
      if (complement.isPresent()) {
        WatcherKey other = new WatcherKey(symbol, Side.SELL, strategy);
        round.add(hold(other, table.get(), complement, equity, now));
      }
    } catch (RuntimeException e) {
      problems.accept(symbol + " " + strategy + ": forecast failed: " + e.getMessage());
    }
  }

  private SessionIntent.Hold hold(
      WatcherKey key, PriceTable table, Optional<Price> forecast, BigDecimal equity, Instant now) {
    Side side = key.side();
    Optional<Price> entry = forecast.map(price -> OrderPrices.rounded(key.symbol(), side, price));
    Optional<Price> exit =
        table
            .newExit(key.strategy(), side)
            .map(price -> OrderPrices.rounded(key.symbol(), side.opposite(), price));
    Optional<Quantity> quantity = entry.flatMap(price -> quantity(key, price, equity));
    if (entry.isPresent()
        && exit.isPresent()
        && !OrderPrices.leavesSpread(side, entry.get(), exit.get())) {
      throw new IllegalStateException(
          "entry " + entry.get() + " and take-profit " + exit.get() + " leave no spread");
    }
    if (quantity.isEmpty()) {
      return new SessionIntent.Hold(key, null, exit.orElse(null), null, null, null, null);
    }
    return new SessionIntent.Hold(
        key,
        entry.get(),
        exit.orElse(null),
        quantity.get(),
        null,
        now.plus(settings.entryLife()),
        null);
  }

  private Optional<Quantity> quantity(WatcherKey key, Price entry, BigDecimal equity) {
    int keys = settings.symbols().size() * settings.strategies().size();
    Optional<Quantity> quantity =
        EntrySizing.quantity(key.symbol(), entry, equity, settings.capitalFraction(), keys);
    if (quantity.isEmpty()) {
      problems.accept(
          key.slot(Slot.ENTRY) + ": the smallest order at " + entry + " exceeds the capital share");
    }
    return quantity;
  }

  /** Returns the return of a round trip as a fraction; the best key is sent first. */
  private static BigDecimal expectedReturn(SessionIntent.Hold hold) {
    if (hold.entry() == null || hold.takeProfit() == null) {
      return BigDecimal.ZERO;
    }
    BigDecimal entry = hold.entry().value();
    return hold.takeProfit().value().subtract(entry).abs().divide(entry, 6, RoundingMode.HALF_UP);
  }
}
