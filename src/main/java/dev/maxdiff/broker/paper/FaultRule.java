package dev.maxdiff.broker.paper;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * When a fault strikes. Immutable: each {@code with} method gives another rule.
 *
 * <p>Without further words a rule strikes always: every request, or every order.
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

  /** Strikes requests of this method only: GET, POST, PATCH or DELETE. */
  public FaultRule withMethod(String only) {
    requireOfRequest("method", only);
    String upper = only.toUpperCase(Locale.ROOT);
    if (!upper.matches("GET|POST|PATCH|DELETE")) {
      throw new InvalidValueException("method", only, "GET, POST, PATCH or DELETE");
    }
    return new FaultRule(fault, upper, path, symbol, probability, every, from, until);
  }

  /**
   * Strikes requests to this path only.
   *
   * @param only as in {@code /v2/orders}, without a query; {@code *} stands for anything
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

  /** Strikes orders of this symbol only. */
  public FaultRule withSymbol(Symbol only) {
    if (!(fault instanceof Fault.OfMarket)) {
      throw new InvalidValueException("symbol", only, "not with " + fault.name());
    }
    return new FaultRule(fault, method, path, only, probability, every, from, until);
  }

  /**
   * Strikes by chance, decided by the plan's seed.
   *
   * @param chance above 0, at most 1
   */
  public FaultRule withProbability(double chance) {
    if (!(chance > 0 && chance <= 1)) {
      throw new InvalidValueException("probability", chance, "above 0, at most 1");
    }
    return new FaultRule(fault, method, path, symbol, chance, every, from, until);
  }

  /** Strikes the n-th of what it could strike, the 2n-th and so on; n is at least 1. */
  public FaultRule withEvery(int nth) {
    if (nth < 1) {
      throw new InvalidValueException("every", nth, "1 or more");
    }
    return new FaultRule(fault, method, path, symbol, probability, nth, from, until);
  }

  /** Strikes from this exchange time on. */
  public FaultRule withFrom(Instant first) {
    return withFrom(new FaultTime.At(first));
  }

  /** Strikes before this exchange time. */
  public FaultRule withUntil(Instant end) {
    return withUntil(new FaultTime.At(end));
  }

  /** Strikes when the account is this old in exchange time, or older. */
  public FaultRule withFrom(Duration sinceOpened) {
    return withFrom(new FaultTime.After(sinceOpened));
  }

  /** Strikes while the account is younger than this in exchange time. */
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

  boolean covers(Instant at, Instant opened) {
    return (from == null || !at.isBefore(from.on(opened)))
        && (until == null || at.isBefore(until.on(opened)));
  }

  boolean concerns(String requestMethod, String requestPath) {
    boolean clock = !(fault instanceof Fault.ClockOff) || requestPath.equals("/v2/clock");
    return fault instanceof Fault.OfRequest
        && clock
        && (method == null || method.equals(requestMethod))
        && (path == null || path.matcher(requestPath).matches());
  }

  boolean concerns(Class<? extends Fault.OfMarket> kind, Symbol traded) {
    return kind.isInstance(fault) && (symbol == null || symbol.equals(traded));
  }

  /**
   * Whether the fault strikes.
   *
   * @param count how many the rule has concerned so far, this one included
   * @param seed of the plan and the place of this rule in it
   */
  boolean strikes(long count, long seed) {
    boolean itsTurn = every == 0 || count % every == 0;
    return itsTurn
        && (probability >= 1 || new SplittableRandom(seed + count).nextDouble() < probability);
  }

  private void requireOfRequest(String field, Object value) {
    if (!(fault instanceof Fault.OfRequest) || fault instanceof Fault.ClockOff) {
      throw new InvalidValueException(field, value, "not with " + fault.name());
    }
  }
}
