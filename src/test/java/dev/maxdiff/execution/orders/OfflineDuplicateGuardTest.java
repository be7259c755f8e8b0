package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.DuplicateOrders;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The offline check at a broker without a running gateway. */
class OfflineDuplicateGuardTest {

  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final FakeBroker broker = new FakeBroker();
  private final OfflineDuplicateGuard guard =
      new OfflineDuplicateGuard(broker, US, Samples.settings());

  @Test
  void ofOneSlotAllButTheNewestGenerationIsCancelled() {
    Order old = place(A.slot(Slot.ENTRY), 3, 1);
    Order newest = place(A.slot(Slot.ENTRY), 4, 2);
    Order alone = place(B.slot(Slot.ENTRY), 1, 1);
    Order byHand = broker.place("by-hand", "BTCUSD", Side.BUY, "1", "80");

    DuplicateOrders surplus = guard.surplus(true, false, PATIENCE);

    assertThat(surplus.ours()).extracting(own -> own.order().id()).containsExactly(old.id());
    assertThat(surplus.unconfirmed()).isEmpty();
    assertThat(broker.open())
        .extracting(Order::id)
        .containsExactlyInAnyOrder(newest.id(), alone.id(), byHand.id());
  }

  @Test
  void aDryRunCancelsNothing() {
    place(A.slot(Slot.ENTRY), 3, 1);
    place(A.slot(Slot.ENTRY), 4, 2);

    assertThat(guard.surplus(false, false, PATIENCE).ours()).hasSize(1);
    assertThat(broker.open()).hasSize(2);
  }

  @Test
  void cancelsTheOlderSystemsOrdersOnlyOnRequest() {
    Order first = broker.place("old-1", "BTCUSD", Side.BUY, "1", "80");
    broker.place("old-2", "BTCUSD", Side.BUY, "1", "81");

    assertThat(guard.surplus(true, false, PATIENCE).older()).hasSize(1);
    assertThat(broker.open()).hasSize(2);
    guard.surplus(true, true, PATIENCE);
    assertThat(broker.open()).extracting(Order::id).doesNotContain(first.id()).hasSize(1);
  }

  @Test
  void ordersThatDoNotEndAreReported() {
    broker.cancelsAtOnce = false;
    Order old = place(A.slot(Slot.ENTRY), 3, 1);
    place(A.slot(Slot.ENTRY), 4, 2);

    assertThat(guard.surplus(true, false, PATIENCE).unconfirmed())
        .extracting(Order::id)
        .containsExactly(old.id());
  }

  @Test
  void h19NothingIsCancelledWhereNothingCouldBeRead() {
    place(A.slot(Slot.ENTRY), 3, 1);
    place(A.slot(Slot.ENTRY), 4, 2);
    broker.unreadable = true;

    assertThatThrownBy(() -> guard.surplus(true, true, PATIENCE))
        .isInstanceOf(BrokerException.class);
    assertThat(broker.open()).hasSize(2);
  }

  private Order place(SlotId slot, long generation, long n) {
    String id = new ClientOrderId(US, slot, generation, n).toString();
    return broker.place(id, "BTCUSD", slot.orderSide(), "1", "90");
  }
}
