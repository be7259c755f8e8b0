package dev.maxdiff.broker.alpaca.server;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.AttributeKeys;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.BinaryMessage;
import akka.http.javadsl.model.ws.Message;
import akka.stream.Materializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Serves Alpaca's {@code trade_updates} stream at {@code /stream} to authenticated clients.
 *
 * <p>A client never slows the server: each has a bounded buffer, and a client with a full buffer is
 * disconnected. Frames are binary, as at Alpaca's paper endpoint. Thread-safe.
 *
 * @param <C> identifies a client
 */
public final class TradeUpdateServer<C> {

  /** Buffered messages per subscriber; a message has about a kilobyte. */
  private static final int BUFFER = 1024;

  /** Longest message of a client, in bytes. */
  private static final long MAX_MESSAGE = 4096;

  private final ActorSystem<?> system;
  private final BiFunction<String, String, Optional<C>> keys;
  private final int buffer;
  private final Set<TradeUpdateSubscriber<C>> connected = ConcurrentHashMap.newKeySet();
  private final Set<TradeUpdateSubscriber<C>> listening = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param keys identifies a client by the id and the secret that it sends; empty = refused
   */
  public TradeUpdateServer(ActorSystem<?> system, BiFunction<String, String, Optional<C>> keys) {
    this(system, keys, BUFFER);
  }

  /**
   * @param buffer messages that a client may leave unread
   */
  public TradeUpdateServer(
      ActorSystem<?> system, BiFunction<String, String, Optional<C>> keys, int buffer) {
    this.system = system;
    this.keys = keys;
    this.buffer = buffer;
  }

  /** The response that opens the stream; empty when the request is for another path. */
  public Optional<HttpResponse> open(HttpRequest request) {
    return request
        .getAttribute(AttributeKeys.webSocketUpgrade)
        .filter(upgrade -> isStream(request.getUri().path()))
        .map(upgrade -> upgrade.handleMessagesWith(flow()));
  }

  /** Alpaca's Python SDK writes the slash at the end. */
  private static boolean isStream(String path) {
    return path.equals("/stream") || path.equals("/stream/");
  }

  /** Whether a client listens; otherwise nobody needs the update. */
  public boolean hasListeners() {
    return !listening.isEmpty();
  }

  /** Sends an update to the listening clients that {@code to} selects, and returns at once. */
  public void publish(ObjectNode update, Predicate<C> to) {
    Message message = message(update);
    listening.forEach(
        listener -> {
          if (listener.client().filter(to).isPresent()) {
            listener.send(message);
          }
        });
  }

  /**
   * Closes every connection, including those that are still opening: the server's shutdown ends
   * requests only and leaves websockets open.
   */
  public void close() {
    closed = true;
    connected.forEach(TradeUpdateSubscriber::disconnect);
  }

  /** Returns the number of clients that listen. */
  public int listeners() {
    return listening.size();
  }

  void setListening(TradeUpdateSubscriber<C> listener, boolean subscribed) {
    if (subscribed) {
      listening.add(listener);
    } else {
      listening.remove(listener);
    }
  }

  Optional<C> identify(String id, String secret) {
    return keys.apply(id, secret);
  }

  /** A flow that allocates nothing before the server has opened the connection. */
  public Flow<Message, Message, NotUsed> flow() {
    return Flow.fromMaterializer((materializer, attributes) -> connect(materializer))
        .mapMaterializedValue(opened -> NotUsed.getInstance());
  }

  private Flow<Message, Message, NotUsed> connect(Materializer materializer) {
    TradeUpdateSubscriber<C> listener =
        new TradeUpdateSubscriber<>(this, system.log(), buffer, materializer);
    connected.add(listener);
    if (closed) {
      listener.disconnect();
    }
    Sink<Message, NotUsed> received =
        Flow.of(Message.class)
            .mapAsync(1, message -> text(message, materializer))
            .to(Sink.foreach(listener::received));
    return Flow.fromSinkAndSourceCoupled(received, listener.messages())
        .watchTermination(
            (opened, end) -> {
              end.whenComplete((done, failure) -> remove(listener));
              return opened;
            });
  }

  private void remove(TradeUpdateSubscriber<C> listener) {
    connected.remove(listener);
    listening.remove(listener);
  }

  private static CompletionStage<String> text(Message message, Materializer materializer) {
    if (message.isText()) {
      return message
          .asTextMessage()
          .getStreamedText()
          .limitWeighted(MAX_MESSAGE, part -> (long) part.length())
          .runFold("", String::concat, materializer);
    }
    Source<ByteString, ?> parts = message.asBinaryMessage().getStreamedData();
    return parts
        .limitWeighted(MAX_MESSAGE, part -> (long) part.size())
        .runFold(ByteString.emptyByteString(), ByteString::concat, materializer)
        .thenApply(ByteString::utf8String);
  }

  static Message message(ObjectNode json) {
    return BinaryMessage.create(ByteString.fromString(JsonText.write(json)));
  }
}
