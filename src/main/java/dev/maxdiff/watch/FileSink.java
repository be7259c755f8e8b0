package dev.maxdiff.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes the state to the file of {@code --config-path}; it is whole at every instant. */
final class FileSink implements StateSink {

  private final Path file;
  private final Path temporary;

  FileSink(Path file) {
    this.file = file;
    this.temporary =
        file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
  }

  @Override
  public boolean write(String json) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(temporary, json + "\n");
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      System.err.println("config-path: " + file + ": " + e);
      return false;
    }
  }
}
