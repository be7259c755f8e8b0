package dev.maxdiff.control;

import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;

/**
 * Selects the pauses and holds to lift. Pauses of entries are lifted within the scope; holds only
 * by an operator, within a scope that names a symbol, or with {@code all}.
 *
 * @param symbol null = every symbol
 * @param side null = both sides
 * @param strategy null = every strategy
 * @param all also lifts every hold, that of kill-all included
 * @param source the kind of client; null = a loop
 */
public record ResumeRequest(
    Symbol symbol, Side side, Strategy strategy, boolean all, WishRequest.Source source) {

  public ResumeRequest {
    source = source == null ? WishRequest.Source.LOOP : source;
  }

  public static ResumeRequest of(PauseScope scope, boolean all, WishRequest.Source source) {
    return new ResumeRequest(scope.symbol(), scope.side(), scope.strategy(), all, source);
  }

  /** Returns the same request from another client. */
  public ResumeRequest from(WishRequest.Source client) {
    return new ResumeRequest(symbol, side, strategy, all, client);
  }

  PauseScope scope() {
    return new PauseScope(symbol, side, strategy);
  }

  boolean isOperators() {
    return source == WishRequest.Source.OPERATOR;
  }

  /** Returns whether the request names holds at all; without a symbol it is about pauses only. */
  boolean namesHolds() {
    return all || symbol != null;
  }
}
