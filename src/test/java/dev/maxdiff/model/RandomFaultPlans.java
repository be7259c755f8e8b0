package dev.maxdiff.model;

import dev.maxdiff.broker.paper.faults.Fault;
import dev.maxdiff.broker.paper.faults.FaultPlan;
import dev.maxdiff.broker.paper.faults.FaultRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random fault plans, from a quiet broker to a bad day. */
final class RandomFaultPlans {

  private RandomFaultPlans() {}

  static FaultPlan plan(Random random, long seed) {
    double probability = List.of(0.0, 0.01, 0.04).get(random.nextInt(3));
    List<FaultRule> rules = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      Duration from = Duration.ofSeconds(60 + random.nextInt(300));
      Duration until = from.plusSeconds(10 + random.nextInt(90));
      Fault outage = random.nextBoolean() ? new Fault.Close() : new Fault.Error(500);
      rules.add(FaultRule.of(outage).withFrom(from).withUntil(until));
    }
    if (probability > 0) {
      all(random).forEach(fault -> rules.add(fault.withProbability(probability)));
      orders(random).forEach(fault -> rules.add(fault.withProbability(0.15)));
      market().forEach(fault -> rules.add(fault.withProbability(2 * probability)));
    }
    return new FaultPlan(seed, rules);
  }

  private static List<FaultRule> all(Random random) {
    return List.of(
        FaultRule.of(new Fault.Error(List.of(500, 429, 403, 401, 503).get(random.nextInt(5)))),
        FaultRule.of(new Fault.Close()),
        FaultRule.of(new Fault.Malformed()),
        FaultRule.of(new Fault.AnswerLate(Duration.ofMillis(500 + random.nextInt(3_000)))));
  }

  /** Faults of orders: lost, late or executed without an answer. */
  private static List<FaultRule> orders(Random random) {
    return List.of(
        FaultRule.of(new Fault.DropAnswer()).withMethod("POST"),
        FaultRule.of(new Fault.Delay(Duration.ofMillis(1_000 + random.nextInt(9_000))))
            .withMethod("POST"),
        FaultRule.of(new Fault.Delay(Duration.ofMillis(1_000 + random.nextInt(9_000))))
            .withMethod("PATCH"),
        FaultRule.of(new Fault.DropAnswer()).withMethod("PATCH"),
        FaultRule.of(new Fault.DropAnswer()).withMethod("DELETE"),
        FaultRule.of(new Fault.Close()).withMethod("DELETE"));
  }

  private static List<FaultRule> market() {
    return List.of(
        FaultRule.of(new Fault.PartialFill(new BigDecimal("0.4"))),
        FaultRule.of(new Fault.Reject()),
        FaultRule.of(new Fault.RejectReplace()));
  }
}
