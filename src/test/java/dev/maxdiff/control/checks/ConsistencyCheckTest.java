package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.control.Fakes;
import dev.maxdiff.control.WatcherControlTest;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.ClosingTerms;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.supervision.SlotView;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The consistent and the inconsistent states of one slot. */
class ConsistencyCheckTest {

  private static final ClosingTerms TERMS =
      new ClosingTerms(Increments.CRYPTO, new BigDecimal("0.0001"), null);
  private static final Wish WHOLE = WatcherControlTest.exitWish("105000", null);

  @Test
  void theViewDescribesAConsistentSlot() {
    ConsistencyView view = exit(7, WHOLE, "0.5", sell(7, "0.5", "105000"));

    assertThat(view.words()).isEmpty();
    assertThat(view.agreed()).isTrue();
    assertThat(view.supervisor()).isEqualTo("generation 7 at 105000");
    assertThat(view.process()).isEqualTo("pid 4711, generation 7");
    assertThat(view.order()).startsWith("SELL 0.5 at 105000, generation 7, ");
    assertThat(view.held()).isEqualByComparingTo("0.5");
    assertThat(view.covered()).isEqualByComparingTo("0.5");
  }

  @Test
  void anExitWithoutAPositionNeedsNoOrder() {
    assertThat(exit(7, WHOLE, "0").agreed()).isTrue();
    assertThat(exit(7, WHOLE, "-0.5").agreed()).isTrue();
  }

  @Test
  void anEntryThatWaitsNeedsNoOrder() {
    assertThat(view(Fakes.ENTRY, Fakes.state(Fakes.ENTRY, 7, entry(), true), "0").agreed())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "7,104000,true", // rests below the limit: passive
    "7,104800,true",
    "7,104900,false",
    "6,104000,false", // of a wish before
    "6,104800,true"
  })
  void anEntryOrderIsNoWorseThanItsLimit(long generation, String limit, boolean agreed) {
    OwnOrder order = own(Fakes.ENTRY, generation, Side.BUY, "0.5", limit, OrderStatus.NEW);
    assertThat(view(Fakes.ENTRY, Fakes.state(Fakes.ENTRY, 7, entry(), true), "0", order).agreed())
        .isEqualTo(agreed);
  }

  @Test
  void aHeldPositionWithoutItsOrderIsUncovered() {
    assertThat(exit(7, WHOLE, "0.5").words()).isEqualTo("0.5 are held and no order closes them");
  }

  @Test
  void h20AnOrderThatCoversOnlyAPartIsSaid() {
    assertThat(exit(7, WHOLE, "0.5", sell(7, "0.3", "105000")).words())
        .isEqualTo("the order closes 0.3 of 0.5");
  }

  @Test
  void anOlderOrderWithinTheToleranceIsKept() {
    assertThat(exit(7, WHOLE, "0.5", sell(6, "0.5", "105050")).agreed()).isTrue();
    assertThat(exit(7, WHOLE, "0.5", sell(6, "0.5", "110250")).words())
        .isEqualTo("the order is at 110250, not at 105000");
    assertThat(exit(7, WHOLE, "0.5", sell(8, "0.5", "105000")).words())
        .isEqualTo("the order is of generation 8, which is newer than the wish");
  }

  @Test
  void anOrderBehindAMarketThatIsBeyondTheTakeProfitAgrees() {
    assertThat(exit(7, WHOLE, "0.5", sell(7, "0.5", "106000")).agreed()).isTrue();
    assertThat(exit(7, WHOLE, "0.5", sell(6, "0.5", "106000")).agreed()).isFalse();
    assertThat(exit(7, WHOLE, "0.5", sell(7, "0.5", "104000")).agreed()).isFalse();
  }

  /** The rest of an order that the broker might refuse anew keeps the price of the earlier wish. */
  @Test
  void aSmallRestKeepsItsOldPrice() {
    Order order = Fakes.order(Side.SELL, "0.50005", "110000", OrderStatus.PARTIALLY_FILLED);
    OwnOrder rest = new OwnOrder(Fakes.EXIT, 6, filled(order, "0.5"));
    OwnOrder large = new OwnOrder(Fakes.EXIT, 6, filled(order, "0.4"));

    assertThat(exit(7, WHOLE, "0.00005", rest).agreed()).isTrue();
    assertThat(exit(7, WHOLE, "0.10005", large).words())
        .isEqualTo("the order is at 110000, not at 105000");
  }

  @Test
  void anOrderOfAnEarlierGenerationOfTheSameWishMayFollowThePassedMarket() {
    SlotView restarted = restarted(9, 7);

    assertThat(view(Fakes.EXIT, restarted, "0.5", sell(8, "0.5", "109430.1")).agreed()).isTrue();
    assertThat(view(Fakes.EXIT, restarted, "0.5", sell(6, "0.5", "109430.1")).agreed()).isFalse();
    assertThat(view(Fakes.EXIT, restarted, "0.5", sell(8, "0.5", "104000")).agreed()).isFalse();
  }

  @Test
  void p15AnOrderThatIsTooSmallIsSaidForAWishWithAQuantityToo() {
    Wish part = WatcherControlTest.exitWish("105000", "0.3");

    assertThat(exit(7, part, "0.5", sell(7, "0.3", "105000")).words())
        .isEqualTo("the order closes 0.3 of 0.5");
  }

  @Test
  void p15AKeyWithoutAnyWishIsUncovered() {
    ConsistencyView view = view(Fakes.EXIT, null, "0.5");

    assertThat(view.agreed()).isFalse();
    assertThat(view.words()).isEqualTo("0.5 are held and no order closes them");
    assertThat(view.coverage()).isEqualTo("uncovered: 0.5 are held and no order closes them");
    assertThat(consistencyCheck(Fakes.EXIT, null, "0.5").view(true).coverage())
        .startsWith("naked: ");
  }

  @Test
  void p15WhatTheBrokerRefusesForItsSizeIsUnsellableInItsWords() {
    var refused = failing(4711, "unsellable", "cost basis must be >= minimal amount of order 10");
    ConsistencyView view = view(Fakes.EXIT, refused, "0.05");

    assertThat(view.agreed()).isTrue();
    assertThat(view.coverage())
        .startsWith("unsellable: ")
        .contains("cost basis must be >= minimal amount of order 10");
  }

  @Test
  void p15AHeldKeyWithAnOrderIsUnwatched() {
    SlotView held = held();
    ConsistencyView covered = view(Fakes.EXIT, held, "0.5", sell(7, "0.5", "105000"));
    ConsistencyView naked = view(Fakes.EXIT, held, "0.5");

    assertThat(covered.agreed()).isTrue();
    assertThat(covered.coverage()).startsWith("unwatched: ");
    assertThat(naked.agreed()).isFalse();
  }

  @Test
  void anExitSaysWhatItHoldsAndHowMuchOfThatIsCovered() {
    ConsistencyView part = exit(7, WHOLE, "0.5", sell(7, "0.3", "105000"));
    ConsistencyView more = exit(7, WHOLE, "0.2", sell(7, "0.3", "105000"));
    ConsistencyView entry = view(Fakes.ENTRY, Fakes.state(Fakes.ENTRY, 7, entry(), true), "0.5");

    assertThat(part.held()).isEqualByComparingTo("0.5");
    assertThat(part.covered()).isEqualByComparingTo("0.3");
    assertThat(more.covered()).isEqualByComparingTo("0.2");
    assertThat(entry.held()).isNull();
  }

  @Test
  void theLastErrorOfTheWatcherIsTheReason() {
    var refused = failing(4711, "exit_error", "403 forbidden");

    assertThat(view(Fakes.EXIT, refused, "0.5").words())
        .isEqualTo("0.5 are held and no order closes them (exit_error: 403 forbidden)");
  }

  @Test
  void p15WhatNoWorkingOrderClosesIsUncovered() {
    OwnOrder leaving = own(Fakes.EXIT, 7, Side.SELL, "0.5", "105000", OrderStatus.PENDING_CANCEL);

    assertThat(finding("0.5").notice().quantity()).isEqualByComparingTo("0.5");
    assertThat(finding("0.5", sell(7, "0.1", "105000")).notice().quantity())
        .isEqualByComparingTo("0.4");
    assertThat(finding("0.5", leaving).isUncovered()).isTrue();
    assertThat(finding("0").isUncovered()).isFalse();
  }

  @Test
  void aRestartRaisesNoSecondAlertUnlessTheExitIsUncovered() {
    assertThat(finding(failing(0, "restarting", "exit code 1"), "0").agreed()).isTrue();
    assertThat(finding(failing(0, "restarting", "exit code 1"), "0.5").agreed()).isFalse();
    assertThat(finding(slot(7, WHOLE, true, 0, 0), "0").agreed()).isFalse();
  }

  private static ConsistencyFinding finding(String owned, OwnOrder... orders) {
    return finding(Fakes.state(Fakes.EXIT, 7, WHOLE, true), owned, orders);
  }

  private static ConsistencyFinding finding(SlotView state, String owned, OwnOrder... orders) {
    return consistencyCheck(Fakes.EXIT, state, owned, orders)
        .finding(new ConsistencySettings(Duration.ofSeconds(5), Duration.ofSeconds(10)));
  }

  private static Order filled(Order order, String quantity) {
    return new Order(
        order.id(),
        order.clientOrderId(),
        order.symbol(),
        order.side(),
        order.type(),
        order.timeInForce(),
        order.quantity(),
        new BigDecimal(quantity),
        order.filledAveragePrice(),
        order.limitPrice(),
        order.status(),
        order.createdAt(),
        order.submittedAt(),
        order.updatedAt(),
        order.filledAt(),
        order.canceledAt(),
        order.expiredAt(),
        order.replaces(),
        order.replacedBy());
  }

  private static SlotView restarted(long generation, long firstGeneration) {
    return new SlotView(
        Fakes.EXIT,
        generation,
        firstGeneration,
        WHOLE,
        true,
        4711,
        generation,
        "watching_orders",
        Fakes.NOW,
        Fakes.NOW,
        2,
        null,
        null);
  }

  private static SlotView held() {
    return new SlotView(
        Fakes.EXIT, 7, 7, WHOLE, false, 0, 0, "held", null, Fakes.NOW, 0, null, Fakes.NOW);
  }

  private static SlotView failing(int pid, String state, String error) {
    return new SlotView(
        Fakes.EXIT,
        7,
        7,
        WHOLE,
        true,
        pid,
        pid == 0 ? 0 : 7,
        state,
        Fakes.NOW,
        Fakes.NOW,
        1,
        error,
        null);
  }

  @Test
  void twoOrdersOfOneSlotNeverAgree() {
    assertThat(exit(7, WHOLE, "1", sell(7, "0.5", "105000"), sell(6, "0.5", "105000")).words())
        .isEqualTo("2 orders rest where one may; cancel-duplicates leaves the newest");
  }

  @Test
  void anOrderOnItsWayOutDoesNotCover() {
    OwnOrder leaving = own(Fakes.EXIT, 7, Side.SELL, "0.5", "105000", OrderStatus.PENDING_CANCEL);
    ConsistencyView view = exit(7, WHOLE, "0.5", leaving);
    assertThat(view.agreed()).isFalse();
    assertThat(view.order()).contains("(pending_cancel)");
    assertThat(view.covered()).isZero();
  }

  @Test
  void processesWithoutAWishAndWishesWithoutAProcessAreSaid() {
    var gone = slot(7, WHOLE, true, 0, 0);
    var stray = slot(7, WHOLE, false, 4711, 7);
    var old = slot(8, WHOLE, true, 4711, 7);

    assertThat(view(Fakes.EXIT, gone, "0").words()).startsWith("wanted, but no process runs");
    assertThat(view(Fakes.EXIT, stray, "0").words())
        .isEqualTo("a process runs that nobody wants; it is being ended");
    assertThat(view(Fakes.EXIT, old, "0").words())
        .isEqualTo("the process is of generation 7, not 8; it is being replaced");
  }

  @Test
  void anOrderThatNoWatcherKeepsIsSaid() {
    ConsistencyView view = view(Fakes.EXIT, null, "0.5", sell(7, "0.5", "105000"));
    assertThat(view.supervisor()).isEqualTo("nothing wanted");
    assertThat(view.words()).isEqualTo("an order rests that no watcher keeps; it may still fill");
  }

  private static ConsistencyView exit(
      long generation, Wish wish, String owned, OwnOrder... orders) {
    return view(Fakes.EXIT, Fakes.state(Fakes.EXIT, generation, wish, true), owned, orders);
  }

  private static ConsistencyView view(
      SlotId slot, SlotView state, String owned, OwnOrder... orders) {
    return consistencyCheck(slot, state, owned, orders).view(false);
  }

  private static ConsistencyCheck consistencyCheck(
      SlotId slot, SlotView state, String owned, OwnOrder... orders) {
    ExitCoverage coverage =
        slot.slot() == Slot.EXIT
            ? ExitCoverage.of(slot, new BigDecimal(owned), List.of(orders), TERMS)
            : null;
    return new ConsistencyCheck(slot, state, List.of(orders), coverage, Increments.CRYPTO, null);
  }

  private static SlotView slot(
      long generation, Wish wish, boolean wanted, int pid, long processGeneration) {
    return new SlotView(
        Fakes.EXIT,
        generation,
        generation,
        wish,
        wanted,
        pid,
        processGeneration,
        "restarting",
        Fakes.NOW,
        Fakes.NOW,
        0,
        null,
        null);
  }

  private static OwnOrder sell(long generation, String quantity, String limit) {
    return own(Fakes.EXIT, generation, Side.SELL, quantity, limit, OrderStatus.NEW);
  }

  private static OwnOrder own(
      SlotId slot, long generation, Side side, String quantity, String limit, OrderStatus status) {
    return new OwnOrder(slot, generation, Fakes.order(side, quantity, limit, status));
  }

  private static EntryWish entry() {
    return new EntryWish(
        Fakes.KEY,
        Price.parse("104800"),
        Quantity.parse("0.5"),
        new BigDecimal("0.0066"),
        Fakes.NOW.plusSeconds(3600),
        Duration.ofSeconds(45),
        false,
        null);
  }
}
