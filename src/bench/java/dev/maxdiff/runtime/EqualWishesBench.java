package dev.maxdiff.runtime;

import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishAnswer.Outcome;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Wishes per second of a complete runtime: real exchange, journal, supervisors and children (which only sleep), without HTTP. Each key has one pending wish at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EqualWishesBench {

  private static final int KEYS = 100;
  private static final String PRICE = "900";

  private final List<WatcherKey> keys = new ArrayList<>();
  private MaxDiffRuntime runtime;
  private int round;

  @Setup
  public void start() throws IOException {
    Path root = Files.createTempDirectory("maxdiff-bench");
    runtime = BenchRuntime.start(root, List.of("/bin/sh", "-c", "exec sleep 1000000", "watch"));
    for (int i = 0; i < KEYS; i++) {
      keys.add(WatcherKey.parse("BTCUSD|buy|k" + i));
    }
    wish(PRICE, Outcome.STARTED);
  }

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(KEYS)
  public void equal() {
    wish(PRICE, Outcome.UNCHANGED);
  }

  /** For comparison: each wish is durable before its answer and replaces a process. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public void another() {
    wish(Integer.toString(850 + round++ % 40), Outcome.REPLACED);
  }

  private void wish(String price, Outcome expected) {
    List<CompletableFuture<WishAnswer>> answers = new ArrayList<>(keys.size());
    for (WatcherKey key : keys) {
      WishRequest request = WishRequest.exit(key, Price.parse(price));
      answers.add(runtime.watchers().want(request).toCompletableFuture());
    }
    for (CompletableFuture<WishAnswer> answer : answers) {
      if (answer.join().outcome() != expected) {
        throw new IllegalStateException(answer.join() + " (expected: " + expected + ")");
      }
    }
  }
}
