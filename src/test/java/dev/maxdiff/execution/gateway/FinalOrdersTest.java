package dev.maxdiff.execution.gateway;

import static dev.maxdiff.execution.model.Samples.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.ExitCoverage;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.orders.FinalOrders;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of a runtime: A has bought 0.3, and an entry order of A for 0.5 more is open. */
class FinalOrdersTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Set<Slot> ENTRIES = Set.of(Slot.ENTRY);
  private static final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  "maxdiff.execution { reads.embedded.look = 50ms, release-pause = 10ms, crypto-fee = 0 }")
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.load()));
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static int installations;

  private final FakeBroker broker = new FakeBroker();
  private final String us = String.format("f%05d", ++installations);
  private final ExecutorService requests = Executors.newCachedThreadPool();
  private GatewayServer gateway;
  private Order entry;
  private String exit;

  @BeforeEach
  void start() throws Exception {
    Order bought = broker.place(entryId(1), "BTCUSD", Side.BUY, "0.3", "90");
    broker.fill(bought.id(), "0.3");
    entry = broker.place(entryId(2), "BTCUSD", Side.BUY, "0.5", "95");
    gateway =
        GatewayServer.start(
                kit.system(),
                kit::spawn,
                new GatewayPorts(
                    broker,
                    new ThreadedBroker(broker, requests),
                    RateBudget.unlimited(),
                    EntryPauses.NONE,
                    (pauses, day) -> {},
                    InstantSource.fixed(FakeBroker.NOW),
                    report -> {},
                    event -> {}),
                ExecutionSettings.from(kit.system().settings().config(), Venue.EMBEDDED),
                OrderOrigin.untagged(us),
                "127.0.0.1",
                0)
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    admit(Samples.entry(A, "95", "0.5"), 2);
    exit = admit(Samples.exit(A, "110"), 2);
  }

  private String entryId(int n) {
    return new ClientOrderId(us, A.slot(Slot.ENTRY), 2, n).toString();
  }

  private String admit(Wish wish, long generation) {
    return gateway.admit(wish, generation).get("APCA_API_KEY_ID");
  }

  @AfterEach
  void stop() throws Exception {
    gateway.unbind().toCompletableFuture().get(30, TimeUnit.SECONDS);
    requests.shutdown();
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  private HttpResponse<String> call(String method, String path, String body) {
    return send(method, path, body).join();
  }

  private CompletableFuture<HttpResponse<String>> send(String method, String path, String body) {
    return HTTP.sendAsync(
        HttpRequest.newBuilder(URI.create(gateway.address() + path))
            .header("APCA-API-KEY-ID", exit)
            .timeout(Duration.ofSeconds(60))
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> sell(String quantity) {
    return send(
        "POST",
        "/v2/orders",
        "{\"symbol\":\"BTC/USD\",\"side\":\"sell\",\"type\":\"limit\",\"time_in_force\":\"gtc\",\"qty\":\""
            + quantity
            + "\",\"limit_price\":\"110\"}");
  }

  private static void join(CompletionStage<?> stage) throws Exception {
    stage.toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  private FinalOrders.Report report() throws Exception {
    return gateway.finalOrders().report(LONG).toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  @Test
  void p15AFillOfTheCancelledEntryIsCoveredBeforeTheWatchersEnd() throws Exception {
    assertThat(sell("0.3").join().statusCode()).isEqualTo(200);
    broker.beforeCancel = () -> broker.fill(entry.id(), "0.2");
    // the watcher of the exit is told of the change and covers the fill
    long seen = Long.parseLong(changes(0));
    CompletableFuture<Void> watcher =
        CompletableFuture.runAsync(
            () -> {
              changes(seen);
              broker.all().stream()
                  .filter(order -> order.side() == Side.SELL && order.isOpen())
                  .forEach(order -> broker.fill(order.id(), "0.3"));
              assertThat(sell("0.2").join().statusCode()).isEqualTo(200);
            },
            requests);

    join(gateway.settleOrders(ENTRIES, LONG));

    assertThat(broker.open())
        .singleElement()
        .satisfies(
            order -> {
              assertThat(order.side()).isEqualTo(Side.SELL);
              assertThat(order.quantity()).isEqualByComparingTo("0.2");
            });
    assertThat(report()).isEqualTo(FinalOrders.Report.NOTHING);
    join(watcher);
  }

  /** Waits for a change with a number above this one; returns the newest number. */
  private String changes(long after) {
    String body = call("GET", "/maxdiff/v1/wake?after=" + after + "&seconds=60", null).body();
    return body.replaceAll("[^0-9]", "");
  }

  @Test
  void p15WhatTheExitDoesNotCoverWithinThePatienceIsListed() throws Exception {
    broker.beforeCancel = () -> broker.fill(entry.id(), "0.2");

    join(gateway.settleOrders(ENTRIES, Duration.ofMillis(300)));

    assertThat(report().uncovered())
        .extracting(ExitCoverage::exit, ExitCoverage::owned, ExitCoverage::closing)
        .containsExactly(tuple(A.slot(Slot.EXIT), new BigDecimal("0.5"), BigDecimal.ZERO));
  }

  @Test
  void withoutAnOpenEntryNothingIsAwaited() throws Exception {
    broker.fill(entry.id(), "0.5");
    gateway.readAccount();

    CompletionStage<Void> settled = gateway.settleOrders(ENTRIES, LONG);

    assertThat(settled.toCompletableFuture()).isDone();
    assertThat(report().uncovered())
        .extracting(ExitCoverage::missing)
        .containsExactly(new BigDecimal("0.8"));
  }

  @Test
  void anotherSignalEndsThePatience() throws Exception {
    broker.cancelsAtOnce = false;
    CompletionStage<Void> settled = gateway.settleOrders(ENTRIES, Duration.ofHours(1));
    assertThat(settled.toCompletableFuture()).isNotDone();

    gateway.finalOrders().hurry();

    join(settled);
    broker.settle();
  }

  /** A broker that does not answer must not hold up the thread that ends the runtime. */
  @Test
  void theThreadOfTheShutdownReadsNoAsset() throws Exception {
    broker.fill(entry.id(), "0.5");
    gateway.readAccount();
    Set<Thread> readers = ConcurrentHashMap.newKeySet();
    broker.beforeAsset = () -> readers.add(Thread.currentThread());

    join(gateway.settleOrders(ENTRIES, LONG));

    assertThat(report().uncovered()).isNotEmpty();
    assertThat(readers).isNotEmpty().doesNotContain(Thread.currentThread());
  }

  @Test
  void noCancelOfAnExitBeginsAtTheEnd() throws Exception {
    assertThat(sell("0.3").join().statusCode()).isEqualTo(200);
    String id =
        broker.open().stream().filter(o -> o.side() == Side.SELL).findFirst().orElseThrow().id();

    join(gateway.settleOrders(ENTRIES, LONG));
    HttpResponse<String> cancelled = call("DELETE", "/v2/orders/" + id, null);
    HttpResponse<String> replaced =
        call("PATCH", "/v2/orders/" + id, "{\"qty\":\"0.2\",\"limit_price\":\"111\"}");

    assertThat(cancelled.statusCode()).isEqualTo(403);
    assertThat(cancelled.body()).contains("runtime_ending");
    assertThat(replaced.statusCode()).isEqualTo(403);
    assertThat(replaced.body()).contains("the runtime ends; order " + id + " stays as it is");
    assertThat(broker.open()).extracting(Order::id).containsExactly(id);
  }

  /** The order of an exit is being replaced: its new order is sent before the watcher ends. */
  @Test
  void p15AReplaceUnderWayIsFinished() throws Exception {
    broker.fill(entry.id(), "0.5");
    gateway.readAccount();
    assertThat(sell("0.8").join().statusCode()).isEqualTo(200);
    String id = broker.open().get(0).id();
    CountDownLatch cancelling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    broker.cancelsAtOnce = false;
    broker.beforeCancel = cancelling::countDown;
    broker.beforeSend = () -> await(go);
    CompletableFuture<HttpResponse<String>> replaced =
        send("PATCH", "/v2/orders/" + id, "{\"qty\":\"0.8\",\"limit_price\":\"112\"}");
    await(cancelling);

    CompletionStage<Void> settled = gateway.settleOrders(ENTRIES, LONG);
    assertThat(settled.toCompletableFuture()).isNotDone();
    broker.settle();
    go.countDown();
    join(settled);

    assertThat(replaced.join().statusCode()).isEqualTo(200);
    assertThat(broker.open()).extracting(Order::limitPrice).containsExactly(new BigDecimal("112"));
    assertThat(report()).isEqualTo(FinalOrders.Report.NOTHING);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
