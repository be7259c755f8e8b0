package dev.maxdiff.broker.alpaca.server;

import akka.NotUsed;
import akka.http.javadsl.model.ws.Message;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.KillSwitches;
import akka.stream.Materializer;
import akka.stream.QueueOfferResult;
import akka.stream.SharedKillSwitch;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/**
 * One client of the stream of trade updates. {@link #send} and {@link #client} are thread-safe.
 *
 * @param <C> identifies a client
 */
final class TradeUpdateSubscriber<C> {

  private final TradeUpdateServer<C> updates;
  private final Logger log;
  private final BoundedSourceQueue<Message> queue;
  private final SharedKillSwitch connection = KillSwitches.shared("trade-updates");
  private final Source<Message, NotUsed> messages;

  // null before the keys; only the stream stage of the connection writes it
  private volatile C client;

  TradeUpdateSubscriber(
      TradeUpdateServer<C> updates, Logger log, int buffer, Materializer materializer) {
    this.updates = updates;
    this.log = log;
    Pair<BoundedSourceQueue<Message>, Source<Message, NotUsed>> opened =
        Source.<Message>queue(buffer).preMaterialize(materializer);
    this.queue = opened.first();
    // after the buffers, so that buffered messages do not delay the close
    this.messages = opened.second().via(connection.flow());
  }

  /** The messages to the client. */
  Source<Message, NotUsed> messages() {
    return messages;
  }

  void send(Message message) {
    if (queue.offer(message) == QueueOfferResult.dropped()) {
      updates.setListening(this, false);
      log.warn("A client does not read its trade updates and is disconnected");
      disconnect();
    }
  }

  /** Returns the identity of the client; empty before it has sent its keys. */
  Optional<C> client() {
    return Optional.ofNullable(client);
  }

  /** Closes the connection and drops the unread messages. */
  void disconnect() {
    connection.shutdown();
  }

  /** Handles a message of the client. */
  void received(String text) {
    JsonNode message;
    try {
      message = JsonText.parse(text);
    } catch (IOException e) {
      fail("invalid json");
      return;
    }
    JsonNode data = message.path("data");
    switch (message.path("action").asText()) {
      case "auth" -> authorize(message.path("key"), message.path("secret"));
      case "authenticate" -> authorize(data.path("key_id"), data.path("secret_key")); // older form
      case "listen" -> listen(data.path("streams"));
      default -> fail("unknown action");
    }
  }

  private void authorize(JsonNode id, JsonNode secret) {
    client = updates.identify(id.asText(), secret.asText()).orElse(null);
    if (client == null) {
      updates.setListening(this, false);
    }
    answer(StreamReplies.authorization(client != null, "authenticate"));
  }

  /** Subscribes before the confirmation is sent, so that no change is missed between the two. */
  private void listen(JsonNode streams) {
    if (client == null) {
      answer(StreamReplies.authorization(false, "listen"));
      return;
    }
    boolean subscribe = false;
    for (JsonNode stream : streams) {
      subscribe |= stream.asText().equals(StreamReplies.TRADE_UPDATES);
    }
    updates.setListening(this, subscribe);
    answer(StreamReplies.listening(subscribe ? List.of(StreamReplies.TRADE_UPDATES) : List.of()));
  }

  private void fail(String why) {
    updates.setListening(this, false);
    answer(StreamReplies.error(why));
    queue.complete();
  }

  private void answer(ObjectNode json) {
    send(TradeUpdateServer.message(json));
  }
}
