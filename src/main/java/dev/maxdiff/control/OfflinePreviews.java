package dev.maxdiff.control;

import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutlook;
import java.time.Instant;
import java.util.function.Function;

/**
 * Previews of wishes without a runtime: the checks of {@link WishIntake} that need no broker. The
 * increments and the trading days are the built-in ones.
 *
 * @param now the watchers' time
 * @param decisions decides a checked wish
 */
public record OfflinePreviews(
    ControlSettings settings, Instant now, Function<CheckedWish, WishOutlook> decisions) {

  public WishPreview of(WishRequest request) {
    try {
      CheckedWish checked = checked(request);
      WishIntake.requireTradable(checked);
      WishOutlook outlook = decisions.apply(checked);
      return WishPreview.of(WishIntake.answer(checked, null, outlook.outcome()), outlook.isHeld());
    } catch (InvalidValueException e) {
      return WishPreview.invalid(request, e);
    }
  }

  private CheckedWish checked(WishRequest request) {
    Strategy strategy = request.strategy() == null ? Strategy.DEFAULT : request.strategy();
    Wish wish = new WishFactory(settings).create(request, strategy, now, MarketCalendar.RULES);
    return new CheckedWish(
        wish,
        Increments.of(request.symbol().assetClass()),
        request.source() == WishRequest.Source.OPERATOR,
        request.retry(),
        request.exitOf());
  }
}
