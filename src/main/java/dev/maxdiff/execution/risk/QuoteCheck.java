package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.model.ObservedQuote;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.RiskSettings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;

/** The check of an entry against the quote; a part of {@link EntryChecks}. Pure. */
final class QuoteCheck {

  private QuoteCheck() {}

  /** Returns the first refusal; empty if the quote is recent and the price fits it. */
  static Optional<OrderRefusal> check(
      RiskSettings settings, ProposedOrder order, Optional<ObservedQuote> observed) {
    if (observed.isEmpty()) {
      return Optional.of(OrderRefusal.denied("no_quote", "there is no quote"));
    }
    Quote quote = observed.get().quote();
    return usable(quote)
        .or(() -> recent(observed.get().age(), settings.quoteMaxAge()))
        .or(() -> order.authority().wish().force() ? Optional.empty() : passive(order, quote))
        .or(
            () ->
                order.authority().wish().force() ? Optional.empty() : near(settings, order, quote));
  }

  private static Optional<OrderRefusal> usable(Quote quote) {
    return PreTradeChecks.refuseIf(
        !quote.isUsable(),
        "unusable_quote",
        "quote " + quote.bid() + " / " + quote.ask() + " (expected: two-sided, not crossed)");
  }

  private static Optional<OrderRefusal> recent(Duration age, Duration most) {
    return PreTradeChecks.refuseIf(
        age.compareTo(most) > 0,
        "stale_quote",
        "the quote is "
            + age.toSeconds()
            + " s old (expected: at most "
            + most.toSeconds()
            + " s)");
  }

  private static Optional<OrderRefusal> passive(ProposedOrder order, Quote quote) {
    return PreTradeChecks.refuseIf(
        order.price().meets(order.side(), market(order, quote)),
        "marketable",
        order.side()
            + " at "
            + order.price()
            + " would fill at once (quote "
            + quote.bid()
            + " / "
            + quote.ask()
            + "); force allows it");
  }

  private static Optional<OrderRefusal> near(
      RiskSettings settings, ProposedOrder order, Quote quote) {
    Price price = order.price();
    BigDecimal market = market(order, quote);
    BigDecimal distance =
        price.value().subtract(market).abs().divide(market, MathContext.DECIMAL32);
    return PreTradeChecks.refuseIf(
        distance.compareTo(settings.maxDistance()) > 0,
        "far_off",
        price
            + " is more than "
            + settings.maxDistance().movePointRight(2).stripTrailingZeros().toPlainString()
            + " % from the quote "
            + market
            + "; force allows it");
  }

  private static BigDecimal market(ProposedOrder order, Quote quote) {
    return order.side() == Side.BUY ? quote.ask() : quote.bid();
  }
}
