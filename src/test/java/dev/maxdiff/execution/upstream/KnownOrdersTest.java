package dev.maxdiff.execution.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.alpaca.wire.AlpacaListReader;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.alpaca.wire.ForeignOrderSamples;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.UnreadOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownOrdersTest {

  private final FakeBroker broker = new FakeBroker();
  private final KnownOrders known = new KnownOrders(Samples.US);
  private int placed;

  /** Promise P14 for lists of any length: one foreign order of any kind at any place. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void p14AForeignOrderAnywhereChangesNothingOfOurKeys(long seed) {
    Random random = new Random(seed);
    List<JsonNode> foreign = new ArrayList<>(ForeignOrderSamples.published(FakeBroker.NOW));
    foreign.addAll(ForeignOrderSamples.opaque(FakeBroker.NOW));
    for (int i = random.nextInt(12); i >= 0; i--) {
      Order order = place(random.nextBoolean() ? Samples.A : Samples.B, random);
      broker.fill(order.id(), random.nextBoolean() ? "0.3" : "1");
    }
    List<JsonNode> ours = new ArrayList<>();
    broker.all().forEach(order -> ours.add(AlpacaWriter.order(order)));
    Collection<OwnOrder> alone = own(ours);

    for (JsonNode order : foreign) {
      List<JsonNode> both = new ArrayList<>(ours);
      both.add(random.nextInt(ours.size() + 1), order);

      assertThat(own(both)).as(order.toString()).containsExactlyElementsOf(alone);
      assertThat(ledger(both).filled(Samples.A)).isEqualTo(ledger(ours).filled(Samples.A));
      assertThat(ledger(both).symbolLedger(Samples.B.symbol()).holding(Samples.B))
          .isEqualTo(ledger(ours).symbolLedger(Samples.B.symbol()).holding(Samples.B));
    }
  }

  @Test
  void p14AnUnreadableOrderOfOursFreezesItsKeyAlone() {
    Order order = place(Samples.A, new Random(1));
    JsonNode odd = AlpacaWriter.order(order).put("status", "odd");

    known.merge(read(List.of(odd)));

    assertThat(known.unread().own()).extracting(UnreadOrder::slot).containsExactly(slot());
    assertThat(known.unread().ofKey(Samples.A).orElseThrow())
        .contains(order.clientOrderId(), "status: odd");
    assertThat(known.unread().ofKey(Samples.B)).isEmpty();

    known.merge(read(List.of(AlpacaWriter.order(order))));
    assertThat(known.unread().ofKey(Samples.A)).isEmpty();
  }

  @Test
  void p14AForeignUnreadableOrderFreezesNothingAndIsShown() {
    known.merge(read(ForeignOrderSamples.opaque(FakeBroker.NOW)));

    assertThat(known.own()).isEmpty();
    assertThat(known.unread().own()).isEmpty();
    assertThat(known.unread().multiLeg()).hasSize(2);
    assertThat(known.unread().words()).allMatch(words -> words.startsWith("not readable: "));
    assertThat(known.unread().words()).anyMatch(words -> words.endsWith(", left alone"));
  }

  /** A corporate action: the successor has an id that the broker chose. */
  @Test
  void anOrderThatTheBrokerReplacedByItselfKeepsItsSlot() {
    Order first = place(Samples.A, new Random(1));
    Order second = successor("second", first.id(), OrderStatus.REPLACED, "third");
    Order third = successor("third", "second", OrderStatus.NEW, null);
    Order replaced = changed(first, OrderStatus.REPLACED, "second");

    known.merge(OrderList.of(List.of(third, second, replaced)));

    assertThat(known.own()).extracting(OwnOrder::slot).containsOnly(slot()).hasSize(3);
    assertThat(known.foreign()).isEmpty();
  }

  @Test
  void aSuccessorThatWasReadBeforeItsPredecessorIsAdoptedLater() {
    Order first = place(Samples.A, new Random(1));
    Order second = successor("second", first.id(), OrderStatus.NEW, null);
    known.merge(OrderList.of(List.of(second)));
    assertThat(known.foreign()).containsExactly(second);

    List<OwnOrder> ours =
        known.merge(OrderList.of(List.of(changed(first, OrderStatus.REPLACED, "second"))));

    assertThat(ours).extracting(line -> line.order().id()).contains("second");
    assertThat(known.foreign()).isEmpty();
  }

  private static SlotId slot() {
    return Samples.A.slot(Slot.ENTRY);
  }

  private Order successor(String id, String replaces, OrderStatus status, String replacedBy) {
    Order order = place(Samples.A, new Random(1));
    return copy(order, id, "broker-" + id, status, replaces, replacedBy);
  }

  private static Order changed(Order order, OrderStatus status, String replacedBy) {
    return copy(order, order.id(), order.clientOrderId(), status, order.replaces(), replacedBy);
  }

  private static Order copy(
      Order order,
      String id,
      String clientOrderId,
      OrderStatus status,
      String replaces,
      String replacedBy) {
    return new Order(
        id,
        clientOrderId,
        order.symbol(),
        order.side(),
        order.type(),
        order.timeInForce(),
        order.quantity(),
        order.filledQuantity(),
        order.filledAveragePrice(),
        order.limitPrice(),
        status,
        order.createdAt(),
        order.submittedAt(),
        order.updatedAt(),
        null,
        null,
        null,
        replaces,
        replacedBy);
  }

  private static Collection<OwnOrder> own(List<JsonNode> nodes) {
    KnownOrders orders = new KnownOrders(Samples.US);
    orders.merge(read(nodes));
    return orders.own();
  }

  private static PositionLedger ledger(List<JsonNode> nodes) {
    KnownOrders orders = new KnownOrders(Samples.US);
    orders.merge(read(nodes));
    return PositionLedger.of(CoinFees.NONE, List.of(), orders.own(), orders.foreign(), Set.of());
  }

  private static OrderList read(List<? extends JsonNode> nodes) {
    return AlpacaListReader.orders(ForeignOrderSamples.array(nodes));
  }

  private Order place(WatcherKey key, Random random) {
    ClientOrderId id = new ClientOrderId(Samples.US, key.slot(Slot.ENTRY), 1, ++placed);
    BigDecimal price = BigDecimal.valueOf(90 + random.nextInt(9));
    return broker.place(id.toString(), key.symbol().text(), Side.BUY, "1", price.toPlainString());
  }
}
