package dev.maxdiff.runtime.context;

import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads a row of format 1 as the class that bears its stored name today. The JSON is the same.
 *
 * <p>Public with a public constructor because Akka makes instances by reflection.
 */
public final class FormerClassMigration extends JacksonMigration {

  /** Rows of format 1 have no version, which Akka counts as 1. */
  @Override
  public int currentVersion() {
    return 2;
  }

  @Override
  public String transformClassName(int fromVersion, String className) {
    return JournalNames.NAMES.typeOf(className).map(Class::getName).orElse(className);
  }

  @Override
  public JsonNode transform(int fromVersion, JsonNode json) {
    return json;
  }
}
