package dev.maxdiff.broker.paper.faults;

import com.typesafe.config.Config;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Path;
import java.util.List;

/**
 * The fault plan of an embedded exchange. The first rule that triggers decides; later rules are not
 * evaluated.
 *
 * <p>Faults are deterministic for seed, rules and sequence of requests.
 *
 * @param seed of all probabilities
 * @param rules in the order of evaluation
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
   * Reads a plan from a file; {@code faults.md} describes the format.
   *
   * @throws InvalidValueException when the file is unreadable or a field is invalid; the message
   *     names the file and the first invalid field
   */
  public static FaultPlan read(Path file) {
    return new FaultPlanReader(file).read();
  }

  /** The plan of the file in {@code maxdiff.exchange.faults}; an empty setting = no faults. */
  public static FaultPlan from(Config root) {
    String file = root.getString("maxdiff.exchange.faults");
    return file.isEmpty() ? none() : read(Path.of(file));
  }
}
