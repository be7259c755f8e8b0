package dev.maxdiff.execution.gateway;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.server.RequestBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** Routes with JSON bodies, and with reads that wait for the broker. */
abstract class JsonRoutes extends AllDirectives {

  private final ActorSystem<?> system;
  private final Executor blocking;

  JsonRoutes(ActorSystem<?> system, Executor blocking) {
    this.system = system;
    this.blocking = blocking;
  }

  final Route withBody(Function<JsonNode, Route> inner) {
    return extractRequestEntity(
        entity ->
            RequestBody.arrived(entity)
                .map(text -> parsed(text, inner))
                .orElseGet(
                    () ->
                        onComplete(
                            RequestBody.text(entity, system),
                            text ->
                                text.isSuccess()
                                    ? parsed(text.get(), inner)
                                    : complete(GatewayJson.refusedBody(text.failed().get())))));
  }

  private Route parsed(String text, Function<JsonNode, Route> inner) {
    return GatewayJson.parsed(text, inner, refusal -> complete(GatewayJson.refusal(refusal)));
  }

  final Route read(Supplier<ViewAnswer> work) {
    return completeWithFuture(
        CompletableFuture.supplyAsync(work, blocking).handle(GatewayJson::read));
  }
}
