package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.state.OwnedElsewhereException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two runtimes with real watchers, the second one on a copy of the directory of the first, trade
 * one account of the embedded exchange of a third (promise P8).
 */
@Timeout(240)
class CopiesIT {

  @TempDir static Path exchangeRoot;
  private static MaxDiffRuntime served;
  private static PaperExchange exchange;

  @TempDir Path root;
  private final List<MaxDiffRuntime> running = new ArrayList<>();
  private WatcherKey key;

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

  /** The original has sent an entry order, which is withdrawn, and is copied. */
  @BeforeEach
  void anOriginalAndItsCopy(TestInfo test) throws Exception {
    key = WatcherKey.parse("BTCUSD|buy|k" + Math.abs(test.getDisplayName().hashCode()));
    try (MaxDiffRuntime first = start("original", false)) {
      wish(first, "700");
      awaitOrder("700");
      await(first.watchers().stop(new StopRequest(null, null, null, null, false)));
    }
    Process copying =
        new ProcessBuilder(
                "cp", "-a", root.resolve("original").toString(), root.resolve("copy").toString())
            .inheritIO()
            .start();
    assertThat(copying.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void close() {
    running.forEach(MaxDiffRuntime::close);
    served.broker().orders(OrderQuery.open()).orders().stream()
        .filter(this::isOfThisTest)
        .forEach(order -> served.broker().cancel(order.id()));
  }

  private boolean isOfThisTest(Order order) {
    return order.clientOrderId().contains("-" + key.strategy() + "-");
  }

  @Test
  void p8ACopyIsRefusedAndTheOriginalIsNot() throws Exception {
    assumeThatTheFolderHasABirth();

    assertThatThrownBy(() -> start("copy", false))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining("--moved");

    MaxDiffRuntime original = started("original", false);
    wish(original, "710");
    awaitOrder("710");
  }

  @Test
  void p8ACopyThatIsBehindSendsNothingAndNamesTheOther() throws Exception {
    MaxDiffRuntime original = started("original", false);
    wish(original, "710");
    Order newest = awaitOrder("710");

    assertThatThrownBy(() -> start("copy", true))
        .isInstanceOf(OwnedElsewhereException.class)
        .hasMessageContaining(newest.clientOrderId())
        .hasMessageContaining("--take-over");

    assertThat(openOrders()).extracting(Order::id).containsExactly(newest.id());
    wish(original, "720");
    awaitOrder("720");
  }

  @Test
  void p8OfTwoThatRunTheMovedOneEndsAndTheOriginalGoesOn() throws Exception {
    assumeThatTheFolderHasABirth();
    MaxDiffRuntime original = started("original", false);
    MaxDiffRuntime copy = started("copy", true);

    wish(original, "710");
    await(copy.ending());

    assertThat(copy.isOwnedElsewhere()).isTrue();
    assertThat(copy.failure().orElseThrow())
        .contains("another runtime on a copy of state directory", "moved more often");
    assertThat(original.failure()).isEmpty();
    awaitOrder("710");
    wish(original, "720");
    awaitOrder("720");
    assertThat(await(original.watchers().status()).pauses()).isEmpty();
  }

  /** As on a file system without birth times: nobody has said which one was moved. */
  @Test
  void p8WithEqualCountsBothKeepTheirExitsAndHoldTheirEntries() throws Exception {
    Path file = root.resolve("copy/paper/installation.json");
    String place = "\"place\" : \\{[^}]*\\}";
    String stored = Files.readString(file);
    assertThat(stored).containsPattern(place);
    Files.writeString(file, stored.replaceAll(place, "\"place\" : null"));
    MaxDiffRuntime original = started("original", false);
    MaxDiffRuntime copy = started("copy", false);

    wish(copy, "710"); // the copy is the first one that sends
    Order ofCopy = awaitOrder("710");
    awaitHold(original);
    assertThat(original.failure()).isEmpty();
    assertThat(copy.failure()).isEmpty();

    original.close();
    MaxDiffRuntime again = started("original", false);
    assertThat(again.failure()).isEmpty();
    wish(again, "720");
    awaitOrder("720");
    awaitHold(copy);

    assertThat(openOrders())
        .as("neither cancels the other's order")
        .extracting(Order::id)
        .contains(ofCopy.id());
  }

  private void awaitHold(MaxDiffRuntime runtime) throws Exception {
    await(
        () ->
            await(runtime.watchers().status()).pauses().stream()
                .anyMatch(words -> words.contains("another runtime on a copy")));
  }

  /** Overlay and network file systems only warn. */
  private void assumeThatTheFolderHasABirth() throws Exception {
    FileStore store = Files.getFileStore(root);
    assumeThat(store.type()).isIn("ext4", "xfs", "btrfs", "tmpfs");
  }

  private MaxDiffRuntime started(String name, boolean moved) {
    MaxDiffRuntime runtime = start(name, moved);
    running.add(runtime);
    return runtime;
  }

  private MaxDiffRuntime start(String name, boolean moved) {
    Map<String, Object> settings =
        Map.of(
            "maxdiff.state.root",
            root.resolve(name).toString(),
            "maxdiff.alpaca.paper-url",
            exchange.address().toString(),
            "maxdiff.alpaca.data-url",
            exchange.address().toString(),
            "maxdiff.runtime.orders-on-shutdown.entry",
            "keep");
    return MaxDiffRuntime.start(
        new RuntimeOptions(
            Configuration.load(root.resolve("none.conf"), settings),
            Venue.PAPER,
            null,
            false,
            false,
            moved,
            Map.of(
                "APCA_API_KEY_ID", exchange.apiKey(),
                "APCA_API_SECRET_KEY", exchange.apiSecret()),
            List.of()));
  }

  private void wish(MaxDiffRuntime runtime, String price) throws Exception {
    WishAnswer answer =
        await(
            runtime
                .watchers()
                .want(
                    new WishRequest(
                        Slot.ENTRY,
                        key.symbol(),
                        key.side(),
                        key.strategy(),
                        Price.parse(price),
                        Quantity.parse("0.5"),
                        null,
                        null,
                        null,
                        Duration.ofMillis(200),
                        true,
                        false,
                        false,
                        null,
                        WishRequest.Source.OPERATOR)));
    assertThat(answer.outcome())
        .as(answer.words())
        .isIn(WishAnswer.Outcome.STARTED, WishAnswer.Outcome.REPLACED);
  }

  private List<Order> openOrders() {
    return served.broker().orders(OrderQuery.open()).orders().stream()
        .filter(this::isOfThisTest)
        .toList();
  }

  private Order awaitOrder(String price) throws Exception {
    List<Order> found = new ArrayList<>();
    await(
        () -> {
          openOrders().stream()
              .filter(order -> order.limitPrice().toPlainString().startsWith(price))
              .forEach(found::add);
          return !found.isEmpty();
        });
    return found.get(0);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(100).toNanos();
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(50); // between two readings
    }
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(100, TimeUnit.SECONDS);
  }
}
