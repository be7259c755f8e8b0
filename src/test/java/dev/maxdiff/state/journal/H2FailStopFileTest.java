package dev.maxdiff.state.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2FailStopFileTest {

  @TempDir Path root;

  @Test
  void p6AfterAWriteThatFailedNothingIsWrittenUntilTheFileIsOpenedAnew() throws Exception {
    Path path = root.resolve("journal");
    AtomicBoolean full = H2PoolTest.FullWhen.register();
    try (FileChannel file = open(path)) {
      file.write(bytes("one"), 0);
      full.set(true);
      assertFull(() -> file.write(bytes("two"), 3));
      full.set(false);

      assertFull(() -> file.write(bytes("ONE"), 0));
      assertFull(() -> file.write(bytes("three")));
      assertFull(() -> file.truncate(0));
      ByteBuffer read = ByteBuffer.allocate(10);
      assertThat(file.read(read, 0)).isEqualTo(3);
    }
    assertThat(path).hasContent("one");

    try (FileChannel file = open(path)) {
      file.write(bytes("two"), 3);
    }
    assertThat(path).hasContent("onetwo");
    assertThat(Files.size(path)).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "replaced", "truncated", "overwritten"})
  void p6AFileThatIsGoneFromItsPathTakesNoMoreWrites(String how) throws Exception {
    Path path = root.resolve("journal.mv.db");
    H2FilePath.register();
    try (FileChannel file = FilePath.get(H2FilePath.SCHEME + ":" + path).open("rw")) {
      file.write(bytes("H:2" + "x".repeat(4093) + "H:2" + "x".repeat(9000)), 0);
      file.write(bytes("one"), 13_000);
      lose(path, how);

      assertThatThrownBy(() -> file.write(bytes("two"), 13_003))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(path + ": " + how)
          .hasMessageEndingWith("(expected: the file that it has opened)");
      assertThatThrownBy(() -> file.write(bytes("two"), 13_003)).isInstanceOf(IOException.class);
    }
  }

  private static void lose(Path path, String how) throws IOException {
    switch (how) {
      case "removed" -> Files.delete(path);
      case "replaced" -> {
        Path other = Files.copy(path, path.resolveSibling("other"));
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
      }
      case "truncated" -> Files.write(path, new byte[0]);
      default -> Files.write(path, new byte[20_000]);
    }
  }

  private static FileChannel open(Path path) throws IOException {
    H2FilePath.register();
    return FilePath.get(H2FilePath.SCHEME + ":" + H2PoolTest.FullWhen.SCHEME + ":" + path)
        .open("rw");
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }

  private static void assertFull(ThrowingCallable write) {
    assertThatThrownBy(write).isInstanceOf(IOException.class).hasMessage(H2PoolTest.FullWhen.WORDS);
  }
}
