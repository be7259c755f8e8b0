package dev.maxdiff.state.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * An open file that refuses every change after its first failed change, and after its path shows
 * another file or a shorter one.
 *
 * <p>H2 closes its store after a failed write, but releases the store's lock first: a waiting
 * thread may then write a version that refers to the lost data. At the next opening H2 finds this
 * version broken and falls back to an older one, without the commits acknowledged in between.
 */
final class H2FailStopFile extends H2ForwardingFile {

  private final H2FilePlace place; // guarded by this
  private IOException failure; // guarded by this

  H2FailStopFile(Path path, FileChannel file) throws IOException {
    super(file);
    this.place = new H2FilePlace(path, file);
  }

  private interface Change {
    int make() throws IOException;
  }

  private synchronized int change(Change change) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    try {
      place.require();
      return change.make();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    return change(
        () -> {
          int count = super.write(bytes, position);
          place.written(position + count);
          return count;
        });
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return change(
        () -> {
          int count = super.write(bytes);
          place.written(position());
          return count;
        });
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    change(
        () -> {
          super.truncate(size);
          place.truncated(size);
          return 0;
        });
    return this;
  }
}
