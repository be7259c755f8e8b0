package dev.maxdiff.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** The program of misbehaving watchers, and the helpers that run it. */
public final class MisbehavingChildren {

  private MisbehavingChildren() {}

  /** The folder of its pid files; skips the test without python3. */
  public static void writeTo(Path directory) {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3"))),
        "there is no python3 on this machine");
    try (InputStream script =
        MisbehavingChildren.class.getResourceAsStream("/program/misbehaving.py")) {
      Files.copy(script, directory.resolve("misbehaving.py"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a script for {@code RealChildren.launch}. */
  public static String command(String way) {
    return "exec python3 -IS $DIR/misbehaving.py " + way;
  }
}
