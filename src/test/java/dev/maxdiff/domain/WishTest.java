package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WishTest {

  private static final WatcherKey KEY = WatcherKey.parse("AAPL|buy|maxdiff");

  @Test
  void p3EqualIsWhatWouldBeSentTheSame() {
    ExitWish wish = exit("110.251", "5", Duration.ofSeconds(45), null);

    assertThat(wish.sendsTheSameAs(exit("110.26", "5.0", Duration.ofSeconds(5), null), step()))
        .as("a sell of 110.251 is sent as 110.26; the poll does not count")
        .isTrue();
    assertThat(wish.sendsTheSameAs(exit("110.261", "5", Duration.ofSeconds(45), null), step()))
        .isFalse();
    assertThat(wish.sendsTheSameAs(exit("110.251", "6", Duration.ofSeconds(45), null), step()))
        .isFalse();
    assertThat(wish.sendsTheSameAs(exit("110.251", null, Duration.ofSeconds(45), null), step()))
        .as("the whole position is another quantity than five")
        .isFalse();
    assertThat(
            wish.sendsTheSameAs(
                exit("110.251", "5", Duration.ofSeconds(45), Instant.EPOCH), step()))
        .as("an expiry alone does not restart")
        .isTrue();
  }

  @Test
  void p11RefusesAShortEntryOfCrypto() {
    assertThatThrownBy(
            () ->
                new EntryWish(
                    WatcherKey.parse("BTCUSD|sell|maxdiff"),
                    Price.parse("1000"),
                    Quantity.parse("1"),
                    BigDecimal.ZERO,
                    Instant.EPOCH,
                    Duration.ofSeconds(1),
                    false,
                    null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("crypto cannot be shorted");
  }

  @Test
  void p11RefusesATolerationOutsideItsRange() {
    assertThatThrownBy(
            () ->
                new ExitWish(
                    KEY,
                    Price.parse("1"),
                    null,
                    new BigDecimal("-0.1"),
                    null,
                    Duration.ofSeconds(1),
                    false,
                    false))
        .hasMessageStartingWith("price-tolerance: -0.1");
  }

  private static Increments step() {
    return Increments.EQUITY;
  }

  private static ExitWish exit(String price, String quantity, Duration poll, Instant expiry) {
    return new ExitWish(
        KEY,
        Price.parse(price),
        quantity == null ? null : Quantity.parse(quantity),
        new BigDecimal("0.001"),
        expiry,
        poll,
        false,
        false);
  }
}
