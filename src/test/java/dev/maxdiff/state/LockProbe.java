package dev.maxdiff.state;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A second process that tries to lock a file. */
final class LockProbe {

  static final int LOCKED = 3;

  private LockProbe() {}

  public static void main(String[] arguments) throws Exception {
    try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
      System.exit(channel.tryLock() == null ? LOCKED : 0);
    }
  }
}
