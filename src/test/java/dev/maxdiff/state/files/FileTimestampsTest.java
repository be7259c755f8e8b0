package dev.maxdiff.state.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times as the older system writes and reads them (CONTRACT section 3). */
class FileTimestampsTest {

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T14:30:00Z, 2026-01-05T14:30:00+00:00",
    "2026-01-05T00:00:00Z, 2026-01-05T00:00:00+00:00",
    "2026-01-05T14:30:07Z, 2026-01-05T14:30:07+00:00",
    "2026-01-05T14:30:59.000001Z, 2026-01-05T14:30:59.000001+00:00",
    "2026-01-05T14:30:00.120Z, 2026-01-05T14:30:00.120000+00:00",
    "2026-01-05T14:30:00.000000999Z, 2026-01-05T14:30:00+00:00"
  })
  void writesMicrosecondsUnlessZero(Instant at, String text) {
    assertThat(FileTimestamps.text(at)).isEqualTo(text);
    assertThat(FileTimestamps.read(text)).contains(at.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void writesAsTheFormatterWould() {
    var pattern = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");
    Random random = new Random(20260105);
    for (int i = 0; i < 10_000; i++) {
      Instant at =
          Instant.ofEpochSecond(
              random.nextLong(0, 4_000_000_000L), 1_000 + random.nextInt(999_999_000));
      assertThat(FileTimestamps.text(at))
          .isEqualTo(pattern.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T14:30:00Z",
    "2026-01-05T14:30:00+00:00",
    "2026-01-05T09:30:00-05:00",
    "2026-01-05T14:30:00"
  })
  void readsEveryZoneAndAMissingZone(String text) {
    assertThat(FileTimestamps.read(text)).contains(Instant.parse("2026-01-05T14:30:00Z"));
  }

  @ParameterizedTest
  @CsvSource({"today", "2026-13-05T14:30:00Z", "''"})
  void anInvalidTimeIsEmpty(String text) {
    assertThat(FileTimestamps.read(text)).isEmpty();
  }
}
