package dev.maxdiff.app;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The places of configuration and state for a program of the command line. */
public final class Configurations {

  private static final Path DEFAULT = Path.of("conf", "application.conf");

  private Configurations() {}

  /**
   * Returns the file of {@code MAXDIFF_CONFIG}, or {@code conf/application.conf} under the current
   * folder.
   *
   * @throws InvalidValueException when {@code MAXDIFF_CONFIG} names no readable file
   */
  public static Path file(Map<String, String> environment) {
    String name = environment.getOrDefault("MAXDIFF_CONFIG", "");
    if (name.isBlank()) {
      return DEFAULT;
    }
    if (!Files.isReadable(Path.of(name)) || Files.isDirectory(Path.of(name))) {
      throw new InvalidValueException("MAXDIFF_CONFIG", name, "a readable file");
    }
    return Path.of(name);
  }

  /** Returns the settings of the state directory that the command line names. */
  public static Map<String, String> stateDirectory(Location location) {
    return Map.of(
        "maxdiff.state.root", location.stateDir().toString(),
        "maxdiff.state.suffix", location.suffix());
  }
}
