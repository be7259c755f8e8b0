package dev.maxdiff.process;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state of the sentinel as the runtime shows it. Thread-safe. */
final class SentinelHealth {

  private static final Logger LOG = LoggerFactory.getLogger(SentinelHealth.class);

  private volatile Consumer<String> alerts = words -> {};
  private volatile int pid;
  private final AtomicLong replacedSilent = new AtomicLong();

  void onAlert(Consumer<String> listener) {
    alerts = listener;
  }

  void runs(int newPid) {
    pid = newPid;
  }

  void ended() {
    pid = 0;
  }

  /** The sentinel gave no answer in time, and another one takes its place. */
  void silent(int silentPid) {
    pid = 0;
    replacedSilent.incrementAndGet();
    String words =
        "the sentinel (pid "
            + silentPid
            + ") gave no answer in time and is replaced;"
            + " until then a kill of the runtime would have left watchers behind";
    alerts.accept(words);
    LOG.error("{}", words);
  }

  /** Returns the pid of the sentinel; 0 = none runs at present. */
  int pid() {
    return pid;
  }

  /** Returns how many sentinels were replaced because they gave no answer. */
  long replacedSilent() {
    return replacedSilent.get();
  }
}
