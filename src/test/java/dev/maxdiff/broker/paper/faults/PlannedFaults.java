package dev.maxdiff.broker.paper.faults;

import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Evaluates a {@link FaultPlan} as {@link FaultInjector} does, on the time of a simulated exchange.
 * Whether a rule strikes depends on the seed, the rule, the occasion and its time, not on a count
 * of occasions: so the requests of one key change no fault of another. Rules with {@code every}
 * count, and belong in no plan for this class.
 */
public final class PlannedFaults implements MarketFaults {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int COIN_SCALE = 9;

  private final FaultPlan plan;
  private final Instant opened;
  private final InstantSource clock;
  private boolean calm;
  private int struck;

  public PlannedFaults(FaultPlan plan, Instant opened, InstantSource clock) {
    this.plan = plan;
    this.opened = opened;
    this.clock = clock;
  }

  /** Ends all faults. */
  public void end() {
    calm = true;
  }

  public int struck() {
    return struck;
  }

  public Optional<Fault> ofRequest(String method, String path) {
    return first(rule -> rule.matches(method, path), method + path, clock.instant());
  }

  @Override
  public boolean rejects(ExchangeOrder order, Instant at) {
    return ofMarket(Fault.Reject.class, order, at).isPresent();
  }

  @Override
  public boolean rejectsReplacement(ExchangeOrder replacement, Instant at) {
    return ofMarket(Fault.RejectReplace.class, replacement, at).isPresent();
  }

  @Override
  public BigDecimal fillQuantity(ExchangeOrder order, BigDecimal quantity, Instant at) {
    if (order.filled().signum() > 0) {
      return quantity;
    }
    int scale = order.symbol().isCrypto() ? COIN_SCALE : Math.max(0, order.quantity().scale());
    return ofMarket(Fault.PartialFill.class, order, at)
        .map(fault -> quantity.multiply(fault.share()).setScale(scale, RoundingMode.DOWN))
        .map(MarketTape::plain)
        .filter(part -> part.signum() > 0)
        .orElse(quantity);
  }

  private <F extends Fault.OfMarket> Optional<F> ofMarket(
      Class<F> kind, ExchangeOrder order, Instant at) {
    return first(rule -> rule.matches(kind, order.symbol()), order.clientOrderId(), at)
        .map(kind::cast);
  }

  private Optional<Fault> first(Predicate<FaultRule> concerns, String occasion, Instant at) {
    for (int i = 0; !calm && i < plan.rules().size(); i++) {
      FaultRule rule = plan.rules().get(i);
      if (concerns.test(rule)
          && rule.isActiveAt(at, opened)
          && rule.triggers(hash(occasion, at), plan.seed() * GOLDEN + ((long) i << 40))) {
        struck++;
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }

  private static long hash(String occasion, Instant at) {
    long nanos = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    return new SplittableRandom(nanos * GOLDEN + occasion.hashCode()).nextLong();
  }
}
