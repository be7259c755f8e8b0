package dev.maxdiff.execution;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.AlpacaForms;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.execution.Answer.Refused;
import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bodies and answers of the gateway: JSON in, JSON out, errors in Alpaca's form. */
final class GatewayJson {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayJson.class);
  private static final String AGE = "X-Age";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private GatewayJson() {}

  /** Gives a JSON object to {@code use}; whatever is wrong in it becomes one refusal. */
  static <T> T parsed(String text, Function<JsonNode, T> use, Function<Refused, T> refuse) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node == null || !node.isObject()) {
        throw new InvalidValueException("body", text, "a JSON object");
      }
      return use.apply(node);
    } catch (JsonProcessingException e) {
      return refuse.apply(invalid(new InvalidValueException("body", text, "a JSON object")));
    } catch (InvalidValueException e) {
      return refuse.apply(invalid(e));
    }
  }

  static Map<String, Object> fields(JsonNode object) {
    return JSON.convertValue(object, FIELDS);
  }

  static HttpResponse answer(Answer answer) {
    if (answer instanceof Answer.Placed placed) {
      return ok(AlpacaForms.order(placed.order()));
    }
    return answer instanceof Refused refused ? refusal(refused) : noContent();
  }

  /** The end of a read: what was read and how old it is in seconds, or why it could not be. */
  static HttpResponse read(Reading reading, Throwable failure) {
    if (failure == null) {
      String seconds = BigDecimal.valueOf(reading.age().toMillis(), 3).toPlainString();
      return ok(reading.json()).addHeader(RawHeader.create(AGE, seconds));
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof BrokerException e) {
      return refusal(Refused.from(e));
    } else if (cause instanceof InvalidValueException e) {
      return refusal(invalid(e));
    } else if (cause instanceof NotFoundException) {
      return refusal(new Refused(404, 40410000, "not_found", cause.getMessage()));
    }
    LOG.error("A read failed", cause);
    return refusal(new Refused(500, 50010000, "internal", "internal error: " + cause));
  }

  static HttpResponse refusal(Refused refused) {
    ObjectNode body = AlpacaForms.error(refused.code(), refused.message());
    body.put("reason", refused.reason());
    return json(refused.status(), body);
  }

  /** The number of a key's newest change. */
  static HttpResponse change(long number) {
    return ok(JSON.createObjectNode().put("change", number));
  }

  static HttpResponse noContent() {
    return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
  }

  static Refused invalid(InvalidValueException e) {
    return new Refused(422, Answer.UNPROCESSABLE, "invalid", e.getMessage());
  }

  private static HttpResponse ok(JsonNode node) {
    return json(200, node);
  }

  private static HttpResponse json(int status, JsonNode node) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, node.toString());
  }

  /** What was asked for does not exist, or is not the asker's. */
  static final class NotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
      super(message);
    }
  }
}
