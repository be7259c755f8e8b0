package dev.maxdiff.runtime.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonMigration;
import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.JsonSerializable;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.state.journal.StoredNames;
import dev.maxdiff.supervision.wishes.SlotEvent;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JournalNamesTest {

  private static final String GONE = "dev.maxdiff.gone.Since$Format1";
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseMap(
                  Map.of(
                      "akka.serialization.jackson.migrations.\"" + GONE + "\"",
                      ToDone.class.getName()))
              .withFallback(JournalNames.migrations())
              .withFallback(ConfigFactory.load()));
  private static final SlotEvent.Done DONE =
      new SlotEvent.Done(Slot.EXIT, 3, Instant.parse("2026-01-05T15:00:00Z"));
  private static final String JSON =
      "{\"slot\":\"exit\",\"generation\":3,\"at\":\"2026-01-05T15:00:00Z\"}";

  /** An example of the migration of a renamed class. */
  public static final class ToDone extends JacksonMigration {
    @Override
    public int currentVersion() {
      return 2;
    }

    @Override
    public String transformClassName(int fromVersion, String className) {
      return SlotEvent.Done.class.getName();
    }

    @Override
    public JsonNode transform(int fromVersion, JsonNode json) {
      return json;
    }
  }

  private record Nameless() implements JsonSerializable {}

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void everyNameIsStableAndEveryFormerClassOfThisProgram() {
    assertThat(JournalNames.NAMES.entries())
        .extracting(StoredNames.Entry::name)
        .allMatch(name -> name.matches("(watcher|orders|exchange)\\.[a-z-]+"));
    assertThat(JournalNames.NAMES.entries())
        .extracting(StoredNames.Entry::formerClass)
        .filteredOn(name -> !name.isEmpty()) // empty: newer than format 1
        .hasSize(33)
        .allMatch(name -> name.startsWith("dev.maxdiff."));
  }

  @Test
  void aClassThatIsGoneIsReadAsItsSuccessor() {
    assertThat(serialization().deserialize(JSON.getBytes(UTF_8), 31, GONE).get()).isEqualTo(DONE);
  }

  @Test
  void rowsCarryOurIdentifier() {
    assertThat(serialization().findSerializerFor(DONE).identifier()).isEqualTo(2600);
  }

  @Test
  void aClassWithoutANameIsNotStored() {
    var serializer = serialization().findSerializerFor(new Nameless());

    assertThatThrownBy(() -> Serializers.manifestFor(serializer, new Nameless()))
        .hasMessageContaining("has no stored name");
    assertThatThrownBy(() -> serializer.toBinary(new Nameless()))
        .hasMessageContaining("has no stored name");
  }

  @Test
  void aLargePayloadIsCompressedAndReadBack() throws Exception {
    var large = new SlotEvent.Withdrawn(Slot.EXIT, 3, "x".repeat(40_000), DONE.at());
    var serializer = serialization().findSerializerFor(large);

    byte[] stored = serializer.toBinary(large);

    assertThat(stored.length).isLessThan(10_000);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes())
        .hasSizeGreaterThan(40_000);
    assertThat(serialization().deserialize(stored, 2600, "watcher.withdrawn").get())
        .isEqualTo(large);
  }

  private static Serialization serialization() {
    return SerializationExtension.get(KIT.system());
  }
}
