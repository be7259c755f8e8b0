package dev.maxdiff.state.files;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Formats and parses the times in watcher files: ISO-8601 in UTC with {@code +00:00}, microseconds
 * when not zero.
 */
final class FileTimestamps {

  private static final int NANOS_PER_MICRO = 1_000;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int TWO_DIGITS = 100;

  private FileTimestamps() {}

  /**
   * Formats a time. Concatenation costs less CPU time than a DateTimeFormatter; each launch writes
   * several times.
   */
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
   * @param limit the smallest number with one digit more than wanted
   */
  private static String digits(int number, int limit) {
    return Integer.toString(limit + number).substring(1);
  }

  /**
   * Parses a time with {@code Z} or an offset; a time without a zone is UTC (hazard H33). Empty for
   * null and any other text.
   */
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
