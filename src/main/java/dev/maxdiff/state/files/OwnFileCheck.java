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
 * Decides by a few fields whether a runtime wrote a watcher file.
 *
 * <p>Most files of a folder are a runtime's own. A short command that searches for foreign files
 * would spend a tenth of its CPU time on data binding for own files.
 */
final class OwnFileCheck {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> IDENTIFYING =
      Set.of("generation", "symbol", "side", "mode", "entry_strategy");

  private OwnFileCheck() {}

  /** Returns {@link WatcherFile#ours} of a file; false when the file cannot be read. */
  static boolean isOurs(Path file) {
    try {
      RegularFile.require(file);
      Map<String, Object> fields = identifyingFields(Files.readAllBytes(file));
      return new WatcherFile(file.getFileName().toString(), fields).ours();
    } catch (IOException | StateException e) {
      return false; // the complete read reports the cause
    }
  }

  private static Map<String, Object> identifyingFields(byte[] content) throws IOException {
    Map<String, Object> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(content)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (IDENTIFYING.contains(name)) {
          fields.put(name, scalar(parser, value));
        }
        parser.skipChildren();
      }
    }
    return fields;
  }

  /** Returns a text or a number; null for any other value. */
  private static Object scalar(JsonParser parser, JsonToken value) throws IOException {
    return switch (value) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      default -> null;
    };
  }
}
