package dev.maxdiff.domain;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scope of a pause; a null component matches every value.
 *
 * @param symbol null = all
 * @param side null = both
 * @param strategy null = all
 */
public record PauseScope(Symbol symbol, Side side, Strategy strategy) {

  /** All entries of the account. */
  public static final PauseScope EVERYTHING = new PauseScope(null, null, null);

  /** Whether the scope includes the entries of this key. */
  public boolean covers(WatcherKey key) {
    return matches(symbol, key.symbol())
        && matches(side, key.side())
        && matches(strategy, key.strategy());
  }

  /** Whether every entry in {@code other} lies in this scope. */
  public boolean includes(PauseScope other) {
    return matches(symbol, other.symbol)
        && matches(side, other.side)
        && matches(strategy, other.strategy);
  }

  /** Returns the scope as text: {@code BTCUSD buy maxdiff}, or {@code everything}. */
  public String words() {
    String named =
        Stream.of(symbol, side, strategy)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .collect(Collectors.joining(" "));
    return named.isEmpty() ? "everything" : named;
  }

  private static boolean matches(Object asked, Object actual) {
    return asked == null || asked.equals(actual);
  }
}
