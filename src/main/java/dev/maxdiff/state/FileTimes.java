package dev.maxdiff.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Times in watcher files: ISO-8601 in UTC with {@code +00:00}, microseconds when not zero. */
final class FileTimes {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final int NANOS_PER_MICRO = 1_000;

  private FileTimes() {}

  static String text(Instant at) {
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    boolean whole = utc.getNano() / NANOS_PER_MICRO == 0;
    return (whole ? SECONDS : MICROS).format(utc) + "+00:00";
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
