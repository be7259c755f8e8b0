package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stored form of a wish in journals; a change needs a migration. */
class WishJsonTest {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  @Test
  void aWishIsReadBackAsItWasWritten() throws Exception {
    List<Wish> wishes =
        List.of(
            new EntryWish(
                WatcherKey.parse("BTCUSD|buy|maxdiff"),
                Price.parse("104800.5"),
                Quantity.parse("0.5"),
                new BigDecimal("0.0066"),
                Instant.parse("2026-11-27T18:00:00Z"),
                Duration.ofMillis(250),
                true,
                2),
            new ExitWish(
                WatcherKey.parse("BTCUSD|buy|maxdiff"),
                Price.parse("0.00001234"),
                null,
                new BigDecimal("0.001"),
                null,
                Duration.ofSeconds(45),
                false,
                false));

    for (Wish wish : wishes) {
      assertThat(JSON.readValue(JSON.writeValueAsString(wish), Wish.class)).isEqualTo(wish);
    }
  }

  @Test
  void readsTheSampleOfTheFirstRelease() throws Exception {
    Wish wish =
        JSON.readValue(
            """
            {"slot":"exit","key":"BTCUSD|buy|maxdiff","takeprofitPrice":"110250",
             "targetQuantity":"0.5","tolerance":0.001,"expiresAt":null,"poll":"PT45S",
             "force":false,"claimUnowned":false}
            """,
            Wish.class);

    assertThat(wish.price()).isEqualTo(Price.parse("110250"));
    assertThat(wish.slotId()).hasToString("BTCUSD|buy|maxdiff exit");
  }
}
