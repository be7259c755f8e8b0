package dev.maxdiff.state.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.h2.store.fs.FilePath;

/**
 * A {@link H2FilePath} whose writes return after the data is on disk ({@code O_DSYNC}).
 *
 * <p>Public with a public constructor because H2 makes instances by reflection.
 */
public final class H2SyncedFilePath extends H2FilePath {

  static final String SCHEME = "maxdiffsync";

  /** Registers the scheme with H2. Idempotent. */
  static void register() {
    FilePath.register(new H2SyncedFilePath());
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  FileChannel openBase(String mode) throws IOException {
    Path path = path();
    if (mode.equals("r")) {
      return FileChannel.open(path, StandardOpenOption.READ);
    }
    return FileChannel.open(
        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DSYNC);
  }
}
