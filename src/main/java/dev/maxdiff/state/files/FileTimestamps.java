package dev.maxdiff.state.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times in watcher files: ISO-8601 in UTC with {@code +00:00}, microseconds when not zero. */
final class FileTimestamps {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int TWO_DIGITS = 100;

  private FileTimestamps() {}

  /** Without a formatter: several are written at each launch. */
  static String text(Instant at) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    String minute = utc.truncatedTo(ChronoUnit.MINUTES).toString();
    int micros = utc.getNano() / NANOS_PER_MICRO;
    return minute
        + ":"
        + digits(utc.getSecond(), TWO_DIGITS)
        + (micros == 0 ? "" : "." + digits(micros, MICROS_PER_SECOND))
        + "+00:00";
  }

  /**
   * @param beyond the smallest number that has a digit too many
   */
  private static String digits(int number, int beyond) {
    return Integer.toString(beyond + number).substring(1);
  }

  /** Reads {@code Z}, any offset, and no zone at all, which is UTC (hazard H33). */
  static Optional<Instant> read(String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException zoneless) {
      try {
        return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
