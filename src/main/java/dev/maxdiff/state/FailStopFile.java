package dev.maxdiff.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBase;

/**
 * An open file of which nothing is changed any more once a change has failed.
 *
 * <p>H2 closes its store after a failed write, but lets go of its lock first: whoever waited for it
 * may still write, on top of what never reached the file. When the file is opened the next time, H2
 * finds that last version broken and falls back to an older one, without the commits that had been
 * acknowledged in between.
 */
final class FailStopFile extends FileBase {

  private final FileChannel file;
  private IOException failure; // guarded by this

  FailStopFile(FileChannel file) {
    this.file = file;
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
    return change(() -> file.write(bytes, position));
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    return change(() -> file.write(bytes));
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    change(
        () -> {
          file.truncate(size);
          return 0;
        });
    return this;
  }

  @Override
  public int read(ByteBuffer bytes, long position) throws IOException {
    return file.read(bytes, position);
  }

  @Override
  public int read(ByteBuffer bytes) throws IOException {
    return file.read(bytes);
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public long position() throws IOException {
    return file.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    file.position(position);
    return this;
  }

  @Override
  public void force(boolean metaData) throws IOException {
    file.force(metaData);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return file.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    file.close();
  }
}
