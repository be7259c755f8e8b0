package dev.maxdiff.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonGeneratorDecorator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JacksonJrExtension;
import com.fasterxml.jackson.jr.ob.api.ExtensionContext;
import com.fasterxml.jackson.jr.ob.api.ReaderWriterProvider;
import com.fasterxml.jackson.jr.ob.api.ValueReader;
import com.fasterxml.jackson.jr.ob.api.ValueWriter;
import com.fasterxml.jackson.jr.ob.impl.JSONReader;
import com.fasterxml.jackson.jr.ob.impl.JSONWriter;
import com.fasterxml.jackson.jr.type.ResolvedType;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads and writes the JSON of {@link JsonViews} in the short commands, where loading
 * jackson-databind would take too long. The records define the JSON form for both classes.
 */
final class RecordJson {

  private static final JSON MAPPER =
      JSON.builder(JsonFactory.builder().addDecorator(new PlainDecimals()).build())
          .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
          .enable(JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER)
          .register(new Extension())
          .build();

  private RecordJson() {}

  /**
   * @throws InvalidValueException if {@code text} is not the JSON of a {@code type}
   */
  static <T> T read(String text, Class<T> type) {
    try {
      T value = MAPPER.beanFrom(type, text);
      if (value == null) {
        throw unreadable();
      }
      return value;
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /**
   * @throws InvalidValueException if {@code text} is not a JSON array of {@code type}
   */
  static <T> List<T> readAll(String text, Class<T> type) {
    try {
      return MAPPER.listOfFrom(type, text);
    } catch (IOException e) {
      throw unreadable();
    }
  }

  /** Writes one line of JSON. */
  static String write(Object value) {
    try {
      return MAPPER.asString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InvalidValueException unreadable() {
    return new InvalidValueException(
        "answer of the runtime", "not readable", "the JSON of this version");
  }

  private static final class Extension extends JacksonJrExtension {
    @Override
    protected void register(ExtensionContext context) {
      context.insertProvider(new Provider());
    }
  }

  /** Writes decimal numbers as plain text; the mapper does not ask {@link Provider} for them. */
  private static final class PlainDecimals implements JsonGeneratorDecorator {

    @Override
    public JsonGenerator decorate(JsonFactory factory, JsonGenerator generator) {
      return new JsonGeneratorDelegate(generator) {
        @Override
        public void writeNumber(BigDecimal number) throws IOException {
          writeString(number.toPlainString());
        }
      };
    }
  }

  private static final class Provider extends ReaderWriterProvider {

    @Override
    public ValueReader findValueReader(JSONReader context, Class<?> type) {
      return TextValue.TYPES.contains(type) ? new TextValue(type) : null;
    }

    /**
     * The mapper does not pass the key type; all maps of these records have {@link WatcherKey}s.
     */
    @Override
    public ValueReader findMapReader(
        JSONReader context, Class<?> type, ResolvedType valueType, ValueReader value) {
      return new WatcherKeyMap(type, value);
    }

    @Override
    public ValueWriter findValueWriter(JSONWriter context, Class<?> type) {
      return TextValue.TYPES.contains(type) ? new TextValue(type) : null;
    }
  }

  /** A value that is one JSON text. It uses no lambdas: each would load one more class. */
  private static final class TextValue extends ValueReader implements ValueWriter {

    static final Set<Class<?>> TYPES =
        Set.of(
            BigDecimal.class,
            Duration.class,
            Instant.class,
            Price.class,
            Quantity.class,
            Side.class,
            Slot.class,
            Strategy.class,
            Symbol.class,
            Venue.class,
            WatcherKey.class);

    TextValue(Class<?> type) {
      super(type);
    }

    @Override
    public Object read(JSONReader reader, JsonParser json) throws IOException {
      return json.currentToken() == JsonToken.VALUE_NULL ? null : parse(json.getText());
    }

    private Object parse(String text) {
      Class<?> type = valueType();
      return type == BigDecimal.class
          ? new BigDecimal(text)
          : type == Duration.class
              ? Duration.parse(text)
              : type == Instant.class ? Instant.parse(text) : parseDomain(type, text);
    }

    private static Object parseDomain(Class<?> type, String text) {
      if (type == Price.class) {
        return Price.parse(text);
      }
      if (type == Quantity.class) {
        return Quantity.parse(text);
      }
      if (type == Side.class) {
        return Side.parse(text);
      }
      if (type == Slot.class) {
        return Slot.parse(text);
      }
      if (type == Strategy.class) {
        return new Strategy(text);
      }
      if (type == Symbol.class) {
        return Symbol.parse(text);
      }
      return type == Venue.class ? Venue.parse(text) : WatcherKey.parse(text);
    }

    @Override
    public void writeValue(JSONWriter writer, JsonGenerator json, Object value) throws IOException {
      json.writeString(value.toString());
    }
  }

  private static final class WatcherKeyMap extends ValueReader {

    private final ValueReader values;

    WatcherKeyMap(Class<?> type, ValueReader values) {
      super(type);
      this.values = values;
    }

    @Override
    public Object read(JSONReader reader, JsonParser json) throws IOException {
      Map<WatcherKey, Object> map = new LinkedHashMap<>();
      for (String key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
        map.put(WatcherKey.parse(key), values.readNext(reader, json));
      }
      return map;
    }
  }
}
