package dev.maxdiff.execution.risk;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.entry;
import static dev.maxdiff.execution.model.Samples.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several entries compete for 1000 in cash. */
class CashAllocatorTest {

  private static final SlotId ENTRY_A = A.slot(Slot.ENTRY);
  private static final SlotId ENTRY_B = B.slot(Slot.ENTRY);

  private final CashAllocator capital = new CashAllocator();
  private final List<OwnOrder> orders = new ArrayList<>();
  private List<Position> positions = List.of();

  private BigDecimal allowance(SlotId slot) {
    return capital.allowance(
        slot, account(), PositionLedger.of(CoinFees.NONE, positions, orders, List.of(), Set.of()));
  }

  private static Account account() {
    BigDecimal cash = new BigDecimal("1000");
    return new Account(
        "1", "ACTIVE", cash, cash, cash, cash, cash, BigDecimal.ONE, false, false, true);
  }

  @Test
  void whoCameFirstIsServedFirst() {
    capital.accept(entry(A, "100", "6"));
    capital.accept(entry(B, "100", "6"));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("1000");
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("400");
  }

  @Test
  void showsWhatEachHoldsInTheOrderOfTheQueue() {
    capital.accept(entry(A, "100", "6"));
    capital.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_B, 1, "3", "0", "100", OrderStatus.NEW));

    assertThat(
            capital.reservations(
                account(),
                PositionLedger.of(CoinFees.NONE, positions, orders, List.of(), Set.of())))
        .extracting(
            line -> line.slot() + " " + line.reserved().intValue() + "/" + line.needed().intValue())
        .containsExactly(ENTRY_A + " 600/600", ENTRY_B + " 300/600");
  }

  @Test
  void anOrderThatIsOpenIsNeverSpentTwice() {
    capital.accept(entry(A, "100", "6"));
    capital.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_B, 1, "4", "1", "100", OrderStatus.PARTIALLY_FILLED));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("700");
  }

  @Test
  void anOrderOnItsWayCountsUntilTheBrokerShowsIt() {
    capital.accept(entry(A, "100", "6"));
    capital.sending(ENTRY_B, new BigDecimal("500"));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("500");
    capital.sent(ENTRY_B);
    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("1000");
  }

  @Test
  void whatIsFilledNeedsNoMoneyAnyMore() {
    capital.accept(entry(A, "100", "6"));
    capital.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_A, 1, "5", "5", "100", OrderStatus.FILLED));

    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("900");
  }

  @Test
  void aWishThatCanNeverBePaidStarvesNobody() {
    capital.accept(entry(A, "100", "60"));
    capital.accept(entry(B, "100", "6"));

    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("1000");
  }

  @Test
  void aWithdrawnEntryReleasesItsShareAndANewWishKeepsThePlace() {
    capital.accept(entry(A, "100", "6"));
    capital.accept(entry(B, "100", "6"));
    capital.accept(entry(A, "100", "7"));
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("300");

    capital.release(ENTRY_A);
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("1000");
  }

  @Test
  void theProceedsOfAShortAreNotMoneyToSpend() {
    positions = List.of(Samples.position("AAPL", "-20")); // 20 at 10

    assertThat(allowance(WatcherKey.parse("AAPL|sell|a").slot(Slot.ENTRY)))
        .isEqualByComparingTo("600");
  }
}
