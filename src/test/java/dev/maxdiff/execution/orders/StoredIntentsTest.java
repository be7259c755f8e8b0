package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.US;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.state.journal.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The intents that a start reads from the journals of the order managers. */
class StoredIntentsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SlotId EXIT = A.slot(Slot.EXIT);

  private final List<StoredEvent> events = new ArrayList<>();

  @Test
  void theNewestOrderThatWasTakenAndThoseUnderWay() {
    written(1);
    resolved(1, "accepted");
    written(2);
    resolved(2, "accepted");
    written(3);

    assertThat(read()).isEqualTo(new StoredIntents(Map.of(EXIT, id(2)), Set.of(id(3))));
  }

  @Test
  void whatWasNeverTakenOrHasEndedIsNoneAnyMore() {
    written(1);
    resolved(1, "rejected");
    written(2);
    resolved(2, "absent");
    written(3);
    resolved(3, "accepted");
    event(
        OrderJournalEvent.OrderEnded.class, "{'clientOrderId':'" + id(3) + "','status':'FILLED'}");
    event(OrderJournalEvent.OrderReplaced.class, "{'receipt':{'newOrder':'x'}}");

    assertThat(read()).isEqualTo(StoredIntents.NONE);
  }

  @Test
  void anEndOfAnOlderOrderLeavesTheNewer() {
    written(1);
    resolved(1, "accepted");
    written(2);
    resolved(2, "accepted");
    event(
        OrderJournalEvent.OrderEnded.class,
        "{'clientOrderId':'" + id(1) + "','status':'CANCELED'}");

    assertThat(read().accepted()).containsEntry(EXIT, id(2));
  }

  @Test
  void anEventThatIsUnknownHereLeavesTheOthers() {
    written(1);
    resolved(1, "accepted");
    foreign(null, "orders.of-tomorrow");
    foreign(ExchangeEvent.Advanced.class, "exchange.advanced");
    written(2);

    assertThat(read()).isEqualTo(new StoredIntents(Map.of(EXIT, id(1)), Set.of(id(2))));
  }

  private StoredIntents read() {
    return StoredIntents.of(events::forEach);
  }

  private static ClientOrderId id(long n) {
    return new ClientOrderId(US, EXIT, 4, n);
  }

  private void written(long n) {
    event(OrderJournalEvent.IntentWritten.class, "{'intent':{'clientOrderId':'" + id(n) + "'}}");
  }

  private void resolved(long n, String outcome) {
    event(
        OrderJournalEvent.IntentResolved.class,
        "{'clientOrderId':'" + id(n) + "','outcome':'" + outcome + "'}");
  }

  private void event(Class<?> type, String json) {
    event(type, StoredOrderNames.ALL.nameOf(type), json);
  }

  /** Its payload would end the first order, if it were read. */
  private void foreign(Class<?> type, String name) {
    event(type, name, "{'clientOrderId':'" + id(1) + "','status':'FILLED','outcome':'accepted'}");
  }

  private void event(Class<?> type, String name, String json) {
    try {
      events.add(
          new StoredEvent(
              events.size() + 1L,
              StoredOrders.PREFIX + US + "|BTCUSD",
              events.size() + 1L,
              name,
              type,
              JSON.readTree(json.replace('\'', '"'))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
