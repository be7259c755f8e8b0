package dev.maxdiff.broker.paper.faults;

import akka.util.ByteString;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maxdiff.broker.alpaca.wire.AlpacaWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Makes well-formed bodies with wrong content. */
final class CorruptBody {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private CorruptBody() {}

  static byte[] error(int code, String message) {
    return write(AlpacaWriter.error(code, message));
  }

  /** A list or quotes without entries; other bodies are unchanged. */
  static ByteString empty(ByteString body) {
    return kept(body, 0);
  }

  /** A list or quotes with the first half of the entries; other bodies are unchanged. */
  static ByteString firstHalf(ByteString body) {
    return kept(body, 0.5);
  }

  /** A clock with a shifted time. */
  static ByteString clock(ByteString body, Duration by) {
    JsonNode node = read(body);
    if (node instanceof ObjectNode clock && clock.hasNonNull("timestamp")) {
      OffsetDateTime time = OffsetDateTime.parse(clock.get("timestamp").asText());
      clock.put("timestamp", time.plus(by).toString());
    }
    return ByteString.fromArray(write(node));
  }

  private static ByteString kept(ByteString body, double share) {
    JsonNode node = read(body);
    if (node instanceof ArrayNode list) {
      int size = (int) (list.size() * share);
      while (list.size() > size) {
        list.remove(list.size() - 1);
      }
    } else if (node.path("quotes") instanceof ObjectNode quotes) {
      List<String> names = new ArrayList<>();
      quotes.fieldNames().forEachRemaining(names::add);
      quotes.remove(names.subList((int) (names.size() * share), names.size()));
    } else {
      return body;
    }
    return ByteString.fromArray(write(node));
  }

  private static JsonNode read(ByteString body) {
    try {
      return body.isEmpty() ? MAPPER.nullNode() : MAPPER.readTree(body.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] write(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
