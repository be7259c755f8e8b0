package dev.maxdiff.control;

import dev.maxdiff.broker.TradingDay;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes the wish out of a request: what was left open is filled in, what was asked stays. */
record WishForm(ControlSettings settings) {

  private static final Duration MAX_LIFE = Duration.ofDays(3660);
  private static final int MAX_SCALE = 20;

  /** Whether the request's expiry hangs on the trading days of the exchange. */
  static boolean needsCalendar(WishRequest request) {
    return leavesExpiryOpen(request)
        && request.slot() == Slot.ENTRY
        && !request.symbol().isCrypto();
  }

  /**
   * @param now the watchers' time
   * @param calendar as {@link DefaultExpiry#of} takes it
   */
  Wish fill(WishRequest request, Strategy strategy, Instant now, List<TradingDay> calendar) {
    WatcherKey key = new WatcherKey(request.symbol(), request.side(), strategy);
    Instant expiry = expiry(request, now, calendar);
    return request.slot() == Slot.ENTRY ? entry(request, key, expiry) : exit(request, key, expiry);
  }

  private EntryWish entry(WishRequest request, WatcherKey key, Instant expiry) {
    if (request.quantity() == null) {
      throw new InvalidValueException("target-qty", "none", "a decimal number > 0 for an entry");
    }
    if (request.claimUnowned()) {
      throw new InvalidValueException("claim-unowned", "true", "only with an exit");
    }
    return new EntryWish(
        key,
        request.price(),
        request.quantity(),
        tolerance(request, "tolerance-pct", settings.entryTolerance()),
        expiry,
        orElse(request.poll(), settings.entryPoll()),
        request.force(),
        request.priorityRank());
  }

  private ExitWish exit(WishRequest request, WatcherKey key, Instant expiry) {
    return new ExitWish(
        key,
        request.price(),
        request.quantity(),
        tolerance(request, "price-tolerance", settings.exitTolerance()),
        expiry,
        orElse(request.poll(), settings.exitPoll()),
        request.force(),
        request.claimUnowned());
  }

  /** A fraction of absurd length is refused before anybody writes it out. */
  private static BigDecimal tolerance(WishRequest request, String field, BigDecimal otherwise) {
    BigDecimal asked = orElse(request.tolerance(), otherwise);
    if (asked.scale() > MAX_SCALE || asked.precision() > MAX_SCALE) {
      throw new InvalidValueException(field, asked, "a fraction from 0 to 1");
    }
    return asked;
  }

  private Instant expiry(WishRequest request, Instant now, List<TradingDay> calendar) {
    if (leavesExpiryOpen(request)) {
      return request.slot() == Slot.EXIT
          ? null
          : DefaultExpiry.of(
              now, request.symbol().assetClass(), settings.entryMinimumLife(), calendar);
    }
    Duration life = request.expiresIn();
    if (life != null && (life.isZero() || life.isNegative() || life.compareTo(MAX_LIFE) > 0)) {
      throw new InvalidValueException(
          "expiry-minutes", life.toMinutes(), "from 1 to " + MAX_LIFE.toMinutes());
    }
    Instant end = life != null ? now.plus(life) : request.expiresAt();
    if (!end.isAfter(now)) {
      throw new InvalidValueException("expires-at", end, "later than now, " + now);
    }
    return end;
  }

  private static boolean leavesExpiryOpen(WishRequest request) {
    return request.expiresIn() == null && request.expiresAt() == null;
  }

  private static <T> T orElse(T asked, T otherwise) {
    return asked == null ? otherwise : asked;
  }
}
