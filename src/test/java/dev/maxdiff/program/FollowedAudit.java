package dev.maxdiff.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An audit log that is looked at again and again while it grows: each look plays what is new to one
 * {@link AuditJudge}, instead of all of it to a new one.
 */
final class FollowedAudit {

  private final Path log;
  private final AuditJudge judge = new AuditJudge();
  private long heard;

  FollowedAudit(Path log) {
    this.log = log;
  }

  /** The same judge every time; it has heard all that the exchange has written. */
  AuditJudge judge() {
    try {
      if (Files.exists(log)) {
        hearNews();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return judge;
  }

  private void hearNews() throws IOException {
    try (FileChannel channel = FileChannel.open(log)) {
      ByteBuffer news = ByteBuffer.allocate(Math.toIntExact(channel.size() - heard));
      channel.position(heard);
      while (news.hasRemaining() && channel.read(news) >= 0) {
        // a read may stop early
      }
      int end = news.position();
      while (end > 0 && news.get(end - 1) != '\n') {
        end--;
      }
      heard += end;
      judge.hear(new String(news.array(), 0, end, StandardCharsets.UTF_8));
      if (end == news.position()) {
        judge.concludeEvent(); // the exchange writes the lines of an event together
      }
    }
  }
}
