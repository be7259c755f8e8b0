package dev.maxdiff.execution.gateway;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.server.RequestBody;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.orders.CallerOrderIds;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Request bodies and responses of the gateway: JSON, errors in Alpaca's form. */
public final class GatewayJson {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayJson.class);

  /** For a 403 of the broker that carries no code. */
  private static final int UNKNOWN_FORBIDDEN = 40300000;

  private static final int MULTI_STATUS = 207;
  private static final String AGE = "X-Age";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION) // which of two prices is meant?
          .build();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private GatewayJson() {}

  /**
   * Parses a JSON object and passes it to {@code use}; an invalid text or field becomes a refusal.
   */
  public static <T> T parsed(
      String text, Function<JsonNode, T> use, Function<OrderRefusal, T> refuse) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node == null || !node.isObject()) {
        throw new InvalidValueException("body", text, "a JSON object");
      }
      return use.apply(node);
    } catch (JsonProcessingException e) {
      String expected = "a JSON object: " + e.getOriginalMessage().replaceAll("\\s+", " ");
      return refuse.apply(invalid(new InvalidValueException("body", text, expected)));
    } catch (InvalidValueException e) {
      return refuse.apply(invalid(e));
    }
  }

  static Map<String, Object> fields(JsonNode object) {
    return JSON.convertValue(object, FIELDS);
  }

  public static HttpResponse answer(OrderAnswer answer, CallerOrderIds callerIds) {
    if (answer instanceof OrderAnswer.Placed placed) {
      return ok(order(placed.order(), callerIds));
    }
    return answer instanceof OrderRefusal refused ? refusal(refused) : noContent();
  }

  /** Returns the response to a request that cancels several orders, or an error. */
  static HttpResponse cancelled(Map<String, OrderAnswer> answers, Throwable failure) {
    if (failure != null) {
      return read(null, failure);
    }
    ArrayNode list = JSON.createArrayNode();
    answers.forEach(
        (id, answer) -> {
          int status = answer instanceof OrderRefusal refused ? status(refused) : 200;
          list.addObject().put("id", id).put("status", status);
        });
    return json(MULTI_STATUS, list);
  }

  /** Returns the order with the client order id that its watcher has given it. */
  static ObjectNode order(Order order, CallerOrderIds callerIds) {
    return AlpacaWriter.order(order).put("client_order_id", callerIds.shown(order));
  }

  /** Returns the response of a read: the data with their age in seconds, or an error. */
  public static HttpResponse read(ViewAnswer reading, Throwable failure) {
    if (failure == null) {
      String seconds = BigDecimal.valueOf(reading.age().toMillis(), 3).toPlainString();
      return ok(reading.json()).addHeader(RawHeader.create(AGE, seconds));
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BrokerException e) {
      return refusal(OrderRefusal.from(e));
    } else if (cause instanceof InvalidValueException e) {
      return refusal(invalid(e));
    } else if (cause instanceof NotFoundException) {
      return refusal(OrderRefusal.of(OrderRefusal.Kind.NOT_FOUND, "not_found", cause.getMessage()));
    }
    LOG.error("A read failed", cause);
    return refusal(OrderRefusal.internal(cause));
  }

  public static HttpResponse refusal(OrderRefusal refused) {
    ObjectNode body = AlpacaWriter.error(code(refused), refused.message());
    body.put("reason", refused.reason());
    return json(status(refused), body);
  }

  /** The response to a request whose body cannot be read. */
  static HttpResponse refusedBody(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    int status = cause instanceof RequestBody.RefusedException refused ? refused.status() : 400;
    ObjectNode body = AlpacaWriter.error(usualCode(status), cause.getMessage());
    return json(status, body.put("reason", "invalid"));
  }

  /** The HTTP status of a refusal; a refusal by the broker keeps the broker's status. */
  public static int status(OrderRefusal refused) {
    return switch (refused.kind()) {
      case UNAUTHORIZED -> 401;
      case DENIED -> 403;
      case NOT_FOUND -> 404;
      case STALE -> 409;
      case UNPROCESSABLE -> 422;
      case BROKER -> refused.brokerStatus();
      case NOT_SENT, UNRESOLVED -> 503;
      case INTERNAL -> 500;
    };
  }

  /**
   * Alpaca's code for a refusal. Nothing was sent: {@link AlpacaBroker#NOTHING_DONE}. The broker
   * answered 403 without a code: a code of ours, because 40310000 means a reserved quantity.
   */
  public static int code(OrderRefusal refused) {
    return switch (refused.kind()) {
      case NOT_SENT -> AlpacaBroker.NOTHING_DONE;
      case BROKER -> refused.brokerCode() != 0 ? refused.brokerCode() : brokerCode(refused);
      default -> usualCode(status(refused));
    };
  }

  private static int brokerCode(OrderRefusal refused) {
    int status = refused.brokerStatus();
    return status == 403 ? UNKNOWN_FORBIDDEN : usualCode(status);
  }

  private static int usualCode(int status) {
    return status * 100_000 + 10_000;
  }

  /** The response to a long poll: the number of the newest change of the key. */
  static HttpResponse change(long number) {
    return ok(JSON.createObjectNode().put("change", number));
  }

  static HttpResponse noContent() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  static OrderRefusal invalid(InvalidValueException e) {
    return OrderRefusal.unprocessable("invalid", e.getMessage());
  }

  private static HttpResponse ok(JsonNode node) {
    return json(200, node);
  }

  private static HttpResponse json(int status, JsonNode node) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, node.toString());
  }

  /** The requested object does not exist or belongs to another watcher. */
  public static final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
      super(message);
    }
  }
}
