package dev.maxdiff.control;

import dev.maxdiff.control.checks.DefaultExpiry;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.domain.WishBounds;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/** Creates the wish of a request: fills in defaults and keeps explicit values. */
record WishFactory(ControlSettings settings) {

  /** Whether a default of the request depends on the exchange's trading days. */
  static boolean needsCalendar(WishRequest request) {
    boolean open =
        request.symbol().isActiveCrypto() ? request.tolerance() == null : leavesExpiryOpen(request);
    return open && request.slot() == Slot.ENTRY;
  }

  /**
   * @param now the watchers' time
   * @param days trading days of the stock exchange
   * @throws InvalidValueException if a value of the request is not permitted
   */
  Wish create(WishRequest request, Strategy strategy, Instant now, TradingDays days) {
    WatcherKey key = new WatcherKey(request.symbol(), request.side(), strategy);
    Instant expiry = expiry(request, now, days);
    return request.slot() == Slot.ENTRY
        ? entry(request, key, expiry, defaultTolerance(request, days.isOpen(now)))
        : exit(request, key, expiry);
  }

  /** Uses the rank of a loop's wish only; an operator's rank is recorded without effect. */
  private DefaultTolerance defaultTolerance(WishRequest request, boolean exchangeOpen) {
    boolean ranked = request.tolerance() == null && request.source() == WishRequest.Source.LOOP;
    Integer rank = ranked ? request.priorityRank() : null;
    return DefaultTolerance.of(request.symbol(), rank, exchangeOpen, settings);
  }

  private EntryWish entry(
      WishRequest request, WatcherKey key, Instant expiry, DefaultTolerance defaults) {
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
        tolerance(request, "tolerance-pct", defaults.tolerance()),
        expiry,
        orElse(request.poll(), settings.entryPoll()),
        request.force() || defaults.force(),
        WishBounds.rank(request.priorityRank()),
        request.trade() == null ? null : request.trade().since(0));
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

  private static BigDecimal tolerance(WishRequest request, String field, BigDecimal fallback) {
    return WishBounds.tolerance(field, orElse(request.tolerance(), fallback));
  }

  private Instant expiry(WishRequest request, Instant now, TradingDays days) {
    if (leavesExpiryOpen(request)) {
      return request.slot() == Slot.EXIT
          ? null
          : DefaultExpiry.of(now, request.symbol(), settings.entryMinimumLife(), days);
    }
    Duration life = request.expiresIn();
    if (life != null
        && (life.isZero() || life.isNegative() || life.compareTo(WishBounds.MAX_LIFE) > 0)) {
      throw new InvalidValueException(
          "expiry-minutes", life.toMinutes(), "from 1 to " + WishBounds.MAX_LIFE.toMinutes());
    }
    return WishBounds.end(life != null ? now.plus(life) : request.expiresAt(), now);
  }

  private static boolean leavesExpiryOpen(WishRequest request) {
    return request.expiresIn() == null && request.expiresAt() == null;
  }

  private static <T> T orElse(T requested, T fallback) {
    return requested == null ? fallback : requested;
  }
}
