package dev.maxdiff.state;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only their owner may read and write. */
public final class OwnerOnly {

  /** Whether the file system supports POSIX permissions. */
  static final boolean IS_SUPPORTED =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Creates an empty file; an existing file stays as it is. */
  public static void create(Path file) throws IOException {
    try {
      Files.createFile(file, file());
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /** Creates the folder and its missing parents. */
  static void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
  }

  /** Returns the attributes for the creation of a file. */
  static FileAttribute<?>[] file() {
    return permissions("rw-------");
  }

  private static FileAttribute<?>[] permissions(String text) {
    return IS_SUPPORTED
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
        }
        : new FileAttribute<?>[0];
  }
}
