package dev.maxdiff.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The JVM metrics that a scraper reads beside the runtime's metrics. */
class JvmMetricsTest {

  @Test
  void showsMemoryCollectionsThreadsAndFileDescriptors() {
    try (JvmMetrics jvm = new JvmMetrics()) {
      assertThat(text(jvm))
          .contains(
              "\njvm_memory_used_bytes{area=\"heap\",",
              "\njvm_memory_max_bytes{area=\"heap\",",
              "\njvm_buffer_memory_used_bytes{id=\"direct\"} ",
              "\njvm_gc_memory_allocated_bytes_total ",
              "\njvm_gc_live_data_size_bytes ",
              "\njvm_threads_live_threads ",
              "\njvm_threads_states_threads{state=\"runnable\"} ",
              "\nprocess_files_open_files ",
              "\nprocess_files_max_files ");
    }
  }

  @Test
  void startsNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (JvmMetrics jvm = new JvmMetrics()) {
      assertThat(jvm.read().size()).isPositive();

      assertThat(Thread.getAllStackTraces().keySet())
          .allSatisfy(
              thread ->
                  assertThat(before.contains(thread) || isOfAnotherTest(thread))
                      .as(thread.getName())
                      .isTrue());
    }
  }

  /** Threads of test kits in the same JVM come and go. */
  private static boolean isOfAnotherTest(Thread thread) {
    return thread.getName().contains("akka") || thread.getName().startsWith("surefire");
  }

  private static String text(JvmMetrics jvm) {
    return new String(MetricsText.of(List.of(), jvm.read()), StandardCharsets.UTF_8);
  }
}
