package dev.maxdiff.state.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateFixture;
import dev.maxdiff.state.StateSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.engine.Constants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2JournalStoreTest {

  private static final String FORMER = "dev.x.Events$ExitWanted";
  private static final StoredNames NAMES =
      StoredNames.of(new StoredNames.Entry("test.exit-wanted", FORMER, String.class));
  private static final String PRICE = "{\"price\":\"1.5\"}";

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(StateSettings.Durability.class)
  void eventsAreReadBackWithoutARuntime(StateSettings.Durability durability) throws Exception {
    H2JournalStore database = database(durability);
    database.prepare();
    insert(database, "Watcher|A", FORMER, PRICE.getBytes(UTF_8));
    database.prepare();

    List<StoredEvent> events = read(database);

    assertThat(events).hasSize(1);
    assertThat(events.get(0).type()).isEqualTo(String.class);
    assertThat(events.get(0).payload().get("price").asText()).isEqualTo("1.5");
  }

  @Test
  void anEmptyMarkerBesideAReadableJournalCountsAsMade() throws Exception {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    insert(database, "Watcher|A", FORMER, PRICE.getBytes(UTF_8));
    Path marker = StateFixture.directory(root).file("journal.json");
    Files.write(marker, new byte[0]); // a power loss

    database.prepare();

    assertThat(read(database)).hasSize(1);
    assertThat(marker).content().contains("\"format\" : " + JournalStore.FORMAT);
  }

  @Test
  void rowsOfBothFormatsAreReadTogether() throws Exception {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    insert(database, "Watcher|A", FORMER, PRICE.getBytes(UTF_8));
    insert(database, "Watcher|B", FORMER + "#2", PRICE.getBytes(UTF_8));
    insert(database, "Watcher|C", "test.exit-wanted", PRICE.getBytes(UTF_8));
    insert(database, "Watcher|D", "test.exit-wanted", compressed(PRICE));

    List<StoredEvent> events = read(database);

    assertThat(events).hasSize(4).allMatch(event -> event.type() == String.class);
    assertThat(events).allMatch(event -> event.payload().get("price").asText().equals("1.5"));
  }

  @Test
  void anUnknownNameIsTheCallersDecision() throws Exception {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    insert(database, "Watcher|A", "test.of-tomorrow", "no JSON at all".getBytes(UTF_8));
    insert(database, "Watcher|B", "test.exit-wanted", PRICE.getBytes(UTF_8));

    List<StoredEvent> events = read(database);

    assertThat(events)
        .extracting(StoredEvent::persistenceId)
        .containsExactly("Watcher|A", "Watcher|B");
    StoredEvent unknown = events.get(0);
    assertThat(unknown.isA(Object.class)).isFalse();
    assertThat(unknown.payload().isMissingNode()).isTrue();
    assertThatThrownBy(() -> unknown.requireType(String.class, "a text"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "journal: event 1 of Watcher|A: stored name test.of-tomorrow"
                + " (expected: one that this version knows)");
    assertThatThrownBy(() -> events.get(1).requireType(Integer.class, "a number"))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "journal: event 2 of Watcher|B: stored name test.exit-wanted (expected: a number)");
  }

  @Test
  void aNewJournalHasFormatAndVersionOfH2() throws IOException {
    database(StateSettings.Durability.PROCESS).prepare();

    assertThat(Files.readString(version()))
        .contains("\"format\" : 2")
        .contains("\"h2\" : \"" + Constants.VERSION + "\"");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(version())))
        .isEqualTo("rw-------");
  }

  /** An empty journal.json after a power loss would make an intact journal unreadable. */
  @Test
  void p6TheFormatIsOnDiskBeforeItReplacesTheEarlier() throws Exception {
    List<String> forced;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
      recording.start();
      database(StateSettings.Durability.PROCESS).prepare();
      recording.stop();
      Path file = root.resolve("forced.jfr");
      recording.dump(file);
      forced =
          RecordingFile.readAllEvents(file).stream()
              .map(event -> String.valueOf(event.getString("path")))
              .toList();
    }

    assertThat(forced).anyMatch(path -> path.contains(".journal.json.") && path.endsWith(".tmp"));
    assertThat(forced).contains(StateFixture.directory(root).folder().toString());
  }

  @Test
  void theFirstOpeningOfAnOldJournalRaisesItsFormat() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Files.writeString(version(), "{ \"madeAt\" : \"2026-01-05T15:00:00Z\" }");

    database.prepare();

    assertThat(Files.readString(version())).contains("\"format\" : 2");
    assertThat(database.madeAt()).contains(Instant.parse("2026-01-05T15:00:00Z"));
  }

  @Test
  void aJournalOfANewerFormatIsRefusedAndLeftAsItIs() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    String newer = "{\"madeAt\":\"2026-01-05T15:00:00Z\",\"format\":3,\"h2\":\"9.9\",\"more\":1}";
    Files.writeString(version(), newer);
    String refusal =
        version()
            + ": the journal is of format 3, last opened with H2 9.9"
            + " (expected: format 2 or older, H2 "
            + Constants.VERSION
            + ": start the newer program)";

    assertThatThrownBy(database::prepare).isInstanceOf(StateException.class).hasMessage(refusal);
    assertThatThrownBy(database::open).isInstanceOf(StateException.class).hasMessage(refusal);
    assertThat(Files.readString(version())).isEqualTo(newer);
  }

  @ParameterizedTest
  @CsvSource({"9.9.9, 9.9.9", "2.4.1000, 2.4.1000", "2.4.99, ", "1.4.200, ", "'', ", "x, "})
  void aNewerVersionOfH2IsKeptAndAnOlderRaised(String stored, String kept) throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    writeH2(stored);

    database.prepare();

    assertThat(Files.readString(version()))
        .contains("\"h2\" : \"" + (kept == null ? Constants.VERSION : kept) + "\"");
  }

  @Test
  void aJournalThatOnlyANewerH2CanReadAsksForTheNewerProgram() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Path file = StateFixture.directory(root).folder().resolve("journal.mv.db");
    Files.write(file, new byte[20_000]);
    writeH2("9.9.9");

    for (ThrowingCallable opening :
        List.<ThrowingCallable>of(database::prepare, () -> read(database))) {
      assertThatThrownBy(opening)
          .isInstanceOf(StateException.class)
          .hasMessageStartingWith(file + ": last opened with H2 9.9.9, unreadable with H2 ")
          .hasMessageEndingWith(
              " (expected: H2 %s or older: start the newer program)".formatted(Constants.VERSION))
          .hasMessageNotContaining("backup");
    }
    assertThat(Files.readString(version())).contains("9.9.9");
  }

  /** A newer program may have changed all other fields. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"format\":3}",
        "{\"format\":3,\"madeAt\":5,\"h2\":[1]}",
        "{\"format\":12345678901234567890,\"madeAt\":\"2026-01-05T15:00:00Z\"}",
        "{\"format\":\"4\"}",
        "{\"format\":2.1}"
      })
  void aNewerFormatIsRefusedWhateverElseTheFileHolds(String newer) throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Files.writeString(version(), newer);

    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            database::prepare, database::madeAt, database::requireReadable, () -> read(database))) {
      assertThatThrownBy(use)
          .isInstanceOf(StateException.class)
          .hasMessageStartingWith(version() + ": the journal is of format ")
          .hasMessageContaining(", last opened with H2 of an unknown version ")
          .hasMessageEndingWith("start the newer program)");
    }
    assertThat(Files.readString(version())).isEqualTo(newer);
  }

  private static List<StoredEvent> read(H2JournalStore database) {
    List<StoredEvent> events = new ArrayList<>();
    database.reader(NAMES).events("Watcher|", 0, events::add);
    return events;
  }

  private void writeH2(String h2) throws IOException {
    Files.writeString(
        version(), "{\"madeAt\":\"2026-01-05T15:00:00Z\",\"format\":2,\"h2\" : \"" + h2 + "\"}");
  }

  private Path version() {
    return StateFixture.directory(root).folder().resolve("journal.json");
  }

  @Test
  void aMissingJournalIsNotReplaced() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Path file = StateFixture.directory(root).folder().resolve("journal.mv.db");
    Files.delete(file);

    assertThatThrownBy(database::prepare)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("missing")
        .hasMessageContaining("restore it from a backup");
    assertThat(file).doesNotExist();
  }

  @Test
  void aDamagedJournalIsRefusedWithAdvice() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Path file = StateFixture.directory(root).folder().resolve("journal.mv.db");
    Files.write(file, new byte[20_000]);

    assertThatThrownBy(database::prepare)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("journal.mv.db")
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readAllBytes(file)).isEqualTo(new byte[20_000]);
  }

  @Test
  void anEmptiedJournalIsRefusedToo() throws IOException {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Files.write(StateFixture.directory(root).folder().resolve("journal.mv.db"), new byte[0]);

    assertThatThrownBy(database::prepare)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void onlyTheStartCompacts() throws Exception {
    H2JournalStore database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    try (Connection connection = database.open();
        Statement statement = connection.createStatement();
        ResultSet setting =
            statement.executeQuery(
                "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS"
                    + " WHERE SETTING_NAME = 'MAX_COMPACT_TIME'")) {
      assertThat(setting.next()).isTrue();
      assertThat(setting.getInt(1)).isZero();
    }
  }

  private H2JournalStore database(StateSettings.Durability durability) {
    StateSettings all = StateFixture.settings(root);
    StateSettings settings =
        new StateSettings(
            all.root(),
            all.suffix(),
            all.retainEnded(),
            all.writePause(),
            durability,
            all.journalBuffer(),
            all.journalConnections());
    return H2JournalStore.of(StateFixture.directory(root), settings);
  }

  private static byte[] compressed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static void insert(H2JournalStore database, String id, String manifest, byte[] payload)
      throws Exception {
    String sql =
        """
        INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
          "write_timestamp", "adapter_manifest", "event_payload", "event_ser_id",
          "event_ser_manifest") VALUES (?, 1, 'w', 0, '', ?, 33, ?)
        """;
    try (Connection connection = database.open();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, id);
      insert.setBytes(2, payload);
      insert.setString(3, manifest);
      insert.executeUpdate();
    }
  }
}
