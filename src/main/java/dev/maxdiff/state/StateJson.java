package dev.maxdiff.state;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes and reads state files: UTF-8, indented by two, keys sorted, numbers without exponent. */
public final class StateJson {

  public static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private StateJson() {}

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads a state file; empty when the file is missing.
   *
   * @throws StateException when the file cannot be read or is damaged
   */
  public static <T> Optional<T> read(Path file, Class<T> type) {
    try {
      RegularFile.require(file);
      T value = MAPPER.readValue(Files.readAllBytes(file), type);
      if (value == null) {
        throw damaged(file, "null", null);
      }
      return Optional.of(value);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw damaged(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a readable file)", e);
    }
  }

  private static StateException damaged(Path file, String how, Exception cause) {
    return new StateException(
        file
            + ": damaged: "
            + how
            + " (expected: the JSON that the runtime wrote; restore it from a backup)",
        cause);
  }

  /** Replaces a state file atomically; on return the content survives power loss. */
  public static void writeDurably(Path file, Object value) {
    try {
      AtomicFiles.writeDurably(file, bytes(value));
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a writable folder)", e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a writable folder)", e);
    }
  }
}
