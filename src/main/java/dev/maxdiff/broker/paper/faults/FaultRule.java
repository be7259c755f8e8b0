package dev.maxdiff.broker.paper.faults;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * The conditions under which a fault triggers. Immutable: each {@code with} method returns a new
 * rule.
 *
 * <p>A rule without conditions triggers for every request or every order. Each {@code with} method
 * throws an {@link InvalidValueException} when the value is invalid or does not fit the fault.
 */
public final class FaultRule {

  private final Fault fault;
  private final String method;
  private final Pattern path;
  private final Symbol symbol;
  private final double probability;
  private final int every;
  private final FaultTime from;
  private final FaultTime until;

  private FaultRule(
      Fault fault,
      String method,
      Pattern path,
      Symbol symbol,
      double probability,
      int every,
      FaultTime from,
      FaultTime until) {
    this.fault = requireNonNull(fault, "fault");
    this.method = method;
    this.path = path;
    this.symbol = symbol;
    this.probability = probability;
    this.every = every;
    this.from = from;
    this.until = until;
  }

  public static FaultRule of(Fault fault) {
    return new FaultRule(fault, null, null, null, 1, 0, null, null);
  }

  /** Restricts the rule to requests of this method: GET, POST, PATCH or DELETE. */
  public FaultRule withMethod(String only) {
    requireOfRequest("method", only);
    String upper = only.toUpperCase(Locale.ROOT);
    if (!upper.matches("GET|POST|PATCH|DELETE")) {
      throw new InvalidValueException("method", only, "GET, POST, PATCH or DELETE");
    }
    return new FaultRule(fault, upper, path, symbol, probability, every, from, until);
  }

  /**
   * Restricts the rule to requests to this path.
   *
   * @param only a path like {@code /v2/orders}, without a query; {@code *} matches any text
   */
  public FaultRule withPath(String only) {
    requireOfRequest("path", only);
    if (!only.startsWith("/") && !only.startsWith("*") || only.contains("?")) {
      throw new InvalidValueException("path", only, "a path like /v2/orders* without a query");
    }
    String regex = Pattern.quote(only).replace("*", "\\E.*\\Q");
    return new FaultRule(
        fault, method, Pattern.compile(regex), symbol, probability, every, from, until);
  }

  /** Restricts the rule to orders of this symbol. */
  public FaultRule withSymbol(Symbol only) {
    if (!(fault instanceof Fault.OfMarket)) {
      throw new InvalidValueException("symbol", only, "not with " + fault.name());
    }
    return new FaultRule(fault, method, path, only, probability, every, from, until);
  }

  /**
   * Triggers with a probability; the seed of the plan decides each case.
   *
   * @param chance above 0, at most 1
   */
  public FaultRule withProbability(double chance) {
    if (!(chance > 0 && chance <= 1)) {
      throw new InvalidValueException("probability", chance, "above 0, at most 1");
    }
    return new FaultRule(fault, method, path, symbol, chance, every, from, until);
  }

  /** Triggers for every n-th match; n is at least 1. */
  public FaultRule withEvery(int nth) {
    if (nth < 1) {
      throw new InvalidValueException("every", nth, "1 or more");
    }
    return new FaultRule(fault, method, path, symbol, probability, nth, from, until);
  }

  /** Triggers at this exchange time or later. */
  public FaultRule withFrom(Instant first) {
    return withFrom(new FaultTime.At(first));
  }

  /** Triggers before this exchange time. */
  public FaultRule withUntil(Instant end) {
    return withUntil(new FaultTime.At(end));
  }

  /** Triggers when this exchange time has passed since the account was opened. */
  public FaultRule withFrom(Duration sinceOpened) {
    return withFrom(new FaultTime.After(sinceOpened));
  }

  /** Triggers until this exchange time has passed since the account was opened. */
  public FaultRule withUntil(Duration sinceOpened) {
    return withUntil(new FaultTime.After(sinceOpened));
  }

  FaultRule withFrom(FaultTime first) {
    return new FaultRule(fault, method, path, symbol, probability, every, first, until);
  }

  FaultRule withUntil(FaultTime end) {
    return new FaultRule(fault, method, path, symbol, probability, every, from, end);
  }

  public Fault fault() {
    return fault;
  }

  boolean isActiveAt(Instant at, Instant opened) {
    return (from == null || !at.isBefore(from.on(opened)))
        && (until == null || at.isBefore(until.on(opened)));
  }

  boolean matches(String requestMethod, String requestPath) {
    boolean clock = !(fault instanceof Fault.ClockOff) || requestPath.equals("/v2/clock");
    return fault instanceof Fault.OfRequest
        && clock
        && (method == null || method.equals(requestMethod))
        && (path == null || path.matcher(requestPath).matches());
  }

  boolean matches(Class<? extends Fault.OfMarket> kind, Symbol traded) {
    return kind.isInstance(fault) && (symbol == null || symbol.equals(traded));
  }

  /**
   * Returns true when the fault triggers.
   *
   * @param count number of matches of the rule so far, from 1
   * @param seed derived from the seed of the plan and the index of the rule
   */
  boolean triggers(long count, long seed) {
    boolean isNth = every == 0 || count % every == 0;
    return isNth
        && (probability >= 1 || new SplittableRandom(seed + count).nextDouble() < probability);
  }

  private void requireOfRequest(String field, Object value) {
    if (!(fault instanceof Fault.OfRequest) || fault instanceof Fault.ClockOff) {
      throw new InvalidValueException(field, value, "not with " + fault.name());
    }
  }
}
