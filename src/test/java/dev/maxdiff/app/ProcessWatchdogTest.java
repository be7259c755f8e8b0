package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessWatchdogTest {

  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final ProcessWatchdog watchdog = new ProcessWatchdog(ended::complete);
  private final Thread thread = new Thread(watchdog::run);

  @Test
  void theLastDeadlineAndItsCodeCount() {
    thread.start();
    watchdog.endAfter(Duration.ofHours(1), 1);
    watchdog.endAfter(Duration.ofMillis(1), 5);

    assertThat(ended.join()).isEqualTo(5);
  }

  @Test
  void withoutADeadlineItWaits() {
    thread.start();

    assertThat(ended).isNotDone();
    thread.interrupt();
  }
}
