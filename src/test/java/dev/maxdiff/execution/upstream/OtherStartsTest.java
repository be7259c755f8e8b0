package dev.maxdiff.execution.upstream;

import static dev.maxdiff.execution.model.Samples.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.OtherStarts;
import dev.maxdiff.execution.model.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** This start has the tag 0bb; the start before it had 0aa. */
class OtherStartsTest implements OtherStarts.Listener {

  private static final Instant BEFORE = Instant.EPOCH;

  private final List<String> told = new ArrayList<>();
  private final Set<ClientOrderId> journalled = new HashSet<>();
  private OtherStarts starts;
  private int placed;

  @Override
  public void unknown(ClientOrderId id, Order order) {
    told.add("unknown " + id.tag());
  }

  @Override
  public void met(ClientOrderId id, Order order) {
    told.add("met " + id.tag());
  }

  private KnownOrders reader(Map<String, Instant> others) {
    starts = new OtherStarts("0bb", List.of("0aa"), others, journalled::contains, this);
    starts.start(Instant.MAX);
    return new KnownOrders(Samples.US, starts);
  }

  /** What is sent from now on is younger than this start. */
  private void begin() {
    starts.start(Instant.MIN);
  }

  private Order order(String tag) {
    ClientOrderId id = new ClientOrderId(Samples.US, tag, A.slot(Slot.EXIT), 1, ++placed);
    return Samples.order(
        id.toString(), A.slot(Slot.EXIT), placed, "0.3", "0", "110", OrderStatus.NEW);
  }

  private static OrderList list(Order... orders) {
    return OrderList.of(List.of(orders));
  }

  @Test
  void p8OrdersOfThisDirectorysStartsAreOurs() {
    KnownOrders known = reader(Map.of());

    assertThat(known.merge(list(order(""), order("0aa")))).hasSize(2);
    begin();
    assertThat(known.merge(list(order("0bb"), order("")))).hasSize(2);

    assertThat(told).isEmpty();
    assertThat(known.foreign()).isEmpty();
  }

  @Test
  void p8AnOlderOrderOfAnUnknownStartIsTold() {
    KnownOrders known = reader(Map.of());

    known.merge(list(order("1zz"), order("1zz")));

    assertThat(told).containsExactly("unknown 1zz");
  }

  @Test
  void p8AYoungerOrderOfAnotherStartIsForeignAndToldOnce() {
    KnownOrders known = reader(Map.of());
    known.merge(list(order("0aa")));
    begin();
    Order copy = order("1zz");
    Order original = order("0aa");

    assertThat(known.merge(list(copy, original))).isEmpty();
    assertThat(known.merge(list(copy, original))).isEmpty();

    assertThat(known.foreign()).containsExactlyInAnyOrder(copy, original);
    assertThat(told).containsExactly("met 1zz", "met 0aa");
  }

  /** The broker may show an order of the start before only after the first read. */
  @Test
  void p8AnOrderThatTheJournalHasIsOurs() {
    KnownOrders known = reader(Map.of());
    begin();
    Order late = order("0aa");
    journalled.add(ClientOrderId.parse(late.clientOrderId()).orElseThrow());

    assertThat(known.merge(list(late))).hasSize(1);
    assertThat(told).isEmpty();
  }

  @Test
  void p8AnOrderOfAStartThatWasMetBeforeStaysForeignAfterARestart() {
    Order before = order("0aa");
    Order met = order("0aa");
    KnownOrders known = reader(Map.of("0aa", met.submittedAt()));

    assertThat(known.merge(list(before, met))).extracting(own -> own.order()).containsOnly(before);

    assertThat(known.foreign()).containsExactly(met);
    assertThat(told).isEmpty();
  }

  @Test
  void p8AStartThatWasMetBeforeIsToldWhenItSendsAgain() {
    KnownOrders known = reader(Map.of("1zz", BEFORE));
    begin();

    assertThat(known.merge(list(order("1zz")))).isEmpty();

    assertThat(told).containsExactly("met 1zz");
  }
}
