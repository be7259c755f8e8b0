package dev.maxdiff.embed;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import dev.maxdiff.domain.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Reads the configuration: {@code reference.conf}, over it the deployment's file, over it what the
 * program sets.
 */
public final class Configuration {

  private static final String ROOT = "maxdiff";

  private Configuration() {}

  /**
   * Loads the whole configuration.
   *
   * @param file the deployment's file; need not exist
   * @param overrides what the caller sets, for example from the command line
   * @throws InvalidValueException naming the first key under {@code maxdiff} that {@code
   *     reference.conf} does not know, or the place where the file cannot be read
   */
  public static Config load(Path file, Map<String, ?> overrides) {
    try {
      Config reference = ConfigFactory.defaultReference();
      Config deployment = Files.exists(file) ? parse(file) : ConfigFactory.empty();
      refuseUnknownKeys(deployment, reference, file);
      return ConfigFactory.parseMap(overrides, "command line")
          .withFallback(ConfigFactory.defaultOverrides())
          .withFallback(deployment)
          .withFallback(reference)
          .resolve();
    } catch (ConfigException e) {
      throw new InvalidValueException("configuration", oneLine(e), "valid HOCON");
    }
  }

  private static Config parse(Path file) {
    return ConfigFactory.parseFile(
            file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve();
  }

  private static void refuseUnknownKeys(Config deployment, Config reference, Path file) {
    if (!deployment.hasPath(ROOT)) {
      return;
    }
    for (Map.Entry<String, ConfigValue> entry : deployment.getConfig(ROOT).entrySet()) {
      String key = ROOT + "." + entry.getKey();
      if (!reference.hasPathOrNull(key)) {
        throw new InvalidValueException(
            file + ":" + entry.getValue().origin().lineNumber(),
            key,
            "a key of reference.conf; this one does not exist");
      }
    }
  }

  private static String oneLine(ConfigException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}
