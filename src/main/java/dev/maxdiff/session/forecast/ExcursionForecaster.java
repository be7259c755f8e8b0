package dev.maxdiff.session.forecast;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.session.model.Bar;
import dev.maxdiff.session.model.MarketHistory;
import dev.maxdiff.session.model.SessionSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.helpers.CombineIndicator;
import org.ta4j.core.indicators.helpers.HighPriceIndicator;
import org.ta4j.core.indicators.helpers.HighestValueIndicator;
import org.ta4j.core.indicators.helpers.LowPriceIndicator;
import org.ta4j.core.indicators.helpers.LowestValueIndicator;
import org.ta4j.core.indicators.helpers.PreviousValueIndicator;
import org.ta4j.core.num.Num;

/**
 * Forecasts the low and the high within the strategy's horizon from the average excursions below
 * and above a close over the look-back time.
 *
 * <p>It reads only complete bars and the last trade, no later data. A low above or a high below the
 * last trade is moved to {@code minimum-edge} from the last trade on the passive side.
 */
public final class ExcursionForecaster implements Forecaster {

  /** Minimum number of excursions for an average. */
  private static final int MINIMUM_SAMPLES = 3;

  /** Rounds forecasts to a number of digits that {@link Price} accepts. */
  private static final MathContext PRECISION = new MathContext(10);

  private final SessionSettings settings;

  public ExcursionForecaster(SessionSettings settings) {
    this.settings = requireNonNull(settings, "settings");
  }

  @Override
  public Optional<PriceTable> forecast(Symbol symbol, Strategy strategy, MarketHistory market) {
    int horizon = bars(settings.horizon(strategy));
    List<Bar> bars = market.bars(symbol, settings.barLength(), market.now());
    int samples = Math.min(bars(settings.lookBack()), bars.size() - horizon);
    Optional<Price> last = market.last(symbol);
    if (samples < MINIMUM_SAMPLES || last.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(table(strategy, series(bars), horizon, samples, last.get().value()));
  }

  private PriceTable table(
      Strategy strategy, BarSeries series, int horizon, int samples, BigDecimal last) {
    var anchor = new PreviousValueIndicator(new ClosePriceIndicator(series), horizon);
    var lowest = new LowestValueIndicator(new LowPriceIndicator(series), horizon);
    var highest = new HighestValueIndicator(new HighPriceIndicator(series), horizon);
    BigDecimal low = last.multiply(average(lowest, anchor, samples));
    BigDecimal high = last.multiply(average(highest, anchor, samples));
    BigDecimal edge = last.multiply(settings.minimumEdge());
    return PriceTable.of(
        strategy,
        low.min(last.subtract(edge)).round(PRECISION),
        high.max(last.add(edge)).round(PRECISION));
  }

  private static BigDecimal average(Indicator<Num> extreme, Indicator<Num> anchor, int samples) {
    var ratio = CombineIndicator.divide(extreme, anchor);
    Num mean = new SMAIndicator(ratio, samples).getValue(extreme.getBarSeries().getEndIndex());
    return new BigDecimal(mean.toString());
  }

  private static BarSeries series(List<Bar> bars) {
    BarSeries series = new BaseBarSeriesBuilder().build();
    for (Bar bar : bars) {
      series.addBar(
          bar.length(),
          bar.end().atZone(ZoneOffset.UTC),
          bar.open(),
          bar.high(),
          bar.low(),
          bar.close(),
          bar.volume());
    }
    return series;
  }

  private int bars(Duration span) {
    return Math.toIntExact(span.dividedBy(settings.barLength()));
  }
}
