package dev.maxdiff.broker.paper.faults;

import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Evaluates a {@link FaultPlan} as {@link FaultInjector} does, on the time of a simulated exchange.
 */
public final class PlannedFaults implements MarketFaults {

  private static final int COIN_SCALE = 9;

  private final FaultPlan plan;
  private final Instant opened;
  private final InstantSource clock;
  private final long[] concerned;
  private boolean calm;
  private int struck;

  public PlannedFaults(FaultPlan plan, Instant opened, InstantSource clock) {
    this.plan = plan;
    this.opened = opened;
    this.clock = clock;
    this.concerned = new long[plan.rules().size()];
  }

  /** Ends all faults. */
  public void end() {
    calm = true;
  }

  public int struck() {
    return struck;
  }

  public Optional<Fault> ofRequest(String method, String path) {
    return first(rule -> rule.matches(method, path), clock.instant());
  }

  @Override
  public boolean rejects(ExchangeOrder order, Instant at) {
    return ofMarket(Fault.Reject.class, order.symbol(), at).isPresent();
  }

  @Override
  public boolean rejectsReplacement(ExchangeOrder replacement, Instant at) {
    return ofMarket(Fault.RejectReplace.class, replacement.symbol(), at).isPresent();
  }

  @Override
  public BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at) {
    if (order.filled().signum() > 0) {
      return quantity;
    }
    int scale = order.symbol().isCrypto() ? COIN_SCALE : Math.max(0, order.quantity().scale());
    return ofMarket(Fault.PartialFill.class, order.symbol(), at)
        .map(fault -> quantity.multiply(fault.share()).setScale(scale, RoundingMode.DOWN))
        .map(MarketTape::plain)
        .filter(part -> part.signum() > 0)
        .orElse(quantity);
  }

  private <F extends Fault.OfMarket> Optional<F> ofMarket(
      Class<F> kind, Symbol symbol, Instant at) {
    return first(rule -> rule.matches(kind, symbol), at).map(kind::cast);
  }

  private Optional<Fault> first(Predicate<FaultRule> concerns, Instant at) {
    for (int i = 0; !calm && i < concerned.length; i++) {
      FaultRule rule = plan.rules().get(i);
      if (concerns.test(rule)
          && rule.isActiveAt(at, opened)
          && rule.triggers(++concerned[i], plan.seed() * 0x9E3779B97F4A7C15L + ((long) i << 40))) {
        struck++;
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }
}
