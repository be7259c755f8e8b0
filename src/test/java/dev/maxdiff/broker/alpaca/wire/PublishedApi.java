package dev.maxdiff.broker.alpaca.wire;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * A strict validator of Alpaca's REST against its published documents: a field that the documents
 * do not name is a violation.
 *
 * <p>Each violation is a sentence that names the call and the field. Thread-safe.
 */
public final class PublishedApi {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * Error statuses that every call may return; the documents list few of them. The gateway adds 409
   * for a generation that is no longer current; both servers add 408 and 413 for a body.
   */
  private static final Set<Integer> ERRORS =
      Set.of(400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503, 504);

  private final ObjectNode trading = document("trading.json");
  private final ObjectNode data = document("data.json");
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  public PublishedApi() {
    PublishedApiCorrections.apply(trading);
  }

  /** An operation of a document, with the parameters in its path. */
  private record Operation(ObjectNode document, JsonNode node, Map<String, String> places) {}

  /** The violations of a request; empty = none. */
  public List<String> request(String method, String pathAndQuery, String body) {
    String call = method + " " + pathAndQuery;
    Operation operation = operation(method, pathOf(pathAndQuery));
    if (operation == null) {
      return List.of(call + ": no such path or method");
    }
    List<String> violations = parameters(call, operation, query(pathAndQuery));
    JsonNode schema = operation.node.at("/requestBody/content/application~1json/schema");
    if (schema.isMissingNode()) {
      if (body != null && !body.isEmpty()) {
        violations.add(call + ": a body, where none belongs");
      }
    } else if (body == null) {
      violations.add(call + ": no body");
    } else {
      violations.addAll(check(call + ": body", operation.document, schema, body));
    }
    return violations;
  }

  /** The violations of a response; the request may have violations of its own. */
  public List<String> answer(String method, String pathAndQuery, int status, String body) {
    String call = method + " " + pathAndQuery + " answered " + status;
    if (status >= 400) {
      return error(call, status, body);
    }
    Operation operation = operation(method, pathOf(pathAndQuery));
    if (operation == null) {
      return List.of(call + ": no such path or method");
    }
    JsonNode answer = operation.node.at("/responses/" + status);
    if (answer.isMissingNode()) {
      return List.of(call + ": no such answer");
    }
    JsonNode schema = answer.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      return body.isEmpty() ? List.of() : List.of(call + ": a body, where none belongs");
    }
    return check(call, operation.document, schema, body);
  }

  /** Error bodies may have undocumented fields, as Alpaca's do: {@code available} and others. */
  private List<String> error(String call, int status, String body) {
    if (!ERRORS.contains(status)) {
      return List.of(call + ": no error of Alpaca's");
    }
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    return validate(call, trading, schema.put("$ref", "#/components/schemas/Error"), body);
  }

  private List<String> parameters(String call, Operation operation, Map<String, String> query) {
    List<String> violations = new ArrayList<>();
    Map<String, String> left = new LinkedHashMap<>(query);
    for (JsonNode listed : operation.node.path("parameters")) {
      JsonNode parameter = resolved(operation.document, listed);
      String name = parameter.path("name").asText();
      boolean inPath = parameter.path("in").asText().equals("path");
      String value = inPath ? operation.places.get(name) : left.remove(name);
      if (value != null) {
        JsonNode typed = typed(operation.document, parameter.path("schema"), value);
        violations.addAll(
            validate(
                call + ": parameter " + name,
                operation.document,
                parameter.path("schema"),
                typed.toString()));
      } else if (parameter.path("required").asBoolean()) {
        violations.add(call + ": parameter " + name + " is missing");
      }
    }
    left.keySet().forEach(name -> violations.add(call + ": unknown parameter " + name));
    return violations;
  }

  /** The text of a query parameter as JSON of the type in its schema. */
  private static JsonNode typed(ObjectNode document, JsonNode listed, String text) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    JsonNode schema = resolved(document, listed);
    return switch (schema.path("type").asText()) {
      case "integer" ->
          text.matches("-?\\d+") ? json.numberNode(Long.parseLong(text)) : json.textNode(text);
      case "boolean" ->
          text.matches("true|false") ? json.booleanNode(text.equals("true")) : json.textNode(text);
      case "array" -> {
        var items = json.arrayNode();
        for (String item : text.split(",")) {
          items.add(item);
        }
        yield items;
      }
      default -> json.textNode(text);
    };
  }

  private List<String> check(String call, ObjectNode document, JsonNode schema, String body) {
    return validate(call, document, strict(document, schema), body);
  }

  /** A field that the document does not name is a violation, in a list's entries as well. */
  private static JsonNode strict(ObjectNode document, JsonNode schema) {
    JsonNode meant = resolved(document, schema);
    ObjectNode strict = JsonNodeFactory.instance.objectNode();
    if (meant.path("type").asText().equals("array")) {
      strict.put("type", "array").set("items", strict(document, meant.path("items")));
      return strict;
    }
    return ((ObjectNode) schema.deepCopy()).put("unevaluatedProperties", false);
  }

  private List<String> validate(String call, ObjectNode document, JsonNode schema, String body) {
    JsonNode node;
    try {
      node = JSON.readTree(body);
    } catch (IOException e) {
      return List.of(call + ": not JSON: " + body);
    }
    JsonSchema compiled =
        schemas.computeIfAbsent(
            (document == trading ? "trading " : "data ") + schema,
            text -> compile(document, schema));
    List<String> violations = new ArrayList<>();
    Set<ValidationMessage> messages = compiled.validate(node);
    // first the violations of the schema itself: after one, no field counts as evaluated
    boolean wrong = messages.stream().anyMatch(message -> !isUnknownField(message));
    messages.stream()
        .filter(message -> !wrong || !isUnknownField(message))
        .forEach(message -> violations.add(call + ": " + message.getMessage()));
    return violations;
  }

  private static boolean isUnknownField(ValidationMessage message) {
    return message.getType().equals("unevaluatedProperties");
  }

  private static JsonSchema compile(ObjectNode document, JsonNode schema) {
    ObjectNode root = schema.deepCopy();
    root.set("components", document.path("components"));
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root, config);
  }

  private Operation operation(String method, String path) {
    for (ObjectNode document : List.of(trading, data)) {
      for (Map.Entry<String, JsonNode> entry : document.path("paths").properties()) {
        Map<String, String> places = places(entry.getKey(), path);
        JsonNode operation = entry.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
        if (places != null && operation.isObject()) {
          return new Operation(document, operation, places);
        }
      }
    }
    return null;
  }

  /** Null when the path has another form. */
  private static Map<String, String> places(String template, String path) {
    List<String> names = new ArrayList<>();
    var place = Pattern.compile("\\{([^}]+)}").matcher(template);
    while (place.find()) {
      names.add(place.group(1));
    }
    String form = Pattern.quote(template).replaceAll("\\{[^}]+}", "\\\\E([^/:]+)\\\\Q");
    var matcher = Pattern.compile(form).matcher(path);
    if (!matcher.matches()) {
      return null;
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      places.put(names.get(i), decoded(matcher.group(i + 1)));
    }
    return places;
  }

  private static JsonNode resolved(ObjectNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  private static String pathOf(String pathAndQuery) {
    return pathAndQuery.split("\\?", 2)[0];
  }

  private static Map<String, String> query(String pathAndQuery) {
    Map<String, String> query = new LinkedHashMap<>();
    String[] parts = pathAndQuery.split("\\?", 2);
    if (parts.length > 1) {
      for (String pair : parts[1].split("&")) {
        String[] sides = pair.split("=", 2);
        query.put(decoded(sides[0]), sides.length > 1 ? decoded(sides[1]) : "");
      }
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static ObjectNode document(String name) {
    try (InputStream in = PublishedApi.class.getResourceAsStream("/alpaca/" + name)) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
