package dev.maxdiff.execution.orders;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.decisions.JournalledLedger;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerAgreed;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderJournalEvent.SlotReleased;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.WorkingOrders;
import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.runtime.context.JournalNames;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stored forms. A change that fails here needs a migration, not a new expectation. */
class OrderManagerJournalFormatTest {

  private static final ActorTestKit kit =
      ActorTestKit.create(JournalNames.migrations().withFallback(ConfigFactory.load()));
  private static final int JACKSON_JSON = 31;
  private static final String FORMER = "dev.maxdiff.execution.";
  private static final OrderIntent INTENT =
      new OrderIntent(
          Samples.A.slot(Slot.EXIT),
          3,
          1,
          "mdx-abc123-BTCUSD-b-a-x-3-1",
          Quantity.parse("0.3"),
          Price.parse("110.5"),
          TimeInForce.GTC,
          null,
          null);
  private static final String SLOT_JSON = "{'key':'BTCUSD|buy|a','slot':'exit'}";
  private static final String INTENT_JSON =
      "{'slot':{'key':'BTCUSD|buy|a','slot':'exit'},'generation':3,'n':1,"
          + "'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1','quantity':'0.3','price':'110.5',"
          + "'timeInForce':'GTC','replaces':null}";

  private static final LedgerCorrection CORRECTION =
      LedgerCorrection.of(
          1,
          LedgerCorrection.Kind.WRITE_OFF,
          Map.of(Samples.A, new BigDecimal("-0.1")),
          "a sale",
          new BigDecimal("0.3"),
          Samples.AT);
  private static final String CORRECTION_JSON =
      "{'number':1,'kind':'WRITE_OFF','changes':{'BTCUSD|buy|a':-0.1},'cause':'a sale',"
          + "'closed':0.3,'at':'2026-01-05T15:00:00Z'}";
  private static final ForeignBaseline COUNTED =
      new ForeignBaseline(Samples.AT, Map.of("web-1", new BigDecimal("0.2")), BigDecimal.ZERO);
  private static final String COUNTED_JSON =
      "{'after':'2026-01-05T15:00:00Z','counted':{'web-1':0.2},'unowned':0}";

  /**
   * @param name under which it is stored
   * @param former class of format 1, in the package of that time
   */
  record Sample(String name, String former, JsonSerializable stored, String json) {}

  static List<Sample> samples() {
    return List.of(
        new Sample(
            "orders.intent-written",
            "SymbolDesk$IntentWritten",
            new IntentWritten(INTENT, Samples.AT),
            "{'intent':" + INTENT_JSON + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.intent-written",
            "SymbolDesk$IntentWritten",
            new IntentWritten(INTENT.calledBy("mine"), Samples.AT),
            "{'intent':"
                + INTENT_JSON.replace("null}", "null,'callerId':'mine'}")
                + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.intent-resolved",
            "SymbolDesk$IntentResolved",
            new IntentResolved("mdx-abc123-BTCUSD-b-a-x-3-1", IntentOutcome.ACCEPTED, Samples.AT),
            "{'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1','outcome':'accepted',"
                + "'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.order-ended",
            "SymbolDesk$OrderEnded",
            new OrderEnded(
                INTENT.slot(),
                3,
                INTENT.clientOrderId(),
                OrderStatus.CANCELED,
                new BigDecimal("0.1"),
                Samples.AT),
            "{'slot':"
                + SLOT_JSON
                + ",'generation':3,"
                + "'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1','status':'CANCELED',"
                + "'filled':0.1,'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.order-replaced",
            "SymbolDesk$OrderReplaced",
            new OrderReplaced(
                new ReplaceReport(
                    INTENT.slot(),
                    3,
                    INTENT.clientOrderId(),
                    Samples.AT.minusMillis(143),
                    Samples.AT),
                Samples.AT),
            "{'receipt':{'slot':"
                + SLOT_JSON
                + ",'generation':3,"
                + "'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1',"
                + "'since':'2026-01-05T14:59:59.857Z','until':'2026-01-05T15:00:00Z'},"
                + "'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.slot-released",
            "SymbolDesk$SlotReleased",
            new SlotReleased(INTENT.slot(), Samples.AT),
            "{'slot':" + SLOT_JSON + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.ledger-corrected",
            "",
            new LedgerCorrected(CORRECTION, COUNTED),
            "{'correction':" + CORRECTION_JSON + ",'foreign':" + COUNTED_JSON + "}"),
        new Sample(
            "orders.ledger-agreed",
            "",
            new LedgerAgreed(COUNTED, Samples.AT),
            "{'foreign':" + COUNTED_JSON + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            "orders.state",
            "",
            new OrderManagerState(
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                new JournalledLedger(List.of(CORRECTION), COUNTED)),
            "{'numbers':{},'unresolved':{},'ledger':{'corrections':["
                + CORRECTION_JSON
                + "],'foreign':"
                + COUNTED_JSON
                + "}}"),
        new Sample(
            "orders.state",
            "DeskState",
            new OrderManagerState(
                Map.of(),
                Map.of(),
                Map.of(INTENT.clientOrderId(), new WorkingOrders.Working(INTENT.slot(), 3)),
                Map.of("BTCUSD|buy|a entry", new WorkingOrders.Lapse(Samples.AT, 2)),
                Map.of(INTENT.clientOrderId(), "mine"),
                null),
            "{'numbers':{},'unresolved':{},'working':{'mdx-abc123-BTCUSD-b-a-x-3-1':"
                + "{'slot':"
                + SLOT_JSON
                + ",'generation':3}},"
                + "'lapses':{'BTCUSD|buy|a entry':"
                + "{'since':'2026-01-05T15:00:00Z','generation':2}},"
                + "'callerIds':{'mdx-abc123-BTCUSD-b-a-x-3-1':'mine'}}"),
        new Sample( // written before replace reports existed
            "orders.state",
            "DeskState",
            new OrderManagerState(
                Map.of("BTCUSD|buy|a exit", 1L),
                Map.of("mdx-abc123-BTCUSD-b-a-x-3-1", INTENT),
                Map.of(),
                Map.of(),
                Map.of(),
                null),
            "{'numbers':{'BTCUSD|buy|a exit':1},'unresolved':{'mdx-abc123-BTCUSD-b-a-x-3-1':"
                + INTENT_JSON
                + "}}"));
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  @Test
  void everyEventHasASample() {
    assertThat(samples())
        .extracting(sample -> (Object) sample.stored().getClass())
        .contains((Object[]) OrderJournalEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsWhatEarlierVersionsWrote(Sample sample) {
    Serialization json = SerializationExtension.get(kit.system());
    var serializer = json.findSerializerFor(sample.stored());
    byte[] written = sample.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(Serializers.manifestFor(serializer, sample.stored())).isEqualTo(sample.name());
    assertThat(json.deserialize(written, serializer.identifier(), sample.name()).get())
        .isEqualTo(sample.stored());
    assertThat(new String(serializer.toBinary(sample.stored()), StandardCharsets.UTF_8))
        .isEqualTo(new String(written, StandardCharsets.UTF_8));
  }

  /** Samples of classes that existed then. */
  static List<Sample> samplesOfFormat1() {
    return samples().stream().filter(sample -> !sample.former().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("samplesOfFormat1")
  void readsWhatFormat1Wrote(Sample sample) {
    byte[] written = sample.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(
            SerializationExtension.get(kit.system())
                .deserialize(written, JACKSON_JSON, FORMER + sample.former())
                .get())
        .isEqualTo(sample.stored());
  }
}
