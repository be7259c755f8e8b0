package dev.maxdiff.broker.paper.stream;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.ws.Message;
import akka.stream.javadsl.Flow;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.server.TradeUpdateServer;
import dev.maxdiff.broker.paper.engine.Transaction;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The exchange's stream of trade updates: a client receives each durable change of an order. */
public final class TradeUpdates {

  /** Buffered messages per client; a message has about a kilobyte. */
  private static final int BUFFER = 1024;

  private final TradeUpdateServer<String> server;

  /**
   * @param keys accepts the id and the secret of a client
   */
  public TradeUpdates(ActorSystem<?> system, BiPredicate<String, String> keys) {
    this(system, keys, BUFFER);
  }

  TradeUpdates(ActorSystem<?> system, BiPredicate<String, String> keys, int buffer) {
    this.server =
        new TradeUpdateServer<>(
            system,
            (id, secret) -> keys.test(id, secret) ? Optional.of(id) : Optional.empty(),
            buffer);
  }

  /** The response that opens the stream; empty when the request is for another path. */
  public Optional<HttpResponse> open(HttpRequest request) {
    return server.open(request);
  }

  /** Runs on the thread of the exchange's actor; without subscribers it returns at once. */
  public void publish(Transaction.Step step) {
    if (server.hasListeners()) {
      for (ObjectNode update : TradeUpdateWriter.updates(step.event(), step.after())) {
        server.publish(update, client -> true);
      }
    }
  }

  /** Closes every connection, including those that are still opening. */
  public void close() {
    server.close();
  }

  /** A flow that allocates nothing before the server has opened the connection. */
  Flow<Message, Message, NotUsed> flow() {
    return server.flow();
  }

  int listeners() {
    return server.listeners();
  }
}
