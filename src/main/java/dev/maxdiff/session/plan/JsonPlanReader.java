package dev.maxdiff.session.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a plan in JSON: an array of objects with the CSV columns as fields and numbers as numbers
 * or texts. A syntax error keeps the rows before it.
 */
final class JsonPlanReader {

  /**
   * Reads numbers as {@code BigDecimal}, so that no digit passes through a double. NaN and
   * Infinity, which Python writes, are read as values, so that they cost their own row only.
   */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private final List<PlanRow> rows = new ArrayList<>();
  private final List<PlanReading.Problem> problems = new ArrayList<>();

  private JsonPlanReader() {}

  static PlanReading read(String text) {
    var reader = new JsonPlanReader();
    JsonFactory factory = MAPPER.getFactory();
    try (JsonParser parser = factory.createParser(text)) {
      reader.readArray(parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      reader.problems.add(new PlanReading.Problem(line, "not JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PlanReading(reader.rows, reader.problems);
  }

  private void readArray(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      problems.add(new PlanReading.Problem(0, "not a plan (expected: an array of objects)"));
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int line = parser.currentTokenLocation().getLineNr();
      JsonNode node = MAPPER.readTree(parser);
      readRow(line, node);
    }
  }

  private void readRow(int line, JsonNode node) {
    try {
      rows.add(PlanRowReader.read(line, fields(node)));
    } catch (InvalidValueException e) {
      problems.add(new PlanReading.Problem(line, e.getMessage()));
    }
  }

  private static Map<String, String> fields(JsonNode node) {
    if (!node.isObject()) {
      throw new InvalidValueException("row", node, "an object");
    }
    Map<String, String> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!PlanRowReader.COLUMNS.contains(field.getKey())) {
        throw new InvalidValueException("field", field.getKey(), "one of " + PlanRowReader.COLUMNS);
      }
      if (!field.getValue().isValueNode()) {
        throw new InvalidValueException(field.getKey(), field.getValue(), "a number or a text");
      }
      fields.put(field.getKey(), field.getValue().isNull() ? "" : field.getValue().asText());
    }
    return fields;
  }
}
