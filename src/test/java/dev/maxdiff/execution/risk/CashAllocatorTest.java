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
import dev.maxdiff.execution.model.WatcherAuthority;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several entries compete for 1000 in cash. */
class CashAllocatorTest {

  private static final SlotId ENTRY_A = A.slot(Slot.ENTRY);
  private static final SlotId ENTRY_B = B.slot(Slot.ENTRY);

  private CashAllocator cash = CashAllocator.EMPTY;
  private final List<OwnOrder> orders = new ArrayList<>();
  private List<Position> positions = List.of();

  private BigDecimal allowance(SlotId slot) {
    return cash.allowance(slot, account(), ledger());
  }

  private PositionLedger ledger() {
    return PositionLedger.of(CoinFees.NONE, positions, orders, List.of(), Set.of());
  }

  private static EntryReading reading(PositionLedger ledger, long freedBefore) {
    WatcherAuthority authority = new WatcherAuthority(entry(A, "100", "6"), 1);
    return new EntryReading(authority, account(), ledger, freedBefore);
  }

  private static Account account() {
    BigDecimal money = new BigDecimal("1000");
    return new Account(
        "1", "ACTIVE", money, money, money, money, money, BigDecimal.ONE, false, false, true);
  }

  @Test
  void whoCameFirstIsServedFirst() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.accept(entry(B, "100", "6"));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("1000");
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("400");
  }

  @Test
  void showsWhatEachHoldsInTheOrderOfTheQueue() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_B, 1, "3", "0", "100", OrderStatus.NEW));

    assertThat(cash.reservations(account(), ledger()))
        .extracting(
            line -> line.slot() + " " + line.reserved().intValue() + "/" + line.needed().intValue())
        .containsExactly(ENTRY_A + " 600/600", ENTRY_B + " 300/600");
  }

  @Test
  void anOrderThatIsOpenIsNeverSpentTwice() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_B, 1, "4", "1", "100", OrderStatus.PARTIALLY_FILLED));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("700");
  }

  @Test
  void anOrderOnItsWayCountsUntilTheBrokerShowsIt() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.sending(ENTRY_B, new BigDecimal("500"));

    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("500");
    cash = cash.sent(ENTRY_B, 0, 1);
    assertThat(allowance(ENTRY_A)).isEqualByComparingTo("1000");
  }

  @Test
  void anOrderThatEndsItsWayDuringAReadCountsForThatRead() {
    PositionLedger before = ledger();
    cash = cash.sending(ENTRY_B, new BigDecimal("500"));
    long freedBefore = cash.freed();
    cash = cash.sent(ENTRY_B, 0, 1);

    assertThat(cash.allowance(reading(before, freedBefore)))
        .as("the ledger was read before the broker had the order")
        .isEqualByComparingTo("500");
    assertThat(cash.committed(reading(before, freedBefore)))
        .containsEntry(ENTRY_B, new BigDecimal("500"));
    assertThat(cash.allowance(reading(before, cash.freed()))).isEqualByComparingTo("1000");
  }

  @Test
  void theNeedsFollowTheLedgersOfOneSequenceForwardsAndBackwards() {
    cash = cash.accept(entry(A, "100", "6")).accept(entry(B, "100", "6"));
    PositionLedger first = PositionLedger.empty(CoinFees.NONE);
    PositionLedger second = after(first, own(ENTRY_A, 1, "5", "5", "100", OrderStatus.FILLED));
    PositionLedger third = after(second, own(ENTRY_A, 2, "1", "1", "100", OrderStatus.FILLED));

    assertThat(cash.at(first).allowance(ENTRY_B, account(), third)).isEqualByComparingTo("1000");
    assertThat(cash.at(third).allowance(ENTRY_B, account(), second)).isEqualByComparingTo("900");
    assertThat(cash.at(second).allowance(ENTRY_B, account(), first)).isEqualByComparingTo("400");
  }

  private static PositionLedger after(PositionLedger ledger, OwnOrder changed) {
    return ledger.after(List.of(), List.of(changed), List.of(), Set.of());
  }

  @Test
  void whatIsFilledNeedsNoMoneyAnyMore() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.accept(entry(B, "100", "6"));
    orders.add(own(ENTRY_A, 1, "5", "5", "100", OrderStatus.FILLED));

    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("900");
  }

  @Test
  void aWishThatCanNeverBePaidStarvesNobody() {
    cash = cash.accept(entry(A, "100", "60"));
    cash = cash.accept(entry(B, "100", "6"));

    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("1000");
  }

  @Test
  void aWithdrawnEntryReleasesItsShareAndANewWishKeepsThePlace() {
    cash = cash.accept(entry(A, "100", "6"));
    cash = cash.accept(entry(B, "100", "6"));
    cash = cash.accept(entry(A, "100", "7"));
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("300");

    cash = cash.release(ENTRY_A);
    assertThat(allowance(ENTRY_B)).isEqualByComparingTo("1000");
  }

  @Test
  void theProceedsOfAShortAreNotMoneyToSpend() {
    positions = List.of(Samples.position("AAPL", "-20")); // 20 at 10

    assertThat(allowance(WatcherKey.parse("AAPL|sell|a").slot(Slot.ENTRY)))
        .isEqualByComparingTo("600");
  }
}
