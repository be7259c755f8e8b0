package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IncrementsTest {

  @ParameterizedTest
  @EnumSource(Side.class)
  void h09PricesThatDifferByLessThanAMillionthAreTwoPrices(Side side) {
    Price first = Increments.CRYPTO.passive(side, Price.parse("0.0000090"));
    Price second = Increments.CRYPTO.passive(side, Price.parse("0.0000095"));

    assertThat(first).isNotEqualTo(second);
    assertThat(first.value()).isEqualByComparingTo("0.0000090");
    assertThat(second.value()).isEqualByComparingTo("0.0000095");
  }

  @Test
  void h11ACheapPriceKeepsItsDigits() {
    assertThat(Increments.CRYPTO.passive(Side.BUY, Price.parse("0.00001234")).value())
        .isEqualByComparingTo("0.00001234");
  }

  @ParameterizedTest
  @EnumSource(Side.class)
  void h10WhatIsRoundedOnceStaysWhatItIs(Side side) {
    for (String wanted : new String[] {"0.123456789123", "1.234", "110250.005", "0.99999"}) {
      for (Increments increments : new Increments[] {Increments.CRYPTO, Increments.EQUITY}) {
        Price sent = increments.passive(side, Price.parse(wanted));

        assertThat(increments.passive(side, sent)).isEqualTo(sent);
      }
    }
  }
}
