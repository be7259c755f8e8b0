package dev.maxdiff.state.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
