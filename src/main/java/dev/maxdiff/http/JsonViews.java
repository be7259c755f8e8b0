package dev.maxdiff.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * Reads and writes the JSON of control's records, for the server and for {@code --json}.
 *
 * <p>Times are ISO-8601 in UTC, durations ISO-8601, decimal numbers plain text; a missing value is
 * written as null. A number may be read from text or from a JSON number. {@link #read} throws
 * {@link InvalidValueException} with the field name if the JSON is invalid.
 */
public final class JsonViews {

  private final ObjectMapper mapper;

  public JsonViews() {
    SimpleModule numbers = new SimpleModule("numbers");
    numbers.addSerializer(new PlainDecimal());
    numbers.addDeserializer(Price.class, new FromText<>(Price.class, Price::parse));
    numbers.addDeserializer(Quantity.class, new FromText<>(Quantity.class, Quantity::parse));
    mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(numbers)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  /** Writes one line of JSON. */
  public String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes indented JSON. */
  public String writePretty(Object value) {
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws InvalidValueException if {@code json} is not the JSON of a {@code type}
   */
  public <T> T read(String json, Class<T> type) {
    try {
      T value = mapper.readValue(json, type);
      if (value == null) {
        throw new InvalidValueException("body", "null", "a JSON object");
      }
      return value;
    } catch (JsonMappingException e) {
      throw invalid(e);
    } catch (JsonProcessingException e) {
      throw new InvalidValueException("body", at(e.getLocation()), "valid JSON");
    }
  }

  private static InvalidValueException invalid(JsonMappingException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidValueException invalid) {
        return invalid;
      }
      if (cause instanceof NullPointerException missing && missing.getMessage() != null) {
        return new InvalidValueException(missing.getMessage(), "none", "a value");
      }
    }
    String field = field(failure);
    return failure instanceof UnrecognizedPropertyException
        ? new InvalidValueException(field, "unknown field", "one of the documented fields")
        : new InvalidValueException(field, at(failure.getLocation()), "a value of its type");
  }

  private static String field(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(name -> name != null)
        .reduce((first, second) -> first + "." + second)
        .orElse("body");
  }

  private static String at(JsonLocation location) {
    return location == null
        ? "unreadable"
        : "unreadable at line " + location.getLineNr() + " column " + location.getColumnNr();
  }

  private static final class PlainDecimal extends StdScalarSerializer<BigDecimal> {
    private static final long serialVersionUID = 1L;

    PlainDecimal() {
      super(BigDecimal.class);
    }

    @Override
    public void serialize(BigDecimal value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(value.toPlainString());
    }
  }

  /** Parses the characters of a text or number, so that no digit passes through a double. */
  private static final class FromText<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    FromText(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return parse.apply(json.getText());
    }
  }
}
