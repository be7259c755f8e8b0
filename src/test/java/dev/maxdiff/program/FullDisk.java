package dev.maxdiff.program;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small file system for one test, which the test fills to the last byte and frees. */
final class FullDisk implements AutoCloseable {

  private static final int PAGE = 4096;

  private final Path folder;

  private FullDisk(Path folder) {
    this.folder = folder;
  }

  /** Skips the test if no file system can be mounted. */
  static FullDisk mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean mounted;
    try {
      mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", folder.toString()) == 0;
    } catch (IOException e) {
      mounted = false;
    }
    assumeTrue(mounted, "skipped: a tmpfs cannot be mounted here (needs root)");
    return new FullDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Writes until the file system is full. */
  void fill() {
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (true) {
        ballast.write(new byte[PAGE]);
      }
    } catch (IOException e) {
      // full
    }
  }

  void free() {
    try {
      Files.delete(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", folder.toString());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static int run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.onExit().join().exitValue();
  }
}
