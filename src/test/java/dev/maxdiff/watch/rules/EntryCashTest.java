package dev.maxdiff.watch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Side;
import dev.maxdiff.watch.SimulatedBroker;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntryCashTest {

  @ParameterizedTest
  @CsvSource({
    "buy,  10, 10, 100, 0, true",
    "buy,  10, 10.001, 100, 0, false",
    "buy,  10, 20, 100, 200, true",
    "sell, 10, 10, 0, 100, true", // the size is within the buying power
    "sell, 10, 10.001, 0, 100, false", // a cash account needs the cash
    "sell, 10, 30, 100, 400, true", // a margin account may short
    "sell, 10, 0, 100, 400, false",
    "buy,  0, 10, 100, 400, false"
  })
  void h41AnEntryNeedsTheMoneyForItsSizeOnEitherSide(
      String side,
      BigDecimal price,
      BigDecimal quantity,
      BigDecimal cash,
      BigDecimal power,
      boolean allowed) {
    var account = SimulatedBroker.account(cash, new BigDecimal("100"), power);

    assertThat(EntryCash.allows(Side.parse(side), price, quantity, account)).isEqualTo(allowed);
  }
}
