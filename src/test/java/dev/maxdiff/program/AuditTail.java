package dev.maxdiff.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An audit log that grows while a test reads it: each reading adds the new lines to one {@link
 * AuditChecker}.
 */
final class AuditTail {

  private final Path log;
  private final AuditChecker checker = new AuditChecker();
  private long offset;

  AuditTail(Path log) {
    this.log = log;
  }

  /** Returns the same checker every time, with all lines that the exchange has written. */
  AuditChecker checker() {
    try {
      if (Files.exists(log)) {
        readNewLines();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checker;
  }

  private void readNewLines() throws IOException {
    try (FileChannel channel = FileChannel.open(log)) {
      ByteBuffer added = ByteBuffer.allocate(Math.toIntExact(channel.size() - offset));
      channel.position(offset);
      while (added.hasRemaining() && channel.read(added) >= 0) {
        // a read may stop early
      }
      int end = added.position();
      while (end > 0 && added.get(end - 1) != '\n') {
        end--;
      }
      offset += end;
      checker.add(new String(added.array(), 0, end, StandardCharsets.UTF_8));
      if (end == added.position()) {
        checker.concludeEvent(); // the exchange writes the lines of an event together
      }
    }
  }
}
