package dev.maxdiff.app;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a program started from a command line finds its configuration and its state. */
public final class Configurations {

  private static final Path USUAL = Path.of("conf", "application.conf");

  private Configurations() {}

  /** {@code MAXDIFF_CONFIG}, or {@code conf/application.conf} under the current folder. */
  public static Path file(Map<String, String> environment) {
    String named = environment.getOrDefault("MAXDIFF_CONFIG", "");
    if (named.isBlank()) {
      return USUAL;
    }
    if (!Files.isReadable(Path.of(named)) || Files.isDirectory(Path.of(named))) {
      throw new InvalidValueException("MAXDIFF_CONFIG", named, "a readable file");
    }
    return Path.of(named);
  }

  /** The state directory of the command line, as configuration. */
  public static Map<String, String> place(Location where) {
    return Map.of(
        "maxdiff.state.root", where.stateDir().toString(),
        "maxdiff.state.suffix", where.suffix());
  }
}
