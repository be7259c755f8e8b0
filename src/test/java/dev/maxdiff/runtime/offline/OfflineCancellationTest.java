package dev.maxdiff.runtime.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OpaqueOrder;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.runtime.offline.OfflineCancellation.Result;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineCancellationTest {

  private final FakeBroker broker = new FakeBroker();

  @Test
  void cancelsTheOrdersOfThisInstallationOnly() {
    place("mdx-abc123-BTCUSD-b-maxdiff-e-7-1");
    place("mdx-other1-BTCUSD-b-maxdiff-e-7-1");
    place("by-hand");

    Result result = OfflineCancellation.cancelAll(broker, "abc123", Duration.ofSeconds(1));

    assertThat(result.complete()).isTrue();
    assertThat(result.lines()).containsExactly("orders: cancelled 1 of 1");
    assertThat(broker.open())
        .extracting(Order::clientOrderId)
        .containsExactlyInAnyOrder("mdx-other1-BTCUSD-b-maxdiff-e-7-1", "by-hand");
  }

  @Test
  void namesTheOrderThatStaysOpen() {
    broker.cancelsAtOnce = false;
    place("mdx-abc123-BTCUSD-b-maxdiff-e-7-1");

    Result result = OfflineCancellation.cancelAll(broker, "abc123", Duration.ZERO);

    assertThat(result.complete()).isFalse();
    assertThat(result.lines())
        .containsExactly(
            "orders: cancelled 0 of 1", "order mdx-abc123-BTCUSD-b-maxdiff-e-7-1: still open");
  }

  @Test
  void p14CancelsAnOwnOrderThatCannotBeReadAndNeverCallsItDone() {
    String ours = "mdx-abc123-BTCUSD-b-maxdiff-e-7-1";
    Order order = place(ours);
    broker.opaque =
        List.of(
            new OpaqueOrder(
                order.id(), ours, "BTCUSD", "odd", true, null, "words", List.of(), "status: odd"));

    Result result = OfflineCancellation.cancelAll(broker, "abc123", Duration.ZERO);

    assertThat(broker.all()).extracting(Order::status).containsExactly(OrderStatus.CANCELED);
    assertThat(result.complete()).isFalse();
    assertThat(result.lines())
        .containsExactly("orders: cancelled 0 of 1", "order " + ours + ": still open");
  }

  private Order place(String clientOrderId) {
    return broker.place(clientOrderId, "BTCUSD", Side.BUY, "0.5", "90");
  }
}
