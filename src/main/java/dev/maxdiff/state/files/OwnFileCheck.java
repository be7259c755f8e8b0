package dev.maxdiff.state.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.maxdiff.state.RegularFile;
import dev.maxdiff.state.StateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells the watcher files that we wrote from others by the fields that say so.
 *
 * <p>Nearly all files of a folder are ours, and a short command that only looks for others would
 * spend a tenth of its CPU time on data binding for them.
 */
final class OwnFileCheck {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> TELLING =
      Set.of("generation", "symbol", "side", "mode", "entry_strategy");

  private OwnFileCheck() {}

  /** Whether {@link WatcherFile#ours} would say so; false for what cannot be read to its end. */
  static boolean isOurs(Path file) {
    try {
      RegularFile.require(file);
      Map<String, Object> fields = identifyingFields(Files.readAllBytes(file));
      return new WatcherFile(file.getFileName().toString(), fields).ours();
    } catch (IOException | StateException e) {
      return false; // whoever reads it as a whole says what is wrong with it
    }
  }

  private static Map<String, Object> identifyingFields(byte[] content) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(content)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (TELLING.contains(name)) {
          fields.put(name, scalar(parser, value));
        }
        parser.skipChildren();
      }
    }
    return fields;
  }

  /** Null for whatever tells nothing. */
  private static Object scalar(JsonParser parser, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> null;
    };
  }
}
