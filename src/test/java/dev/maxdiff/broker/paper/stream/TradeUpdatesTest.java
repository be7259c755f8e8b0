package dev.maxdiff.broker.paper.stream;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.http.javadsl.model.ws.TextMessage;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.SinkQueueWithCancel;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.broker.paper.engine.EngineHarness;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.Transaction;
import dev.maxdiff.broker.paper.rest.PaperKeys;
import dev.maxdiff.broker.paper.tape.Tapes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The responses of the stream, and the disconnect of a client that does not read. */
class TradeUpdatesTest {

  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final String KEYS = "{\"action\":\"auth\",\"key\":\"id\",\"secret\":\"word\"}";
  private static final String LISTEN =
      "{\"action\":\"listen\",\"data\":{\"streams\":[\"trade_updates\",\"other\"]}}";
  private static final int BUFFER = 8;

  private final TradeUpdates updates =
      new TradeUpdates(KIT.system(), new PaperKeys("id", "word")::match, BUFFER);

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  /** One end of a connection. */
  private record Client(
      BoundedSourceQueue<Message> say,
      SinkQueueWithCancel<Message> received,
      CompletionStage<Done> end) {

    Client says(String text) {
      say.offer(TextMessage.create(text));
      return this;
    }

    String receives() throws Exception {
      return pull()
          .map(message -> message.asBinaryMessage().getStrictData().utf8String())
          .orElse("end");
    }

    String ending() throws Exception {
      CompletionStage<String> gone = end.handle((done, failure) -> "gone");
      return get(gone);
    }

    Optional<Message> pull() throws Exception {
      return get(received.pull());
    }
  }

  @Test
  void aClientWithKeysReceivesUpdatesUntilItListensToNoStream() throws Exception {
    Client client = connect().says(KEYS).says(LISTEN);

    assertThat(client.receives())
        .isEqualTo(
            "{\"stream\":\"authorization\","
                + "\"data\":{\"status\":\"authorized\",\"action\":\"authenticate\"}}");
    assertThat(client.receives())
        .isEqualTo("{\"stream\":\"listening\",\"data\":{\"streams\":[\"trade_updates\"]}}");
    tell(placed(1));
    assertThat(json(client.receives()).at("/data/event").asText()).isEqualTo("new");

    client.says("{\"action\":\"listen\",\"data\":{\"streams\":[]}}");
    assertThat(client.receives()).isEqualTo("{\"stream\":\"listening\",\"data\":{\"streams\":[]}}");
    assertThat(updates.listeners()).isZero();
  }

  @Test
  void wrongAndMissingKeysAreRefusedAndReceiveNoUpdate() throws Exception {
    Client client = connect().says(KEYS.replace("word", "guess")).says(LISTEN);

    assertThat(json(client.receives()).at("/data/status").asText()).isEqualTo("unauthorized");
    assertThat(client.receives())
        .isEqualTo(
            "{\"stream\":\"authorization\","
                + "\"data\":{\"status\":\"unauthorized\",\"action\":\"listen\"}}");
    assertThat(updates.listeners()).isZero();
    client.says(KEYS);
    assertThat(json(client.receives()).at("/data/status").asText()).isEqualTo("authorized");
  }

  @Test
  void theOlderFormOfTheKeysAndFramesInPartsAreUnderstood() throws Exception {
    Client client = connect();
    client.say.offer(
        TextMessage.create(
            Source.from(
                List.of(
                    "{\"action\":\"authenticate\",\"data\":",
                    "{\"key_id\":\"id\",\"secret_key\":\"word\"}}"))));
    client.say.offer(
        BinaryMessage.create(
            Source.from(
                List.of(
                    ByteString.fromString(LISTEN.substring(0, 9)),
                    ByteString.fromString(LISTEN.substring(9))))));

    assertThat(json(client.receives()).at("/data/status").asText()).isEqualTo("authorized");
    assertThat(json(client.receives()).path("stream").asText()).isEqualTo("listening");
  }

  @Test
  void nonsenseIsAnErrorAndTheEnd() throws Exception {
    Client client = connect().says(KEYS).says("{nonsense");

    client.receives();
    assertThat(client.receives())
        .isEqualTo("{\"action\":\"error\",\"data\":{\"error_message\":\"invalid json\"}}");
    assertThat(client.receives()).isEqualTo("end");
  }

  @Test
  void aMessageWithoutEndIsNotKept() throws Exception {
    Client client = connect().says(KEYS).says(LISTEN);
    client.receives();
    client.receives();

    client.say.offer(TextMessage.create(Source.repeat("x".repeat(100))));

    assertThat(client.ending()).isEqualTo("gone");
    KIT.createTestProbe()
        .awaitAssert(
            () -> {
              assertThat(updates.listeners()).isZero();
              return null;
            });
  }

  @Test
  void aListenerThatDoesNotReadIsDisconnectedAndTheOtherReceivesAll() throws Exception {
    Client reader = connect().says(KEYS).says(LISTEN);
    Client sleeper = connect().says(KEYS).says(LISTEN);
    reader.receives();
    reader.receives();
    sleeper.receives();
    sleeper.receives();
    assertThat(updates.listeners()).isEqualTo(2);

    int published = 0;
    while (updates.listeners() == 2 && published < 100) {
      tell(placed(++published));
      assertThat(json(reader.receives()).at("/data/order/qty").asText()).isEqualTo(published + "");
    }

    assertThat(published).isBetween(BUFFER, 99);
    assertThat(sleeper.ending()).isEqualTo("gone");
    tell(placed(7));
    assertThat(json(reader.receives()).at("/data/order/qty").asText()).isEqualTo("7");
  }

  @Test
  void everyConnectionEndsWithTheExchange() throws Exception {
    Client listener = connect().says(KEYS).says(LISTEN);
    Client silent = connect();
    listener.receives();
    listener.receives();

    updates.close();

    assertThat(listener.receives()).isEqualTo("end");
    assertThat(silent.receives()).isEqualTo("end");
    assertThat(connect().says(KEYS).receives()).isEqualTo("end");
  }

  private Client connect() {
    Pair<Pair<BoundedSourceQueue<Message>, CompletionStage<Done>>, SinkQueueWithCancel<Message>>
        run =
            Source.<Message>queue(100)
                .viaMat(updates.flow(), Keep.left())
                .watchTermination(Pair::create)
                .toMat(
                    Sink.<Message>queue(1).addAttributes(akka.stream.Attributes.inputBuffer(1, 1)),
                    Keep.both())
                .run(KIT.system());
    return new Client(run.first().first(), run.second(), run.first().second());
  }

  private void tell(Transaction.Step step) {
    updates.publish(step);
  }

  private static Transaction.Step placed(int quantity) {
    EngineHarness harness = new EngineHarness(Tapes.plain(), Tapes.seconds("100 100"));
    harness.at(0).buy(Integer.toString(quantity), "20");
    return harness.steps().stream()
        .filter(step -> step.event() instanceof ExchangeEvent.OrderAccepted)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(String text) {
    try {
      return JsonText.parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
  }
}
