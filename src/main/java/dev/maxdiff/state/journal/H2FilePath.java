package dev.maxdiff.state.journal;

import dev.maxdiff.state.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's access to the journal's files: only the owner can read a file, and a file refuses changes
 * after a failed write until it is reopened.
 *
 * <p>Public with a public constructor because H2 makes instances by reflection.
 */
public class H2FilePath extends FilePathWrapper {

  static final String SCHEME = "maxdiff";

  /** Registers the scheme with H2. Idempotent. */
  static void register() {
    FilePath.register(new H2FilePath());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public final FileChannel open(String mode) throws IOException {
    if (!mode.equals("r")) {
      OwnerOnly.create(path());
    }
    return new H2FailStopFile(path(), openBase(mode));
  }

  final Path path() {
    return Path.of(getBase().unwrap().toString());
  }

  FileChannel openBase(String mode) throws IOException {
    return getBase().open(mode);
  }
}
