package dev.maxdiff.runtime.context;

import static java.util.Objects.requireNonNull;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import java.io.NotSerializableException;

/**
 * Stores events and snapshots under the names of {@link JournalNames#NAMES}, as the JSON of Akka's
 * {@code jackson-json}, compressed as there. Thread-safe.
 *
 * <p>Public with a public constructor because Akka makes the instance by reflection.
 */
public final class JournalSerializer extends SerializerWithStringManifest {

  private static final String IDENTIFIER = "akka.actor.serialization-identifiers.maxdiff-json";

  /** Identifier of {@code jackson-json}. */
  private static final int JACKSON_JSON = 31;

  /** The version of format 2: a row of it passes no migration. */
  private static final String VERSION = "#2";

  private final ExtendedActorSystem system;
  private final int identifier;

  public JournalSerializer(ExtendedActorSystem system) {
    this.system = requireNonNull(system, "system");
    this.identifier = system.settings().config().getInt(IDENTIFIER);
  }

  @Override
  public int identifier() {
    return identifier;
  }

  /**
   * Returns the stored name of the value's class.
   *
   * @throws IllegalArgumentException when the class has none
   */
  @Override
  public String manifest(Object value) {
    return JournalNames.NAMES.nameOf(value.getClass());
  }

  @Override
  public byte[] toBinary(Object value) {
    manifest(value); // refuses a class without a stored name
    return jackson().toBinary(value);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    Class<?> type =
        JournalNames.NAMES
            .typeOf(manifest)
            .orElseThrow(
                () ->
                    new NotSerializableException(
                        "journal: stored name "
                            + manifest
                            + " (expected: one that this version knows)"));
    return jackson().fromBinary(bytes, type.getName() + VERSION);
  }

  /**
   * Looks the serializer up at each call: Akka's serialization is not complete when it creates this
   * instance.
   */
  private SerializerWithStringManifest jackson() {
    return (SerializerWithStringManifest)
        SerializationExtension.get(system).serializerByIdentity().apply(JACKSON_JSON);
  }
}
