package dev.maxdiff.state.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.state.RootCause;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateJson;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.h2.engine.Constants;

/**
 * The content of {@code journal.json}: the creation time of the journal beside it, its format, and
 * the newest version of H2 that has opened it.
 *
 * <p>A journal of format 1 has {@code madeAt} alone.
 *
 * @param madeAt creation time of the journal
 * @param format 1 where the file has none
 * @param h2 for example {@code 2.4.240}; empty where the file has none
 */
record H2JournalVersion(Instant madeAt, int format, String h2) {

  static final String JOURNAL = "journal.mv.db";

  H2JournalVersion {
    requireNonNull(madeAt, "madeAt");
    format = format == 0 ? 1 : format;
    h2 = h2 == null ? "" : h2;
  }

  /**
   * Reads the version of a directory's journal; empty before the journal is created.
   *
   * @throws StateException when the format is newer than {@link JournalStore#FORMAT}, whatever else
   *     the file holds, or the file is damaged
   */
  static Optional<H2JournalVersion> read(StateDirectory directory) {
    Path file = directory.file(StateDirectory.JOURNAL_JSON);
    Optional<H2JournalVersion> lost = ofLostContent(file, directory.file(JOURNAL));
    if (lost.isPresent()) {
      return lost;
    }
    Optional<JsonNode> fields = StateJson.read(file, JsonNode.class);
    if (fields.isPresent() && fields.get().path("format").asDouble() > JournalStore.FORMAT) {
      throw newer(file, fields.get());
    }
    return StateJson.read(file, H2JournalVersion.class);
  }

  /**
   * A power loss may have emptied the file of an earlier version, which did not write it durably;
   * beside a journal the empty file shows that the journal was made.
   */
  private static Optional<H2JournalVersion> ofLostContent(Path file, Path journal) {
    try {
      boolean empty = Files.isRegularFile(file) && Files.size(file) == 0;
      return empty && Files.isRegularFile(journal)
          ? Optional.of(new H2JournalVersion(Files.getLastModifiedTime(file).toInstant(), 0, null))
          : Optional.empty();
    } catch (IOException e) {
      throw new StateException(file + ": " + e + " (expected: a readable file)", e);
    }
  }

  /** Returns the version of a journal that this program creates. */
  static H2JournalVersion ofThisProgram(Instant madeAt) {
    return new H2JournalVersion(madeAt, JournalStore.FORMAT, Constants.VERSION);
  }

  /** Returns the version of this journal after an opening by this program. */
  H2JournalVersion opened() {
    return new H2JournalVersion(madeAt, JournalStore.FORMAT, hasNewerH2() ? h2 : Constants.VERSION);
  }

  /** Whether a newer H2 than this program's has opened the journal. */
  boolean hasNewerH2() {
    try {
      return Version.parse(h2).compareTo(Version.parse(Constants.VERSION)) > 0;
    } catch (IllegalArgumentException e) {
      return false; // no version at all
    }
  }

  /** Returns the refusal of a file that a newer H2 has written and this H2 cannot read. */
  String unreadable(Path file, Exception cause) {
    return "%s: last opened with H2 %s, unreadable with H2 %s: %s (expected: H2 %s or older: start the newer program)"
        .formatted(file, h2, Constants.VERSION, RootCause.message(cause), Constants.VERSION);
  }

  /**
   * Replaces the file of a directory atomically; only the owner can read it. On return it survives
   * power loss with every durability: an empty file would make an intact journal unreadable.
   */
  void write(StateDirectory directory) {
    StateJson.writeDurably(directory.file(StateDirectory.JOURNAL_JSON), this);
  }

  /** Returns the refusal of a newer format, of which only the field {@code format} is certain. */
  private static StateException newer(Path file, JsonNode fields) {
    return new StateException(
        "%s: the journal is of format %s, last opened with H2 %s (expected: format %d or older, H2 %s: start the newer program)"
            .formatted(
                file,
                fields.path("format").asText(),
                fields.path("h2").asText("").isEmpty()
                    ? "of an unknown version"
                    : fields.path("h2").asText(),
                JournalStore.FORMAT,
                Constants.VERSION));
  }
}
