package dev.maxdiff.broker.paper.faults;

import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.engine.ExchangeOrder;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Predicate;

/**
 * Evaluates the rules of the fault plan, counts the matches of each rule, and writes market faults
 * to the audit log. Thread-safe.
 */
public final class FaultInjector implements MarketFaults {

  private static final int COIN_SCALE = 9;

  /** A plan with the number of matches of each rule, from 0. */
  private record ActivePlan(FaultPlan plan, AtomicLongArray matches) {}

  private final ExchangeReadModel readModel;
  private volatile ActivePlan active;

  public FaultInjector(ExchangeReadModel readModel) {
    this.readModel = readModel;
    use(FaultPlan.none());
  }

  /** Replaces the plan. */
  public void use(FaultPlan plan) {
    active = new ActivePlan(plan, new AtomicLongArray(plan.rules().size()));
  }

  Optional<Fault> ofRequest(String method, String path) {
    return first(rule -> rule.matches(method, path), readModel.clock().instant());
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
    return ofMarket(Fault.PartialFill.class, order, at)
        .map(fault -> part(order, quantity, fault.share()))
        .filter(part -> part.signum() > 0)
        .orElse(quantity);
  }

  private static BigDecimal part(ExchangeOrder order, BigDecimal quantity, BigDecimal share) {
    int scale = order.symbol().isCrypto() ? COIN_SCALE : Math.max(0, order.quantity().scale());
    return MarketTape.plain(quantity.multiply(share).setScale(scale, RoundingMode.DOWN));
  }

  private <F extends Fault.OfMarket> Optional<F> ofMarket(
      Class<F> kind, ExchangeOrder order, Instant at) {
    Symbol symbol = order.symbol();
    Optional<F> fault = first(rule -> rule.matches(kind, symbol), at).map(kind::cast);
    fault.ifPresent(struck -> readModel.audit(AuditLines.marketFault(struck.name(), order, at)));
    return fault;
  }

  private Optional<Fault> first(Predicate<FaultRule> matching, Instant at) {
    ActivePlan now = active;
    if (now.plan.rules().isEmpty()) {
      return Optional.empty();
    }
    Instant opened = readModel.openedAt();
    for (int i = 0; i < now.plan.rules().size(); i++) {
      FaultRule rule = now.plan.rules().get(i);
      if (matching.test(rule)
          && rule.isActiveAt(at, opened)
          && rule.triggers(now.matches.incrementAndGet(i), seedOf(now.plan, i))) {
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }

  /** The seed of a rule; the distance between two rules exceeds every possible count. */
  private static long seedOf(FaultPlan plan, int rule) {
    return plan.seed() * 0x9E3779B97F4A7C15L + ((long) rule << 40);
  }
}
