package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.state.StateException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A state directory with a wish, damaged in many ways: the start fails and names the file, or every
 * wish is recovered.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedStateIT {

  private static final String WATCHER =
      "maxdiff_watchers_embedded/BTCUSD_buy_exit_maxdiff_1310.json";
  private static final Price LAST = Price.parse("1310");
  private static final String JOURNAL = "embedded/journal.mv.db";

  /** The damage of one file. */
  private interface Damage {
    void to(Path file) throws IOException;
  }

  private Path root;

  private final MarketTape tape = MarketTape.bitstamp();
  private MaxDiffRuntime original;
  private int copies;

  /** Copies the directory of a running runtime with watchers. */
  @BeforeAll
  void prepare(@TempDir Path folder) throws Exception {
    root = folder;
    original = start("original");
    for (String price : List.of("1300", "1305", "1310")) {
      assertThat(answer(original.watchers().want(exit(price))).outcome())
          .isIn(WishAnswer.Outcome.STARTED, WishAnswer.Outcome.REPLACED);
      awaitWatcher(original, Price.parse(price));
    }
    for (String file : List.of(WATCHER, "embedded/runtime.json", "embedded/account.json")) {
      awaitFile(root.resolve("original").resolve(file));
    }
  }

  @AfterAll
  void close() {
    original.close();
  }

  @Test
  void p7p8ACopyRunsOnItsOwnAndLeavesTheOriginalsWatchersAlone() throws Exception {
    int pid = line(original).pid();

    try (MaxDiffRuntime copy = start(copy())) {
      awaitWatcher(copy, LAST);
      assertThat(line(copy).pid()).isNotEqualTo(pid);
    }

    assertThat(line(original).pid()).isEqualTo(pid);
    assertThat(line(original).alive()).isTrue();
  }

  Stream<Arguments> refused() {
    return Stream.of(
        refused(JOURNAL, "cut in half", cut(0.5)),
        refused(JOURNAL, "cut to nothing", cut(0)),
        refused(JOURNAL, "with garbage at its head", garbage(0, 8192)),
        refused(JOURNAL, "gone", Files::delete),
        refused("embedded/identity", "with garbage", garbage(0, 37)),
        refused("embedded/identity", "gone", Files::delete),
        refused("embedded/account.json", "cut in half", cut(0.5)),
        refused("embedded/account.json", "gone", Files::delete),
        refused("embedded/installation.json", "with garbage", garbage(0, 21)),
        refused("embedded/journal.json", "null", text("null")),
        refused("embedded/withdrawn.json", "of another shape", text("[1]")),
        refused("embedded/exchange/audit.jsonl", "with garbage at its end", text("{\"seq\":\n")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refused")
  void p6p11AStartThatCannotTellRefusesAndNamesTheFile(String file, String how, Damage damage)
      throws Exception {
    String copy = copy();
    Path damaged = root.resolve(copy).resolve(file);
    damage.to(damaged);
    byte[] before = Files.exists(damaged) ? Files.readAllBytes(damaged) : null;

    Throwable refusal = refusal(copy);

    assertThat(refusal).isInstanceOf(RuntimeException.class);
    assertThat(refusal.getMessage())
        .contains(damaged.getFileName().toString())
        .containsAnyOf("(expected: ", "(restore it from a backup")
        .doesNotContain("\n");
    if (file.equals(JOURNAL)) {
      assertThat(refusal(copy)).as("still").hasMessageContaining("journal.mv.db");
    } else {
      assertThat(Files.exists(damaged) ? Files.readAllBytes(damaged) : null)
          .as("left as it was")
          .isEqualTo(before);
    }
  }

  Stream<Arguments> survived() {
    return Stream.of(
        refused(JOURNAL, "with garbage in its middle", garbage(20_000, 4096)),
        refused(JOURNAL, "cut at its end", cut(0.95)),
        refused("embedded/runtime.json", "with garbage", garbage(0, 40)),
        refused("embedded/exchange/audit.jsonl", "cut in a line", cut(0.9)),
        refused(WATCHER, "cut in half", cut(0.5)),
        refused(WATCHER, "of another shape", text("[]")),
        refused(WATCHER, "a folder", DamagedStateIT::folder),
        refused(WATCHER, "a link to nowhere", DamagedStateIT::link),
        refused(WATCHER, "of 5 GB", DamagedStateIT::huge));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("survived")
  void p6AStartRefusesOrHasLostNothing(String file, String how, Damage damage) throws Exception {
    String copy = copy();
    damage.to(root.resolve(copy).resolve(file));

    try (MaxDiffRuntime runtime = start(copy)) {
      awaitWatcher(runtime, LAST);
    } catch (StateException e) {
      assertThat(e).hasMessageContaining(Path.of(file).getFileName().toString());
    }
  }

  private Throwable refusal(String name) {
    try (MaxDiffRuntime runtime = start(name)) {
      return new AssertionError("it started in " + runtime.directory());
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static Arguments refused(String file, String how, Damage damage) {
    return Arguments.of(file, how, damage);
  }

  private static Damage cut(double share) {
    return file -> {
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        access.setLength((long) (access.length() * share));
      }
    };
  }

  private static Damage garbage(long from, int length) {
    return file -> {
      byte[] bytes = new byte[length];
      new Random(1).nextBytes(bytes);
      try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
        access.seek(from);
        access.write(bytes);
      }
    };
  }

  private static Damage text(String text) {
    return file -> Files.writeString(file, text);
  }

  private static void folder(Path file) throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
  }

  private static void link(Path file) throws IOException {
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("nowhere"));
  }

  private static void huge(Path file) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(5L << 30);
    }
  }

  /** Copies like {@code cp -r}: file by file, during writes. */
  private String copy() throws IOException {
    String name = "copy-" + copies++;
    Path from = root.resolve("original");
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(from)) {
      paths = walk.filter(path -> !path.getFileName().toString().endsWith(".tmp")).toList();
    }
    for (Path path : paths) {
      Files.copy(path, root.resolve(name).resolve(from.relativize(path)));
    }
    return name;
  }

  private MaxDiffRuntime start(String name) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("maxdiff.state.root", root.resolve(name).toString());
    settings.put("maxdiff.exchange.speed", 1);
    Config config = Configuration.load(root.resolve("none.conf"), settings);
    return MaxDiffRuntime.start(
        new RuntimeOptions(config, Venue.EMBEDDED, tape, false, false, false, Map.of(), List.of()));
  }

  private static WishRequest exit(String price) {
    return new WishRequest(
        Slot.EXIT,
        Symbol.parse("BTCUSD"),
        Side.BUY,
        new Strategy("maxdiff"),
        Price.parse(price),
        null,
        null,
        null,
        null,
        Duration.ofMillis(200),
        true,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  private static WatcherLine line(MaxDiffRuntime runtime) {
    try {
      return answer(runtime.watchers().status()).watchers().get(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer of the runtime precedes the write of the file. */
  private static void awaitFile(Path file) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (Files.notExists(file)) {
      assertThat(System.nanoTime() - deadline).as("%s in time", file).isNegative();
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at the condition
    }
  }

  /** Blocks until the process of this wish has reported. */
  private static void awaitWatcher(MaxDiffRuntime runtime, Price price)
      throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!isWatched(runtime, price)) {
      assertThat(System.nanoTime() - deadline).as("a watcher in time").isNegative();
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at the condition
    }
  }

  private static boolean isWatched(MaxDiffRuntime runtime, Price price) {
    WatcherLine line = line(runtime);
    return line.alive() && line.price().equals(price) && "awaiting_position".equals(line.state());
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
