package dev.maxdiff.state.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * An open file that refuses every change after its first failed change.
 *
 * <p>H2 closes its store after a failed write, but releases the store's lock first: a waiting
 * thread may then write a version that refers to the lost data. At the next opening H2 finds this
 * version broken and falls back to an older one, without the commits acknowledged in between.
 */
final class H2FailStopFile extends H2ForwardingFile {

  private IOException failure; // guarded by this

  H2FailStopFile(FileChannel file) {
    super(file);
  }

  private interface Change {
    int make() throws IOException;
  }

  private synchronized int change(Change change) throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    try {
      return change.make();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int write(ByteBuffer bytes, long position) throws IOException {
    return change(() -> super.write(bytes, position));
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return change(() -> super.write(bytes));
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    change(
        () -> {
          super.truncate(size);
          return 0;
        });
    return this;
  }
}
