package dev.maxdiff.state.journal;

import dev.maxdiff.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The H2 file keeps the contract of every engine. */
class H2JournalStoreContractTest extends JournalStoreContract {

  private static Path file(StateDirectory directory) {
    return directory.file("journal.mv.db");
  }

  @Override
  void writeFormat(StateDirectory directory, int format) throws IOException {
    Files.writeString(
        directory.file("journal.json"),
        "{\"madeAt\":\"2026-01-05T15:00:00Z\",\"format\":" + format + "}");
  }

  @Override
  void lose(StateDirectory directory) throws IOException {
    Files.delete(file(directory));
  }

  @Override
  void damage(StateDirectory directory) throws IOException {
    Files.write(file(directory), new byte[20_000]);
  }

  /**
   * Without our scheme, H2 in this JVM is a stranger to the journal, which has a lock on its file.
   */
  @Override
  AutoCloseable openElsewhere(StateDirectory directory) throws SQLException {
    return DriverManager.getConnection("jdbc:h2:" + directory.file("journal"));
  }
}
