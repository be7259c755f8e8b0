package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.runtime.offline.OfflineWatcherService;
import dev.maxdiff.state.OwnedElsewhereException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A runtime with real watchers at a stand-in for Alpaca that keeps its state: the embedded exchange
 * of another runtime over HTTP. A proxy can make it unreachable.
 */
@Timeout(240)
class ReconcileIT {

  private static final Symbol BTC = Symbol.parse("BTCUSD");
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir static Path exchangeRoot;
  private static MaxDiffRuntime served;
  private static PaperExchange exchange;

  @TempDir Path root;
  private RewritingProxy broker;
  private final Queue<String> reported = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void serve() {
    Config config =
        Configuration.load(
            exchangeRoot.resolve("none.conf"),
            Map.of("maxdiff.state.root", exchangeRoot.toString(), "maxdiff.exchange.speed", 1));
    served = MaxDiffRuntime.start(RuntimeOptions.embedded(config, MarketTape.bitstamp()));
    exchange = served.exchange().orElseThrow();
  }

  @AfterAll
  static void end() {
    served.close();
  }

  @BeforeEach
  void open() {
    broker = RewritingProxy.to(exchange.address());
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void aLostStateDirectoryIsRebuiltFromTheOrdersAtTheBroker() throws Exception {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|lost");
    String orphan;
    try (MaxDiffRuntime runtime = start("first", false, Map.of())) {
      wish(runtime, entry(key, "700"));
      orphan = awaitOrder(runtime, key, 1);
    }
    // the policy of the first runtime keeps its orders; then its directory is lost

    assertThatThrownBy(() -> start("second", false, Map.of()))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining(orphan)
        .hasMessageContaining("--take-over");
    reported.clear();
    try (MaxDiffRuntime runtime = start("second", true, Map.of())) {
      assertThat(reported).anyMatch(line -> line.contains("lost state -> done: installation"));
      assertThat(reported)
          .anyMatch(line -> line.contains("lost state -> show: ") && line.contains(orphan));
      StatusView status = answer(runtime.watchers().status());
      assertThat(status.watchers()).as("nothing is wished by itself").isEmpty();
      assertThat(status.reconciled()).containsAll(reported);
      assertThat(status.orders())
          .anyMatch(line -> key.equals(line.key()) && line.clientOrderId().equals(orphan));

      wish(runtime, entry(key, "710"));
      String next = awaitOrder(runtime, key, 2);
      assertThat(next).as("the same installation").startsWith(orphan.substring(0, 11));
      assertThat(isOpen(orphan)).as("one order a slot").isFalse();
      answer(runtime.watchers().killAll(true));
    }
  }

  @Test
  void aBrokerThatIsDownAtTheStartIsReconciledWithWhenItComesUp() throws Exception {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|down");
    try (MaxDiffRuntime runtime = start("a", false, Map.of())) {
      wish(runtime, entry(key, "700"));
      awaitOrder(runtime, key, 1);
      wish(runtime, exit(key, "1300"));
    }
    Order byHand = place("by-hand-while-nobody-ran");
    broker.down(true);
    reported.clear();

    try (MaxDiffRuntime runtime =
        start("a", false, Map.of("maxdiff.runtime.reconcile-retry", "100ms"))) {
      assertThat(runtime.knownAccount()).isEmpty();
      assertThat(reported)
          .hasSize(1)
          .allMatch(line -> line.contains("broker down -> hold entries"));
      await("both watchers", () -> alive(runtime, Slot.ENTRY) && alive(runtime, Slot.EXIT));
      assertThat(openOrdersOf(key)).isEmpty();

      broker.down(false);

      await(
          "the comparison",
          () -> reported.stream().anyMatch(line -> line.contains("by-hand-while")));
      awaitOrder(runtime, key, 2);
      assertThat(runtime.account().number()).isEqualTo(served.account().number());
      assertThat(answer(runtime.watchers().status()).pauses()).isEmpty();
      assertThat(isOpen(byHand.clientOrderId())).as("never touched").isTrue();
      answer(runtime.watchers().killAll(true));
    } finally {
      served.broker().cancel(byHand.id());
    }
  }

  @Test
  void anEntryOrderWithoutAWishIsCancelledBeforeTheFirstLaunch() throws Exception {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|unwanted");
    String left;
    try (MaxDiffRuntime runtime = start("first", false, Map.of())) {
      wish(runtime, entry(key, "700"));
      left = awaitOrder(runtime, key, 1);
      answer(runtime.watchers().stop(new StopRequest(null, null, null, null, true)));
      assertThat(isOpen(left)).as("kept as asked").isTrue();
    }
    reported.clear();
    Map<String, String> cancel = Map.of("maxdiff.runtime.orders-on-shutdown.entry", "cancel");
    try (MaxDiffRuntime runtime = start("first", false, cancel)) {
      assertThat(reported)
          .anyMatch(line -> line.contains("unwanted slot -> cancel: ") && line.contains(left));
      assertThat(isOpen(left)).isFalse();
      assertThat(runtime.reconciled()).containsExactlyElementsOf(reported);
    }
  }

  @Test
  void theDuplicateGuardWorksWhileNoRuntimeRuns() throws Exception {
    start("guard", false, Map.of()).close();
    String us =
        Files.readString(root.resolve("guard/paper/installation.json"))
            .replaceAll("(?s).*\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    Order one = place("mdx-" + us + "-BTCUSD-b-guard-e-3-1");
    Order two = place("mdx-" + us + "-BTCUSD-b-guard-e-4-2");
    try {
      assertThat(guard(Venue.PAPER, new CancelDuplicatesRequest(true, false)))
          .anyMatch(line -> line.contains("one too many; left as it is"));
      assertThat(guard(Venue.PAPER, new CancelDuplicatesRequest(false, false)))
          .anyMatch(line -> line.contains(one.clientOrderId()) && line.endsWith("cancelled"));
      assertThat(isOpen(one.clientOrderId())).isFalse();
      assertThat(isOpen(two.clientOrderId())).isTrue();
      try (MaxDiffRuntime runtime = start("guard", false, Map.of())) {
        assertThat(runtime.directory()).exists();
        assertThatThrownBy(() -> guard(Venue.PAPER, new CancelDuplicatesRequest(false, false)))
            .hasCauseInstanceOf(OwnedElsewhereException.class);
      }
    } finally {
      if (isOpen(two.clientOrderId())) {
        served.broker().cancel(two.id());
      }
    }
  }

  private List<String> guard(Venue venue, CancelDuplicatesRequest request) throws Exception {
    Config config = Configuration.load(root.resolve("none.conf"), settings("guard", Map.of()));
    OfflineWatcherService stored = OfflineWatcherService.find(config, venue, keys()).orElseThrow();
    return answer(stored.cancelDuplicates(request)).stream().map(ActionLine::words).toList();
  }

  @Test
  void theStreamReportsEventsAtTheBrokerWithoutPolling() throws Exception {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|stream");
    Map<String, String> settings =
        Map.of(
            "maxdiff.alpaca.paper-url",
            exchange.address().toString(),
            "maxdiff.alpaca.data-url",
            exchange.address().toString(),
            "maxdiff.execution.reads.alpaca.look",
            "1h",
            "maxdiff.execution.reads.alpaca.look-with-stream",
            "1h");
    Queue<RuntimeEvent> events = new ConcurrentLinkedQueue<>();
    try (MaxDiffRuntime runtime = start("c", false, settings);
        AutoCloseable subscription = runtime.watchers().subscribe(events::add)) {
      assertThat(subscription).isNotNull();
      wish(runtime, forced(Slot.ENTRY, key, "700", Quantity.parse("0.5"), Duration.ofHours(1)));
      awaitOrder(runtime, key, 1);

      served.broker().cancel(openOrdersOf(key).get(0).id());

      await(
          "the order's end",
          () -> events.stream().anyMatch(line -> line.kind() == RuntimeEvent.Kind.ORDER_ENDED));
    }
  }

  @Test
  void p8ABrokerThatComesUpWithAnotherAccountEndsTheRuntime() throws Exception {
    start("b", false, Map.of()).close();
    broker.down(true);
    try (MaxDiffRuntime runtime =
        start("b", false, Map.of("maxdiff.runtime.reconcile-retry", "100ms"))) {
      broker.replacing("MX[0-9A-F]{10}", "PA3EXAMPLE");
      broker.down(false);

      answer(runtime.ending());
      assertThat(runtime.failure().orElseThrow()).contains("the broker answers for PA3EXAMPLE");
    }
  }

  private static boolean alive(MaxDiffRuntime runtime, Slot slot) {
    try {
      return answer(runtime.watchers().status()).watchers().stream()
          .anyMatch(line -> line.slot() == slot && line.alive());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the client order id of the open order of this or a later generation. */
  private static String awaitOrder(MaxDiffRuntime runtime, WatcherKey key, long generation)
      throws Exception {
    await(
        "an order of generation " + generation,
        () -> openOrdersOf(key).stream().anyMatch(order -> generation(order) >= generation));
    return openOrdersOf(key).get(0).clientOrderId();
  }

  private static long generation(Order order) {
    String[] parts = order.clientOrderId().split("-");
    return Long.parseLong(parts[parts.length - 2]);
  }

  private static List<Order> openOrdersOf(WatcherKey key) {
    String part = "-" + key.symbol() + "-b-" + key.strategy() + "-e-";
    return served.broker().orders(OrderQuery.open()).orders().stream()
        .filter(order -> order.clientOrderId().contains(part))
        .toList();
  }

  private static boolean isOpen(String clientOrderId) {
    return served.broker().orderByClientOrderId(clientOrderId).orElseThrow().isOpen();
  }

  private static Order place(String clientOrderId) {
    Broker direct = served.broker();
    BigDecimal far = new BigDecimal("500");
    return direct.submit(
        new OrderRequest(
            BTC, Side.BUY, Quantity.parse("0.1"), new Price(far), TimeInForce.GTC, clientOrderId));
  }

  private static void wish(MaxDiffRuntime runtime, WishRequest request) throws Exception {
    WishAnswer answer = answer(runtime.watchers().want(request));
    assertThat(answer.outcome()).as(answer.words()).isEqualTo(WishAnswer.Outcome.STARTED);
  }

  private static WishRequest entry(WatcherKey key, String price) {
    return forced(Slot.ENTRY, key, price, Quantity.parse("0.5"), SHORT);
  }

  private static WishRequest exit(WatcherKey key, String price) {
    return forced(Slot.EXIT, key, price, null, SHORT);
  }

  /** With force, an entry orders at once at any distance of its price. */
  private static WishRequest forced(
      Slot slot, WatcherKey key, String price, Quantity quantity, Duration poll) {
    return new WishRequest(
        slot,
        key.symbol(),
        key.side(),
        key.strategy(),
        Price.parse(price),
        quantity,
        null,
        null,
        null,
        poll,
        true,
        false,
        false,
        null,
        WishRequest.Source.OPERATOR);
  }

  private MaxDiffRuntime start(String name, boolean takeOver, Map<String, ?> changed) {
    return MaxDiffRuntime.start(
        new RuntimeOptions(
            Configuration.load(root.resolve("none.conf"), settings(name, changed)),
            Venue.PAPER,
            null,
            false,
            takeOver,
            false,
            keys(),
            List.of()),
        new CompletableFuture<>(),
        new StartListener() {
          @Override
          public void reconciled(List<String> lines) {
            reported.addAll(lines);
          }
        });
  }

  private static Map<String, String> keys() {
    return Map.of(
        "APCA_API_KEY_ID", exchange.apiKey(),
        "APCA_API_SECRET_KEY", exchange.apiSecret());
  }

  private Map<String, Object> settings(String name, Map<String, ?> changed) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("maxdiff.state.root", root.resolve(name).toString());
    settings.put("maxdiff.alpaca.paper-url", broker.address().toString());
    settings.put("maxdiff.alpaca.data-url", broker.address().toString());
    settings.put("maxdiff.alpaca.get-attempts", 1);
    settings.put(
        "maxdiff.runtime.orders-on-shutdown.entry", name.equals("first") ? "keep" : "cancel");
    settings.putAll(changed);
    return settings;
  }

  private static <T> T answer(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(120).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("never seen: " + what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at the condition
    }
  }
}
