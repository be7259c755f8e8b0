package dev.maxdiff.execution.model;

import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A journalled change of what the keys of a symbol own that no fill of theirs has made.
 *
 * @param number names the correction within its symbol; a later one with the same number replaces
 *     it
 * @param changes by key: the change of the owned quantity, a magnitude on the key's own side;
 *     negative = taken
 * @param cause in words
 * @param closed quantity that the exits of the symbol had filled by then
 * @param at on the watchers' clock; the place among the fills
 */
public record LedgerCorrection(
    long number,
    Kind kind,
    Map<String, BigDecimal> changes,
    String cause,
    BigDecimal closed,
    Instant at) {

  /** Why a correction was made. */
  public enum Kind {
    /** Orders of other origin have closed what the keys owned. */
    WRITE_OFF("written off"),
    /** An operator has accepted the position of the broker. */
    ACCEPTED("accepted by an operator");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  public LedgerCorrection {
    changes = Collections.unmodifiableMap(new TreeMap<>(changes));
  }

  public static LedgerCorrection of(
      long number,
      Kind kind,
      Map<WatcherKey, BigDecimal> changes,
      String cause,
      BigDecimal closed,
      Instant at) {
    Map<String, BigDecimal> named = new TreeMap<>();
    changes.forEach((key, change) -> named.put(key.toString(), change));
    return new LedgerCorrection(number, kind, named, cause, closed, at);
  }

  /** Returns the change of each key. */
  public Map<WatcherKey, BigDecimal> byKey() {
    Map<WatcherKey, BigDecimal> parsed = new LinkedHashMap<>();
    changes.forEach((key, change) -> parsed.put(WatcherKey.parse(key), change));
    return parsed;
  }

  /** Returns the sum of the magnitudes of the changes. */
  public BigDecimal size() {
    return changes.values().stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** {@code BTCUSD: … ; written off: k -0.02}. */
  public String words() {
    String symbol =
        byKey().keySet().stream().findFirst().map(key -> key.symbol() + ": ").orElse("");
    return symbol + cause + "; " + kind.words + ": " + changesInWords();
  }

  /** {@code k -0.02, again +0.01}. */
  public String changesInWords() {
    return byKey().entrySet().stream()
        .map(entry -> entry.getKey().strategy() + " " + signed(entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String signed(BigDecimal change) {
    String text = change.signum() == 0 ? "0" : change.stripTrailingZeros().toPlainString();
    return change.signum() > 0 ? "+" + text : text;
  }
}
