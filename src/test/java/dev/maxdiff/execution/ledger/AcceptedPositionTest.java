package dev.maxdiff.execution.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An operator accepts what the broker holds: a owns 30 shares and b 20. */
class AcceptedPositionTest {

  private static final Symbol SYMBOL = Symbol.parse("AAPL");

  private static OwnOrder bought(String key, int n, String quantity) {
    return Samples.own(
        WatcherKey.parse("AAPL|buy|" + key).slot(Slot.ENTRY),
        n,
        quantity,
        quantity,
        "100",
        OrderStatus.FILLED);
  }

  @ParameterizedTest
  @CsvSource({
    // position, key; changes of a and b, or the refusal
    "40, ,  -6,  -4,  ''",
    "5,  ,  -27, -18, ''", // a reverse split of 1 for 10
    "0,  ,  -30, -20, ''",
    "-5, ,  -30, -20, ''",
    "40, b, 0,   -10, ''",
    "25, b, 0,   0,   'AAPL|buy|b owns 20, and 25 is gone'",
    "50, ,  0,   0,   'ledger and position agree'",
    "60, ,  0,   0,   'the broker holds 10 beyond the keys: --key names the key that gets it'",
    "60, a, 10,  0,   ''",
    // a split of 4 for 1, or a person's purchase of 150
    "200, , 0,   0,   'the broker holds 150 beyond the keys: --key names the key that gets it'",
  })
  void whatIsGoneIsSharedAndWhatIsBeyondGoesToTheNamedKey(
      String position, String key, String ofA, String ofB, String refusal) {
    PositionLedger ledger =
        PositionLedger.of(
            CoinFees.NONE,
            new BigDecimal(position).signum() == 0
                ? List.of()
                : List.of(Samples.position("AAPL", position)),
            List.of(bought("a", 1, "30"), bought("b", 2, "20")),
            List.of(),
            Set.of());
    LedgerReading read = LedgerReading.of(ledger, SYMBOL, List.of(), ForeignBaseline.NONE);

    AcceptedPosition accepted =
        AcceptedPosition.of(read, key == null ? null : WatcherKey.parse("AAPL|buy|" + key));

    assertThat(accepted.refusal()).isEqualTo(refusal.isEmpty() ? null : refusal);
    assertThat(change(accepted, "a")).isEqualByComparingTo(ofA);
    assertThat(change(accepted, "b")).isEqualByComparingTo(ofB);
  }

  private static BigDecimal change(AcceptedPosition accepted, String key) {
    return accepted.changes().getOrDefault(WatcherKey.parse("AAPL|buy|" + key), BigDecimal.ZERO);
  }
}
