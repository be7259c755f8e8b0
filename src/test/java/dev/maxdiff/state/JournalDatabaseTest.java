package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalDatabaseTest {

  @TempDir Path root;

  @ParameterizedTest
  @EnumSource(StateSettings.Durability.class)
  void eventsAreReadBackWithoutARuntime(StateSettings.Durability durability) throws Exception {
    JournalDatabase database = database(durability);
    database.prepare();
    insert(database, "Watcher|A", "{\"price\":\"1.5\"}");
    database.prepare();

    List<StoredEvent> events = new ArrayList<>();
    new JournalReader(database).events("Watcher|", 0, events::add);

    assertThat(events).hasSize(1);
    assertThat(events.get(0).type()).isEqualTo("ExitWanted");
    assertThat(events.get(0).payload().get("price").asText()).isEqualTo("1.5");
  }

  @Test
  void aJournalThatVanishedIsNotReplaced() throws IOException {
    JournalDatabase database = database(StateSettings.Durability.PROCESS);
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
    JournalDatabase database = database(StateSettings.Durability.PROCESS);
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
    JournalDatabase database = database(StateSettings.Durability.PROCESS);
    database.prepare();
    Files.write(StateFixture.directory(root).folder().resolve("journal.mv.db"), new byte[0]);

    assertThatThrownBy(database::prepare)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("restore it from a backup");
  }

  @Test
  void onlyTheStartTakesTimeToCompact() throws Exception {
    JournalDatabase database = database(StateSettings.Durability.PROCESS);
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

  private JournalDatabase database(StateSettings.Durability durability) {
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
    return JournalDatabase.of(StateFixture.directory(root), settings);
  }

  private static void insert(JournalDatabase database, String id, String json) throws Exception {
    String sql =
        """
        INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
          "write_timestamp", "adapter_manifest", "event_payload", "event_ser_id",
          "event_ser_manifest") VALUES (?, 1, 'w', 0, '', ?, 33, 'dev.x.Events$ExitWanted')
        """;
    try (Connection connection = database.open();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, id);
      insert.setBytes(2, json.getBytes());
      insert.executeUpdate();
    }
  }
}
