package dev.maxdiff.execution;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.execution.SymbolDesk.Event;
import dev.maxdiff.execution.SymbolDesk.IntentResolved;
import dev.maxdiff.execution.SymbolDesk.IntentWritten;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Journals outlive code: a change that fails here needs a migration, not a new expectation. */
class DeskJournalFormatTest {

  private static final ActorTestKit kit = ActorTestKit.create();
  private static final Intent INTENT =
      new Intent(
          Samples.A.slot(Slot.EXIT),
          3,
          1,
          "mdx-abc123-BTCUSD-b-a-x-3-1",
          Quantity.parse("0.3"),
          Price.parse("110.5"),
          TimeInForce.GTC,
          null);
  private static final String INTENT_JSON =
      "{'slot':{'key':'BTCUSD|buy|a','slot':'exit'},'generation':3,'n':1,"
          + "'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1','quantity':'0.3','price':'110.5',"
          + "'timeInForce':'GTC','replaces':null}";

  record Sample(JsonSerializable stored, String json) {}

  static List<Sample> samples() {
    return List.of(
        new Sample(
            new IntentWritten(INTENT, Samples.AT),
            "{'intent':" + INTENT_JSON + ",'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            new IntentResolved("mdx-abc123-BTCUSD-b-a-x-3-1", IntentOutcome.ACCEPTED, Samples.AT),
            "{'clientOrderId':'mdx-abc123-BTCUSD-b-a-x-3-1','outcome':'accepted',"
                + "'at':'2026-01-05T15:00:00Z'}"),
        new Sample(
            new DeskState(
                Map.of("BTCUSD|buy|a exit", 1L), Map.of("mdx-abc123-BTCUSD-b-a-x-3-1", INTENT)),
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
        .contains((Object[]) Event.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void readsWhatEarlierVersionsWrote(Sample sample) {
    Serialization json = SerializationExtension.get(kit.system());
    var serializer = json.findSerializerFor(sample.stored());
    String manifest = Serializers.manifestFor(serializer, sample.stored());
    byte[] written = sample.json().replace('\'', '"').getBytes(StandardCharsets.UTF_8);

    assertThat(json.deserialize(written, serializer.identifier(), manifest).get())
        .isEqualTo(sample.stored());
    assertThat(new String(serializer.toBinary(sample.stored()), StandardCharsets.UTF_8))
        .isEqualTo(new String(written, StandardCharsets.UTF_8));
  }
}
