package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MakerOrdersTest {

  private final AtomicLong nanos = new AtomicLong();
  private final MakerOrders rested = new MakerOrders(nanos::get);

  @Test
  void anOrderUnfilledAtTwoObservationsASecondApartHasRested() {
    see(order(OrderStatus.NEW, "0"));
    pass(Duration.ofMillis(999));
    see(order(OrderStatus.NEW, "0"));
    assertThat(rested.ids()).isEmpty();

    pass(Duration.ofMillis(1));
    see(order(OrderStatus.NEW, "0"));
    see(order(OrderStatus.FILLED, "1"));

    assertThat(rested.ids()).containsExactly(order(OrderStatus.NEW, "0").id());
  }

  /** The first fill may have taken liquidity, whatever the status says. */
  @ParameterizedTest
  @EnumSource(
      value = OrderStatus.class,
      names = {"NEW", "PARTIALLY_FILLED"})
  void whatWasFilledInPartWhenItWasSeenIsNotKnownToHaveRested(OrderStatus status) {
    see(order(OrderStatus.NEW, "0"));
    pass(Duration.ofMillis(500));
    see(order(status, "0.4"));
    pass(Duration.ofSeconds(5));
    see(order(status, "0.4"));
    see(order(OrderStatus.FILLED, "1"));

    assertThat(rested.ids()).isEmpty();
  }

  /** The order is not in the order book yet, or no longer. */
  @ParameterizedTest
  @EnumSource(
      value = OrderStatus.class,
      names = {"NEW"},
      mode = EnumSource.Mode.EXCLUDE)
  void onlyWhatIsInTheBrokersBookCanRest(OrderStatus status) {
    see(order(status, "0"));
    pass(Duration.ofSeconds(5));
    see(order(status, "0"));

    assertThat(rested.ids()).isEmpty();
  }

  /** The data may be as old as the request, and the fill in transit. */
  @Test
  void anAnswerThatTookLongIsAsOldAsItsQuestion() {
    see(order(OrderStatus.NEW, "0"));
    long requests = nanos.get();
    pass(Duration.ofSeconds(5));

    rested.seen(List.of(order(OrderStatus.NEW, "0")), requests);

    assertThat(rested.ids()).isEmpty();
  }

  private void see(Order order) {
    rested.seen(List.of(order), nanos.get());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Order order(OrderStatus status, String filled) {
    return Samples.own(Samples.A.slot(Slot.ENTRY), 1, "1", filled, "100", status).order();
  }
}
