package dev.maxdiff.broker.paper;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Path;
import java.util.List;

/**
 * How an embedded exchange misbehaves: of the rules that concern a request or an order the first
 * one that strikes counts, the others are not asked.
 *
 * <p>The same seed, rules and sequence of requests give the same faults.
 *
 * @param seed of every chance in it
 * @param rules in the order in which they are asked
 */
public record FaultPlan(long seed, List<FaultRule> rules) {

  public FaultPlan {
    rules = List.copyOf(rules);
  }

  public static FaultPlan none() {
    return new FaultPlan(0, List.of());
  }

  public static FaultPlan of(long seed, FaultRule... rules) {
    return new FaultPlan(seed, List.of(rules));
  }

  /**
   * Reads a plan's file; {@code faults.md} describes its form.
   *
   * @throws InvalidValueException naming the first field that is wrong, or the file
   */
  public static FaultPlan read(Path file) {
    return new FaultPlanReader(file).read();
  }

  /** The plan that {@code maxdiff.exchange.faults} names; without one, none. */
  public static FaultPlan from(Config root) {
    String file = root.getString("maxdiff.exchange.faults");
    return file.isEmpty() ? none() : read(Path.of(file));
  }
}
