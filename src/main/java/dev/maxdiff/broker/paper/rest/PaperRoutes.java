package dev.maxdiff.broker.paper.rest;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.Query;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.server.OrderRequestReader;
import dev.maxdiff.broker.alpaca.server.RequestBody;
import dev.maxdiff.broker.alpaca.wire.AlpacaReader;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.broker.paper.audit.AuditLines;
import dev.maxdiff.broker.paper.engine.ApiError;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.stream.TradeUpdates;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.domain.InvalidValueException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Serves the exchange as Alpaca's REST; paths, status codes and error bodies follow Alpaca's
 * published documents.
 *
 * <p>Reads use the read model; only changes of orders pass through the actor.
 */
public final class PaperRoutes {

  static final String KEY_HEADER = "APCA-API-KEY-ID";
  static final String SECRET_HEADER = "APCA-API-SECRET-KEY";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION) // which of two prices is meant?
          .build();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> TRANSFERS = List.of("maxdiff", "v1", "transfers");

  private final ActorSystem<?> system;
  private final OrderSubmission orders;
  private final ExchangeReadModel readModel;
  private final ReadRoutes reads;
  private final PaperKeys keys;
  private final TradeUpdates updates;
  private final Executor blocking;

  public PaperRoutes(
      ActorSystem<?> system,
      OrderSubmission orders,
      ExchangeReadModel readModel,
      PaperKeys keys,
      TradeUpdates updates) {
    this.system = system;
    this.orders = orders;
    this.readModel = readModel;
    this.reads = new ReadRoutes(readModel);
    this.keys = keys;
    this.updates = updates;
    this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /**
   * A response before serialization.
   *
   * @param body null = no body
   */
  record Reply(int status, JsonNode body) {
    static Reply ok(JsonNode body) {
      return new Reply(200, body);
    }

    static Reply of(ApiError refusal) {
      ObjectNode body = AlpacaWriter.error(refusal.code(), refusal.message());
      refusal.details().forEach(body::put);
      return new Reply(refusal.status(), body);
    }
  }

  /** The parts of a request that the routes use. */
  record Call(String method, List<String> path, Query query, JsonNode body) {

    String parameter(String name) {
      return query.get(name).filter(value -> !value.isBlank()).orElse(null);
    }

    String last() {
      return path.get(path.size() - 1);
    }
  }

  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    Optional<HttpResponse> stream = updates.open(request);
    if (stream.isPresent()) {
      audit(request, null, stream.get().status().intValue(), null);
      return CompletableFuture.completedFuture(stream.get());
    }
    return RequestBody.text(request.entity(), system)
        .thenCompose(text -> answer(request, text))
        .exceptionallyAsync(failure -> failed(request, failure), blocking);
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request, String text) {
    List<String> path = new ArrayList<>();
    request.getUri().pathSegments().forEach(path::add);
    JsonNode body;
    try {
      body = text.isBlank() ? JSON.nullNode() : MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      String words = "request body format is invalid: " + e.getOriginalMessage();
      ApiError refusal = ApiError.malformed(words);
      return CompletableFuture.completedFuture(respond(request, null, Reply.of(refusal)));
    }
    Call call = new Call(request.method().value(), path, request.getUri().query(), body);
    CompletionStage<Reply> reply;
    try {
      reply =
          isAuthorized(request, path)
              ? route(call)
              : CompletableFuture.completedFuture(Reply.of(ApiError.unauthorized()));
    } catch (InvalidValueException e) {
      reply = CompletableFuture.completedFuture(Reply.of(ApiError.unprocessable(e.getMessage())));
    }
    return reply.thenApply(done -> respond(request, clientOrderId(call, done), done));
  }

  private CompletionStage<Reply> route(Call call) {
    List<String> path = call.path();
    boolean orders = path.size() >= 2 && path.get(0).equals("v2") && path.get(1).equals("orders");
    if (orders && path.size() == 2) {
      return switch (call.method()) {
        case "GET" -> done(OrderListing.list(call, readModel.view()));
        case "POST" -> submit(call);
        case "DELETE" -> cancelAll();
        default -> done(notAllowed(call));
      };
    }
    if (orders && path.size() == 3) {
      return switch (call.method()) {
        case "GET" -> done(OrderListing.byId(call.last(), readModel.view()));
        case "PATCH" -> replace(call);
        case "DELETE" -> cancel(call);
        default -> done(notAllowed(call));
      };
    }
    if (call.method().equals("POST") && path.equals(TRANSFERS)) {
      return transfer(call);
    }
    return done(call.method().equals("GET") ? reads.answer(call) : notAllowed(call));
  }

  /** Deposits or withdraws money; Alpaca has no such request. */
  private CompletionStage<Reply> transfer(Call call) {
    requireObject(call.body());
    BigDecimal amount = AlpacaReader.amount(call.body());
    return reply(
        orders.transfer(amount),
        outcome ->
            outcome instanceof ExchangeEngine.Outcome.Transferred moved
                ? Reply.ok(ActivityListing.transfer(moved.transfer(), readModel.view().state()))
                : orderReply(outcome));
  }

  private CompletionStage<Reply> submit(Call call) {
    requireObject(call.body());
    var request = OrderRequestReader.order(call.body());
    return reply(orders.submit(request), PaperRoutes::orderReply);
  }

  private CompletionStage<Reply> replace(Call call) {
    requireObject(call.body());
    var request = OrderRequestReader.replacement(call.body());
    return reply(orders.replace(call.last(), request), PaperRoutes::orderReply);
  }

  private CompletionStage<Reply> cancel(Call call) {
    return reply(orders.cancel(call.last()), PaperRoutes::orderReply);
  }

  private CompletionStage<Reply> cancelAll() {
    return reply(orders.cancelAll(), PaperRoutes::cancelAllReply);
  }

  /**
   * Builds the reply on the thread that completes the outcome, because an Akka stage would wake
   * another thread. After a timeout that thread is the scheduler's, which must not write log lines.
   */
  private static <T> CompletionStage<Reply> reply(
      CompletionStage<T> outcome, Function<T, Reply> reply) {
    return outcome.thenApplyAsync(reply, Runnable::run);
  }

  private static Reply cancelAllReply(Map<String, ExchangeEngine.Outcome> outcomes) {
    ArrayNode body = JSON.arrayNode();
    outcomes.forEach(
        (id, outcome) -> {
          boolean accepted = outcome instanceof ExchangeEngine.Outcome.CancelAccepted;
          body.addObject().put("id", id).put("status", accepted ? 200 : orderReply(outcome).status);
        });
    return new Reply(207, body);
  }

  private static Reply orderReply(ExchangeEngine.Outcome outcome) {
    if (outcome instanceof ExchangeEngine.Outcome.Placed placed) {
      return Reply.ok(AlpacaWriter.order(placed.order().view()));
    } else if (outcome instanceof ExchangeEngine.Outcome.Refused refused) {
      return Reply.of(refused.refusal());
    }
    return new Reply(204, null);
  }

  private static void requireObject(JsonNode body) {
    if (!body.isObject()) {
      throw new InvalidValueException("body", body.getNodeType(), "a JSON object");
    }
  }

  static Reply notAllowed(Call call) {
    return Reply.of(
        ApiError.notFound(
            "endpoint not found: " + call.method() + " /" + String.join("/", call.path())));
  }

  /** Crypto market data is public, as at Alpaca. */
  private boolean isAuthorized(HttpRequest request, List<String> path) {
    boolean open = !path.isEmpty() && path.get(0).equals("v1beta3");
    return open || keys.match(header(request, KEY_HEADER), header(request, SECRET_HEADER));
  }

  private static String header(HttpRequest request, String name) {
    return request.getHeader(name).map(HttpHeader::value).orElse("");
  }

  private static String clientOrderId(Call call, Reply reply) {
    boolean order = reply.body() != null && reply.body().hasNonNull("client_order_id");
    if (order) {
      return reply.body().get("client_order_id").asText();
    }
    String queried = call.parameter("client_order_id");
    return queried != null ? queried : call.body().path("client_order_id").asText(null);
  }

  private HttpResponse failed(HttpRequest request, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RequestBody.RefusedException refused) {
      ApiError refusal = ApiError.ofBody(refused.status(), refused.getMessage());
      return respond(request, null, Reply.of(refusal));
    }
    system.log().warn("{} {} failed", request.method().value(), request.getUri(), failure);
    ApiError refusal = new ApiError(504, 50410000, "the exchange did not answer", Map.of());
    return respond(request, null, Reply.of(refusal));
  }

  private HttpResponse respond(HttpRequest request, String clientOrderId, Reply reply) {
    String message =
        reply.status() >= 400 && reply.body() != null
            ? reply.body().path("message").asText(null)
            : null;
    audit(request, clientOrderId, reply.status(), message);
    HttpResponse response = HttpResponse.create().withStatus(reply.status());
    if (reply.body() == null) {
      return response;
    }
    try {
      byte[] json = MAPPER.writeValueAsBytes(reply.body());
      return response.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unwritable answer", e);
    }
  }

  private void audit(HttpRequest request, String clientOrderId, int status, String message) {
    readModel.audit(
        AuditLines.request(
            request.method().value(),
            request.getUri().path(),
            clientOrderId,
            status,
            message,
            readModel.clock().instant()));
  }

  private static CompletionStage<Reply> done(Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
