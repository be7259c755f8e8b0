package dev.maxdiff.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.RuntimeClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A client of a running program, in this JVM. */
final class WishClient {

  private static final Duration BUSY = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final RuntimeClient client;

  private WishClient(RuntimeClient client) {
    this.client = client;
  }

  /** Connects to the runtime of this state directory, as the commands do. */
  static WishClient of(Sandbox sandbox) {
    Path file = sandbox.state().resolve("embedded").resolve("runtime.json");
    try {
      JsonNode runtime = new ObjectMapper().readTree(file.toFile());
      return new WishClient(
          new RuntimeClient(
              URI.create(runtime.path("address").asText()),
              new AccessTokens(
                  runtime.path("token").asText(), runtime.path("operatorToken").asText()),
              null,
              Program.PATIENCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a wish for an exit with a long poll interval; blocks until the answer. */
  WishAnswer exit(String strategy, String price) {
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|" + strategy);
    return client
        .want(request(key.toString(), Slot.EXIT, price, null, QUIET))
        .toCompletableFuture()
        .join();
  }

  /** Sends a wish for an exit on its own thread: the program may end before its answer. */
  CompletableFuture<WishAnswer> wishExit(String key, String price) {
    return want(request(key, Slot.EXIT, price, null, BUSY));
  }

  /** Sends a wish for an entry on its own thread. */
  CompletableFuture<WishAnswer> wishEntry(String key, String price, String quantity) {
    return want(request(key, Slot.ENTRY, price, Quantity.parse(quantity), BUSY));
  }

  /** Sends the request; blocks until the answer. */
  WishAnswer send(WishRequest request) {
    return client.want(request).toCompletableFuture().join();
  }

  StatusView status() {
    return client.status().toCompletableFuture().join();
  }

  /** Whether every consistency check agrees. */
  boolean agrees() {
    return client.prove().toCompletableFuture().join().stream().allMatch(ConsistencyView::agreed);
  }

  /** Withdraws the slot's wish; blocks until its watcher has ended. */
  void stop(SlotId slot, boolean keepOrders) {
    WatcherKey key = slot.key();
    client
        .stop(new StopRequest(key.symbol(), key.side(), key.strategy(), slot.slot(), keepOrders))
        .toCompletableFuture()
        .join();
  }

  /** The journalled history of a key. */
  List<RuntimeEvent> history(WatcherKey key) {
    return client
        .history(Set.of(key.symbol()), Set.of(Slot.values()), Instant.EPOCH)
        .toCompletableFuture()
        .join()
        .stream()
        .filter(event -> event.slot() != null && event.slot().key().equals(key))
        .toList();
  }

  private CompletableFuture<WishAnswer> want(WishRequest request) {
    return CompletableFuture.supplyAsync(() -> client.want(request).toCompletableFuture().join());
  }

  private static WishRequest request(
      String key, Slot slot, String price, Quantity quantity, Duration poll) {
    WatcherKey parsed = WatcherKey.parse(key);
    return new WishRequest(
        slot,
        parsed.symbol(),
        parsed.side(),
        parsed.strategy(),
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
}
