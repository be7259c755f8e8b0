package dev.maxdiff.broker.paper.engine;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Generates quotes around the last trade. The seed varies the spread from 0.5 to 1.5 times the
 * configured spread. The quote is deterministic for seed and trade.
 *
 * <p>A quote has the time of the last trade when the market is closed or has not traded for a day;
 * otherwise it has the current time, as if market makers renewed it.
 */
public final class QuoteModel {

  private static final Duration SILENCE = Duration.ofDays(1);
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private final MarketTape tape;
  private final BigDecimal spread;
  private final long seed;

  QuoteModel(MarketTape tape, BigDecimal spread, long seed) {
    this.tape = tape;
    this.spread = spread;
    this.seed = seed;
  }

  /**
   * The quote after the first {@code cursor} trades; empty before the first trade of the symbol.
   */
  public Optional<Quote> quote(Symbol symbol, int cursor, Instant now) {
    int index = tape.lastIndex(tape.symbolNumber(symbol), cursor);
    if (index < 0) {
      return Optional.empty();
    }
    Trade last = tape.trade(index);
    BigDecimal half = last.price().multiply(spread).multiply(HALF);
    BigDecimal below = half.multiply(jitter(2L * index));
    BigDecimal above = half.multiply(jitter(2L * index + 1));
    BigDecimal bid = last.price().subtract(below).setScale(decimals(last), RoundingMode.DOWN);
    BigDecimal ask = last.price().add(above).setScale(decimals(last), RoundingMode.UP);
    BigDecimal askSize = last.size().multiply(jitter(-index - 1L)).setScale(9, RoundingMode.UP);
    return Optional.of(
        new Quote(
            MarketTape.plain(bid),
            last.size(),
            MarketTape.plain(ask),
            MarketTape.plain(askSize),
            isLive(last, now) ? now : last.at()));
  }

  /**
   * The last price after the first {@code cursor} trades; zero before the first trade of the
   * symbol.
   */
  public BigDecimal price(Symbol symbol, int cursor) {
    int index = tape.lastIndex(tape.symbolNumber(symbol), cursor);
    return index < 0 ? BigDecimal.ZERO : MarketTape.decimal(tape.price(index));
  }

  private boolean isLive(Trade last, Instant now) {
    boolean trading = last.symbol().isCrypto() || MarketCalendar.isOpen(now);
    return trading && !now.isAfter(tape.end()) && now.isBefore(last.at().plus(SILENCE));
  }

  /** Two decimals from 1 USD on, more below, so that a price is never zero. */
  private static int decimals(Trade last) {
    if (last.price().compareTo(BigDecimal.ONE) >= 0) {
      return 2;
    }
    return last.symbol().isCrypto() ? 9 : 4;
  }

  /** A factor from 0.5 to 1.5, by the finalizer of SplitMix64. */
  private BigDecimal jitter(long position) {
    long z = seed * 0x9E3779B97F4A7C15L + position;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return BigDecimal.valueOf(500 + Math.floorMod(z, 1001), 3);
  }
}
