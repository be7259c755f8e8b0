package dev.maxdiff.state.journal;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StateJson;
import java.time.Instant;
import java.util.Optional;
import org.h2.engine.Constants;

/**
 * The content of {@code journal.json}: when the journal beside it was made, its format, and the
 * version of H2 that opened it last.
 *
 * <p>Format 1 stored class names as manifests and wrote {@code madeAt} alone. Format 2 stores the
 * names of {@link StoredNames} and reads rows of format 1 as well.
 *
 * @param madeAt when the journal was made
 * @param format 1 where the file has none
 * @param h2 such as {@code 2.4.240}; empty where the file has none
 */
record JournalVersion(Instant madeAt, int format, String h2) {

  /** The format that this program writes, and the newest that it reads. */
  static final int FORMAT = 2;

  JournalVersion {
    requireNonNull(madeAt, "madeAt");
    format = format == 0 ? 1 : format;
    h2 = h2 == null ? "" : h2;
  }

  /** The one of a directory; empty before its journal was made. */
  static Optional<JournalVersion> read(StateDirectory directory) {
    return StateJson.read(directory.file(StateDirectory.JOURNAL_JSON), JournalVersion.class);
  }

  /** The one of a journal that this program makes or has opened. */
  static JournalVersion ofThisProgram(Instant madeAt) {
    return new JournalVersion(madeAt, FORMAT, Constants.VERSION);
  }

  /** Replaces the file of a directory as a whole; only its owner may read it. */
  void write(StateDirectory directory) {
    StateJson.write(directory.file(StateDirectory.JOURNAL_JSON), this);
  }

  /**
   * Keeps an older program from a newer journal.
   *
   * @throws StateException when the format is newer than {@link #FORMAT}
   */
  void requireReadable(StateDirectory directory) {
    if (format > FORMAT) {
      throw new StateException(
          "%s: the journal is of format %d, last opened with H2 %s (expected: format %d or older, H2 %s: start the newer program)"
              .formatted(
                  directory.file(StateDirectory.JOURNAL_JSON),
                  format,
                  h2.isEmpty() ? "of an unknown version" : h2,
                  FORMAT,
                  Constants.VERSION));
    }
  }
}
