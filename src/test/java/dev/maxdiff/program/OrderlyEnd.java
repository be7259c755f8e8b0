package dev.maxdiff.program;

import dev.maxdiff.cli.context.ExitCodes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares what a run said at its end about naked keys (promise P15) with the exchange's audit log:
 * it must name every naked key, and none that is covered.
 */
public final class OrderlyEnd {

  private static final Pattern NAKED = Pattern.compile("(?m)^(?:.* )?Naked: (\\S+): ");

  /** A smaller quantity may be too small for the broker; in USD. */
  private static final BigDecimal MINIMUM_VALUE = new BigDecimal("15");

  private OrderlyEnd() {}

  /**
   * Returns the differences between words, exit code and audit log, one line each.
   *
   * @param output what the run has printed, in full
   * @param audit the exchange's log after the end of the run
   */
  public static List<String> differences(String output, int exitCode, AuditChecker audit) {
    List<String> differences = new ArrayList<>(differences(output, exitCode));
    Set<String> named = named(output);
    // an order whose cancel was not confirmed may have filled after the end
    boolean mayFillLater = output.contains("Order not confirmed as ended");
    Set<String> certain =
        audit.keys().stream()
            .filter(audit::isCertain)
            .collect(Collectors.toCollection(TreeSet::new));
    for (String key : certain) {
      BigDecimal uncovered = audit.uncovered(key);
      boolean isCovered = uncovered.compareTo(audit.share(key).dust()) <= 0;
      if (named.contains(key) && isCovered) {
        differences.add(key + " is named naked, and the log shows it covered");
      } else if (!named.contains(key)
          && !mayFillLater
          && audit.uncoveredValue(key).compareTo(MINIMUM_VALUE) > 0) {
        differences.add(key + " is not named, and the log shows " + uncovered + " uncovered");
      }
    }
    named.stream()
        .filter(key -> !audit.keys().contains(key))
        .forEach(key -> differences.add(key + " is named naked, and the log shows no fill of it"));
    return differences;
  }

  /** Returns the differences between words and exit code alone. */
  public static List<String> differences(String output, int exitCode) {
    int expected = named(output).isEmpty() ? ExitCodes.DONE : ExitCodes.UNCOVERED;
    return exitCode == expected
        ? List.of()
        : List.of("exit code " + exitCode + " (expected: " + expected + ")");
  }

  private static Set<String> named(String output) {
    return NAKED
        .matcher(output)
        .results()
        .map(naked -> naked.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
