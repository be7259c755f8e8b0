package dev.maxdiff.domain;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whose entries a pause is about; a null component matches everything.
 *
 * @param symbol only this one's
 * @param side only those on this side
 * @param strategy only this one's
 */
public record PauseScope(Symbol symbol, Side side, Strategy strategy) {

  /** All entries of the account. */
  public static final PauseScope EVERYTHING = new PauseScope(null, null, null);

  /** Whether the entries of this key are meant. */
  public boolean covers(WatcherKey key) {
    return matches(symbol, key.symbol())
        && matches(side, key.side())
        && matches(strategy, key.strategy());
  }

  /** Whether {@code other} means no entry that this does not mean. */
  public boolean includes(PauseScope other) {
    return matches(symbol, other.symbol)
        && matches(side, other.side)
        && matches(strategy, other.strategy);
  }

  /** As people read it: {@code BTCUSD buy maxdiff}, or {@code everything}. */
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
