package dev.maxdiff.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds running runtimes by their {@code runtime.json} and skips those whose process has ended.
 *
 * <p>No signal is sent to the pid. The file of a copied directory names the runtime of the
 * original, which refuses the copy's commands.
 */
public final class RuntimeFinder {

  private static final String NAME = "runtime.json";
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * Returns the runtimes of the venue that {@code location} names, or of all venues if it names
   * none.
   *
   * @throws NoRuntimeException if a {@code runtime.json} is damaged
   */
  public List<RuntimeAddress> find(Location location) {
    return location.venue().map(List::of).orElseGet(() -> Arrays.asList(Venue.values())).stream()
        .map(venue -> read(location.directory(venue).resolve(NAME), venue))
        .flatMap(Optional::stream)
        .filter(this::isRunning)
        .toList();
  }

  /**
   * Returns whether the process of the file runs: pid, start and boot agree. Without start and boot
   * only the pid is compared.
   */
  boolean isRunning(RuntimeAddress runtime) {
    return runtime.startTicks() == 0 || runtime.bootId().isEmpty()
        ? ProcessHandle.of(runtime.pid()).isPresent()
        : ProcFs.ofThisMachine()
            .isAlive(
                new ProcessIdentity(
                    Math.toIntExact(runtime.pid()), runtime.startTicks(), runtime.bootId()));
  }

  private static Optional<RuntimeAddress> read(Path file, Venue venue) {
    try {
      Map<String, String> fields = fields(Files.readString(file));
      return Optional.of(
          new RuntimeAddress(
              URI.create(required(fields, "address")),
              Long.parseLong(required(fields, "pid")),
              Long.parseLong(fields.getOrDefault("startTicks", "0")),
              fields.getOrDefault("bootId", ""),
              tokens(fields),
              venue));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new NoRuntimeException(
          file + ": damaged, no runtime can be found by it (a running one must be restarted)");
    }
  }

  private static Map<String, String> fields(String text) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = JSON.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && parser.currentName() != null) {
          fields.put(parser.currentName(), parser.getText());
        }
      }
    }
    return fields;
  }

  /** A runtime of an earlier version has one token for everybody. */
  private static AccessTokens tokens(Map<String, String> fields) throws IOException {
    String token = required(fields, "token");
    return new AccessTokens(token, fields.getOrDefault("operatorToken", token));
  }

  private static String required(Map<String, String> fields, String name) throws IOException {
    String value = fields.get(name);
    if (value == null) {
      throw new IOException("no field " + name);
    }
    return value;
  }
}
