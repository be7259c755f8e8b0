package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.runtime.context.StopReport;
import dev.maxdiff.state.OwnedElsewhereException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtime in a research harness: started and closed in this JVM, with real watchers. */
@Timeout(180)
class MaxDiffRuntimeIT {

  private static final Symbol BTC = Symbol.parse("BTCUSD");

  @TempDir Path root;

  private final List<MaxDiffRuntime> started = new ArrayList<>();

  @AfterEach
  void closeRuntimes() {
    started.forEach(MaxDiffRuntime::close); // a second close changes nothing
  }

  @Test
  void twoRuntimesOfOneJvmTradeSideBySide() throws Exception {
    MaxDiffRuntime one = start("one", Map.of("maxdiff.exchange.speed", 3600), List.of());
    MaxDiffRuntime two = start("two", Map.of("maxdiff.exchange.speed", 3600), List.of());
    assertThat(one.address()).isNotEqualTo(two.address());
    Queue<RuntimeEvent> ofOne = events(one);
    Queue<RuntimeEvent> ofTwo = events(two);

    want(one, entryCloseToTheMarket(one));
    want(two, entryCloseToTheMarket(two));

    await("a fill of one", () -> has(ofOne, RuntimeEvent.Kind.FILLED));
    await("a fill of the other", () -> has(ofTwo, RuntimeEvent.Kind.FILLED));
    int pidOfTwo = watcher(two).pid();
    one.close();
    assertThat(isAlive(pidOfTwo)).as("the other's watcher").isTrue();
    assertThat(answer(two.watchers().status()).account().number())
        .isEqualTo(two.account().number());
  }

  @Test
  void p4p6p8AWishOutlivesItsRuntimeAndItsProcessDoesNot() throws Exception {
    List<String> released = new ArrayList<>();
    int[] pid = new int[1];
    MaxDiffRuntime[] runtime = new MaxDiffRuntime[1];
    Supplier<CompletionStage<?>> hook =
        () -> {
          released.add(isAlive(pid[0]) ? "too early" : "in time");
          return CompletableFuture.completedFuture(null);
        };
    runtime[0] = start("a", Map.of(), List.of(hook, () -> null, hook));
    want(runtime[0], exit("1300"));
    await("the watcher", () -> watcher(runtime[0]).alive());
    pid[0] = watcher(runtime[0]).pid();

    assertThatThrownBy(() -> start("a", Map.of(), List.of()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    assertThat(isAlive(pid[0])).as("undisturbed").isTrue();

    StopReport report = answer(runtime[0].stop());
    assertThat(report.isClean()).isTrue();
    assertThat(released).containsExactly("in time", "in time");
    assertThat(isAlive(pid[0])).isFalse();
    assertThat(answer(runtime[0].stop())).as("a second stop").isEqualTo(report);
    assertThat(answer(runtime[0].ending())).isNull();

    MaxDiffRuntime again = start("a", Map.of(), List.of());
    await("the wish's new watcher", () -> watcher(again).alive());
    assertThat(watcher(again).price()).isEqualTo(Price.parse("1300"));
    assertThat(want(again, exit("1300.0")).outcome()).isEqualTo(WishAnswer.Outcome.UNCHANGED);
  }

  @Test
  void aSubscriptionAtTheOpeningMissesNoLaunchOfAStandingWish() throws Exception {
    MaxDiffRuntime first = start("a", Map.of(), List.of());
    want(first, exit("1300"));
    first.close();
    Queue<RuntimeEvent> events = new ConcurrentLinkedQueue<>();

    MaxDiffRuntime again =
        start(
            options("a", Map.of(), List.of(), false),
            new StartListener() {
              @Override
              public void opening(WatcherService watchers) {
                watchers.subscribe(events::add);
              }
            });

    await("the watcher", () -> watcher(again).alive());
    await("its launch", () -> has(events, RuntimeEvent.Kind.STARTED));
  }

  @Test
  void aFailedStartIsUndone() throws Exception {
    MaxDiffRuntime first = start("a", Map.of(), List.of());
    want(first, exit("1300"));
    first.close();
    long before = threads();

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start("a", Map.of("maxdiff.http.port", port), List.of()))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("port: " + port);
    }

    await("its threads to end", () -> threads() <= before);
    MaxDiffRuntime again = start("a", Map.of(), List.of());
    await("the watcher", () -> watcher(again).alive());
  }

  @Test
  void startingOverWithdrawsEveryWish() throws Exception {
    MaxDiffRuntime first = start("a", Map.of(), List.of());
    want(first, exit("1300"));
    first.close();

    MaxDiffRuntime fresh = start("a", Map.of(), List.of(), true);

    assertThat(answer(fresh.watchers().status()).watchers()).noneMatch(WatcherLine::wanted);
    assertThat(fresh.directory().resolve("withdrawn.json")).doesNotExist();
  }

  @Test
  void p8ARuntimeThatLostItsDirectoryEnds() throws Exception {
    MaxDiffRuntime runtime = start("a", Map.of("maxdiff.runtime.lock-check", "100ms"), List.of());
    want(runtime, exit("1300"));
    await("the watcher", () -> watcher(runtime).alive());
    int pid = watcher(runtime).pid();

    Files.move(runtime.directory(), root.resolve("moved"));

    answer(runtime.ending());
    await("the watcher's end", () -> !isAlive(pid));
  }

  private MaxDiffRuntime start(
      String name, Map<String, ?> overrides, List<Supplier<CompletionStage<?>>> hooks) {
    return start(name, overrides, hooks, false);
  }

  private MaxDiffRuntime start(
      String name,
      Map<String, ?> overrides,
      List<Supplier<CompletionStage<?>>> hooks,
      boolean fresh) {
    return start(options(name, overrides, hooks, fresh), StartListener.NONE);
  }

  private MaxDiffRuntime start(RuntimeOptions options, StartListener listener) {
    MaxDiffRuntime runtime = MaxDiffRuntime.start(options, new CompletableFuture<Void>(), listener);
    started.add(runtime);
    return runtime;
  }

  private RuntimeOptions options(
      String name,
      Map<String, ?> overrides,
      List<Supplier<CompletionStage<?>>> hooks,
      boolean fresh) {
    Map<String, Object> all = new HashMap<>(overrides);
    all.put("maxdiff.state.root", root.resolve(name).toString());
    all.putIfAbsent("maxdiff.exchange.speed", 1);
    Config config = Configuration.load(root.resolve("none.conf"), all);
    return new RuntimeOptions(
        config, Venue.EMBEDDED, MarketTape.bitstamp(), fresh, false, false, Map.of(), hooks);
  }

  private static WishAnswer want(MaxDiffRuntime runtime, WishRequest request) throws Exception {
    WishAnswer answer = answer(runtime.watchers().want(request));
    assertThat(answer.outcome())
        .as(answer.words())
        .isIn(WishAnswer.Outcome.STARTED, WishAnswer.Outcome.UNCHANGED);
    return answer;
  }

  private static WishRequest entryCloseToTheMarket(MaxDiffRuntime runtime) {
    BigDecimal bid = runtime.broker().quotes(java.util.Set.of(BTC)).get(BTC).bid();
    return wish(Slot.ENTRY, new Price(bid.multiply(new BigDecimal("0.999"))), Quantity.parse("1"));
  }

  private static WishRequest exit(String price) {
    return wish(Slot.EXIT, Price.parse(price), null);
  }

  private static WishRequest wish(Slot slot, Price price, Quantity quantity) {
    return new WishRequest(
        slot,
        BTC,
        Side.BUY,
        null,
        price,
        quantity,
        null,
        slot == Slot.ENTRY ? Duration.ofDays(2) : null,
        null,
        Duration.ofMillis(200),
        true,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  private static Queue<RuntimeEvent> events(MaxDiffRuntime runtime) {
    Queue<RuntimeEvent> events = new ConcurrentLinkedQueue<>();
    runtime.watchers().subscribe(events::add);
    return events;
  }

  private static boolean has(Queue<RuntimeEvent> events, RuntimeEvent.Kind kind) {
    return events.stream().anyMatch(event -> event.kind() == kind);
  }

  private static WatcherLine watcher(MaxDiffRuntime runtime) {
    try {
      return answer(runtime.watchers().status()).watchers().get(0);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isAlive(int pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** Counts the threads of a runtime, without those of the JVM and of the test's pools. */
  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("maxdiff") || name.startsWith("watcher-files"))
        .count();
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never seen: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at the condition
    }
  }
}
