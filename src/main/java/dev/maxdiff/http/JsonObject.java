package dev.maxdiff.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.maxdiff.domain.InvalidValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A JSON object of the runtime's answers, for the short commands.
 *
 * <p>The commands use no data binding: the classes of jackson-databind take more time than the rest
 * of a command. A scalar is kept as its text. A missing field reads as null.
 */
record JsonObject(Map<String, Object> fields) {

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * @throws InvalidValueException if {@code text} is not one JSON object
   */
  static JsonObject read(String text) {
    return asObject(parse(text));
  }

  /**
   * @throws InvalidValueException if {@code text} is not a JSON array of objects
   */
  static <T> List<T> readAll(String text, Function<JsonObject, T> element) {
    return elements(parse(text), element);
  }

  String text(String name) {
    Object value = fields.get(name);
    return value instanceof String text ? text : null;
  }

  /**
   * @throws InvalidValueException if the text of the field is not a value of the type
   */
  <T> T value(String name, Function<String, T> parse) {
    String text = text(name);
    try {
      return text == null ? null : parse.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw unreadable(name + " " + text);
    }
  }

  BigDecimal decimal(String name) {
    return value(name, BigDecimal::new);
  }

  Instant instant(String name) {
    return value(name, Instant::parse);
  }

  /** Returns the number; 0 if the field is missing. */
  long number(String name) {
    Long number = value(name, Long::valueOf);
    return number == null ? 0 : number;
  }

  /** Returns the flag; false if the field is missing. */
  boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  <T> T object(String name, Function<JsonObject, T> read) {
    Object value = fields.get(name);
    return value == null ? null : read.apply(asObject(value));
  }

  <T> List<T> list(String name, Function<JsonObject, T> element) {
    return elements(fields.get(name), element);
  }

  /** Returns the texts of an array; none if a runtime of an earlier version has no such field. */
  List<String> texts(String name) {
    if (!fields.containsKey(name)) {
      return List.of();
    }
    if (!(fields.get(name) instanceof List<?> list)) {
      throw unreadable("an array was expected");
    }
    return list.stream().map(String::valueOf).toList();
  }

  /** Returns the texts; none if the field is missing. */
  List<String> optionalTexts(String name) {
    return fields.get(name) == null ? List.of() : texts(name);
  }

  <K, V> Map<K, V> map(String name, Function<String, K> key, BiFunction<JsonObject, String, V> to) {
    JsonObject object = asObject(fields.get(name));
    Map<K, V> map = new LinkedHashMap<>();
    object.fields.keySet().forEach(field -> map.put(key.apply(field), to.apply(object, field)));
    return map;
  }

  private static <T> List<T> elements(Object value, Function<JsonObject, T> element) {
    if (!(value instanceof List<?> list)) {
      throw unreadable("an array was expected");
    }
    return list.stream().map(JsonObject::asObject).map(element).toList();
  }

  @SuppressWarnings("unchecked") // parse() creates no other maps
  private static JsonObject asObject(Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw unreadable("an object was expected");
    }
    return new JsonObject((Map<String, Object>) map);
  }

  private static Object parse(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw unreadable("not JSON");
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        fields.put(name, value(parser));
      }
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser));
      }
      return elements;
    }
    return token == null || token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  private static InvalidValueException unreadable(String found) {
    return new InvalidValueException("answer of the runtime", found, "the JSON of this version");
  }
}
