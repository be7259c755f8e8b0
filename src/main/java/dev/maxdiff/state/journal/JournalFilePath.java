package dev.maxdiff.state.journal;

import dev.maxdiff.state.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2 files that their owner alone may read, and that are written no more once a write has failed,
 * until they are opened anew.
 *
 * <p>Public with a public constructor because H2 makes instances by reflection.
 */
public class JournalFilePath extends FilePathWrapper {

  static final String SCHEME = "maxdiff";

  /** Makes the scheme known to H2; more than once does no harm. */
  static void register() {
    FilePath.register(new JournalFilePath());
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
    return new FailStopFile(openBase(mode));
  }

  final Path path() {
    return Path.of(getBase().unwrap().toString());
  }

  FileChannel openBase(String mode) throws IOException {
    return getBase().open(mode);
  }
}
