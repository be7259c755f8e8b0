package dev.maxdiff.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The price at which the order of a wish is placed, and how it moves afterwards. */
class PlacementPriceTest {

  private static final Increments CENTS =
      new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001"));
  private static final BigDecimal TOLERANCE = new BigDecimal("0.0066");

  private record Book(BigDecimal bid, BigDecimal ask) implements TopOfBook {}

  @ParameterizedTest
  @CsvSource({
    // slot, side, wish, bid, ask, price
    "EXIT, SELL, 105, 94.9, 95, 105", // not reached
    "EXIT, SELL, 105, 109.98, 110, 109.44", // passed: rounded up from 109.4301
    "EXIT, SELL, 105, 105.1, 105.2, 105", // passed by less than half a percent
    "EXIT, SELL, 105, 104, 106, 105", // within the spread
    "EXIT, SELL, 105, 109.98, 0, 109.44", // one-sided
    "EXIT, SELL, 105, 0, 110, 105",
    "EXIT, SELL, 105, 110, 109, 105", // crossed
    "EXIT, BUY, 105, 94.9, 95, 95.47", // rounded down from 95.475
    "EXIT, BUY, 105, 110, 111, 105",
    "EXIT, BUY, 105, 0, 95, 95.47",
    "ENTRY, BUY, 96, 94.98, 95.02, 94.98", // passed: at the bid
    "ENTRY, BUY, 96, 97, 98, 96",
    "ENTRY, BUY, 96, 94.98, 0, 96",
    "ENTRY, SELL, 96, 99, 99.5, 99.5",
    "ENTRY, SELL, 96, 90, 91, 96"
  })
  void isPlacedWhereTheMarketIs(
      Slot slot, Side side, String wish, String bid, String ask, String price) {
    assertThat(rule(slot, side, wish).at(book(bid, ask))).isEqualTo(Price.parse(price));
  }

  @Test
  void withoutAQuoteItIsTheWishsOwnPrice() {
    assertThat(rule(Slot.EXIT, Side.SELL, "105.001").at(null)).isEqualTo(Price.parse("105.01"));
    assertThat(rule(Slot.ENTRY, Side.BUY, "95.999").at(null)).isEqualTo(Price.parse("95.99"));
  }

  @ParameterizedTest
  @CsvSource({
    "109.44, 109.98, true",
    "109.44, 120,    true", // the market goes on: away from a fill
    "109.44, 109.5,  true", // 108.96 is within the tolerance
    "109.44, 107,    false", // 106.47
    "109.44, 99,     false", // the wish's own price
    "105,    99,     true",
    "104.99, 109.98, false", // worse than the wish
    "109.44, 0,      true" // no bid
  })
  void anOrderMovesOnlyTowardsTheWishAndAFill(String limit, String bid, boolean keeps) {
    TopOfBook book = book(bid, new BigDecimal(bid).add(BigDecimal.ONE).toString());

    assertThat(rule(Slot.EXIT, Side.SELL, "105").keeps(new BigDecimal(limit), book, TOLERANCE))
        .isEqualTo(keeps);
  }

  @ParameterizedTest
  @CsvSource({
    "120,   119.5, false", // 118.91: the order of the earlier wish would wait for the market
    "118.9, 119.5, true",
    "105,   119.5, true",
    "104,   119.5, false",
    "120,   0,     false"
  })
  void anOrderOfAnEarlierWishServesAtThePresentPriceOrCloserToAFill(
      String limit, String bid, boolean serves) {
    TopOfBook book = book(bid, new BigDecimal(bid).add(BigDecimal.ONE).toString());

    assertThat(rule(Slot.EXIT, Side.SELL, "105").serves(new BigDecimal(limit), book))
        .isEqualTo(serves);
  }

  /** Properties of every wish and every quote, also one-sided and crossed quotes. */
  @RepeatedTest(500)
  void isNeverWorseThanTheWishAndNeverMovesAwayFromAFill(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    Slot slot = random.nextBoolean() ? Slot.ENTRY : Slot.EXIT;
    Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
    PlacementPrice rule = rule(slot, side, Double.toString(80 + random.nextInt(40_000) / 1000.0));
    Price order = null;
    for (int poll = 0; poll < 50; poll++) {
      TopOfBook book = randomBook(random);
      Price placed = rule.at(book);
      assertThat(rule.isWorse(placed.value())).as("%s at %s: %s", rule, book, placed).isFalse();
      assertThat(placed.value()).isEqualTo(CENTS.passive(side, placed).value());
      assertThat(rule.keeps(placed.value(), book, BigDecimal.ZERO)).isTrue();
      if (order == null) {
        order = placed;
      } else if (!rule.keeps(order.value(), book, TOLERANCE)) {
        int moved = placed.compareTo(order);
        assertThat(side == Side.BUY ? moved : -moved)
            .as("%s at %s: from %s to %s", rule, book, order, placed)
            .isPositive();
        order = placed;
      }
    }
  }

  private static TopOfBook randomBook(Random random) {
    if (random.nextInt(10) == 0) {
      return null;
    }
    int bid = 8_000 + random.nextInt(4_000);
    int ask = bid + random.nextInt(100) - 10;
    return book(
        random.nextInt(10) == 0 ? "0" : BigDecimal.valueOf(bid, 2).toString(),
        random.nextInt(10) == 0 ? "0" : BigDecimal.valueOf(ask, 2).toString());
  }

  private static PlacementPrice rule(Slot slot, Side side, String wish) {
    return new PlacementPrice(slot, side, Price.parse(wish), CENTS);
  }

  private static TopOfBook book(String bid, String ask) {
    return new Book(new BigDecimal(bid), new BigDecimal(ask));
  }
}
