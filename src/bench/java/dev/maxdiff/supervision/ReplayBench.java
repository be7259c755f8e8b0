package dev.maxdiff.supervision;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.supervision.wishes.CheckedWish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the recovery of one key with 10 000 events from a journal file: with the default snapshots (every 100 events), and without snapshots, when every event is read.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class ReplayBench {

  private static final int EVENTS = 10_000;

  @Param({"100", "1000000"})
  int snapshotEvery;

  private Path root;
  private Fixture fixture;
  private ActorTestKit kit;
  private Supervision supervision;

  /**
   * A replace persists two events: wanted, launched.
   */
  @Setup(Level.Trial)
  public void write() throws Exception {
    root = Files.createTempDirectory("maxdiff-replay");
    open();
    for (int i = 0; i < EVENTS / 2; i++) {
      get(
          supervision.want(
              new CheckedWish(
                  Fixture.exit("" + (100_000 + i)), Increments.CRYPTO, true, false)));
    }
    close();
    AtomicInteger events = new AtomicInteger();
    StoredKeys.events(database().reader(StoredWatcherNames.ALL), (key, event) -> events.incrementAndGet());
    if (events.get() < EVENTS) {
      throw new IllegalStateException("events: " + events + " (expected: at least " + EVENTS + ")");
    }
  }

  @Setup(Level.Invocation)
  public void open() {
    fixture = new Fixture(root);
    StateSettings settings = Fixture.settings(root);
    JournalStore database = database();
    database.prepare();
    kit =
        ActorTestKit.create(
            database.pluginConfig()
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    SupervisionSettings chosen =
        SupervisionSettings.from(
            ConfigFactory.parseString(
                    "maxdiff.supervision { start-pause = 0s, snapshot-every = "
                        + snapshotEvery
                        + " }")
                .withFallback(ConfigFactory.defaultReference()));
    supervision = Supervision.start(kit.system(), kit::spawn, chosen, fixture.ports);
  }

  @Benchmark
  public void recover() throws Exception {
    get(supervision.recover(Set.of(Fixture.KEY), Duration.ofMinutes(1)));
  }

  @TearDown(Level.Invocation)
  public void close() {
    kit.shutdownTestKit();
    fixture.close();
  }

  private JournalStore database() {
    StateSettings settings = Fixture.settings(root);
    return JournalStore.of(StateDirectory.open(settings, Venue.EMBEDDED), settings);
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
