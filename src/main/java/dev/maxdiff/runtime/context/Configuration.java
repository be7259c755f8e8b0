package dev.maxdiff.runtime.context;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
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

  /** In the runnable jar, where all {@code reference.conf} are one, Akka's own would win. */
  private static final String AKKA = "maxdiff-akka.conf";

  private Configuration() {}

  /**
   * Loads the whole configuration.
   *
   * @param file the deployment's file; need not exist
   * @param overrides what the caller sets, for example from the command line
   * @throws InvalidValueException naming the first key that {@code reference.conf} does not know or
   *     whose value is of another kind than there, or the place where the file cannot be read
   */
  public static Config load(Path file, Map<String, ?> overrides) {
    try {
      Config reference = ConfigFactory.defaultReference();
      Config deployment = Files.exists(file) ? parse(file) : ConfigFactory.empty();
      refuseUnknownKeys(deployment, reference, file);
      return ConfigFactory.parseMap(overrides, "command line")
          .withFallback(ConfigFactory.defaultOverrides())
          .withFallback(deployment)
          .withFallback(over(reference))
          .resolve();
    } catch (ConfigException e) {
      throw new InvalidValueException("configuration", oneLine(e), "valid HOCON");
    }
  }

  /** The defaults, ours in front. */
  static Config over(Config reference) {
    return ConfigFactory.parseResources(Configuration.class.getClassLoader(), AKKA)
        .withFallback(reference);
  }

  private static Config parse(Path file) {
    return ConfigFactory.parseFile(
            file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
        .resolve();
  }

  /** Keys under {@code akka} and other libraries' are theirs to judge; ours must be known. */
  private static void refuseUnknownKeys(Config deployment, Config reference, Path file) {
    for (Map.Entry<String, ConfigValue> entry : deployment.root().entrySet()) {
      if (entry.getKey().equals(ROOT)) {
        check(ROOT, entry.getValue(), reference.root().get(ROOT), file);
      } else if (!reference.root().containsKey(entry.getKey())) {
        check(entry.getKey(), entry.getValue(), null, file);
      }
    }
  }

  /** Judges a value by the one in {@code reference.conf}: that is of the right kind. */
  private static void check(String key, ConfigValue value, ConfigValue reference, Path file) {
    if (value instanceof ConfigObject section
        && (reference == null || reference instanceof ConfigObject)
        && !section.isEmpty()) {
      section.forEach(
          (name, inner) ->
              check(
                  key + "." + name,
                  inner,
                  reference == null ? null : ((ConfigObject) reference).get(name),
                  file));
      return;
    }
    String place = file + ":" + value.origin().lineNumber();
    if (reference == null) {
      throw new InvalidValueException(
          place, key, "a key of reference.conf; this one does not exist");
    }
    SettingKind kind = SettingKind.of(reference);
    if (!kind.takes(value)) {
      throw new InvalidValueException(
          place + ": " + key, value.unwrapped(), kind.expectation(reference));
    }
  }

  private static String oneLine(ConfigException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }
}
