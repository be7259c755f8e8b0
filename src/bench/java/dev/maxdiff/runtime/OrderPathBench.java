package dev.maxdiff.runtime;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.JdkHttpTransport;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Equal requests with the watchers' client to the gateway of a complete runtime and to the exchange behind it: the difference is the cost of the gateway. An order of the gateway passes the pre-trade checks, which read the account again, and its intent is durable before the order is sent.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class OrderPathBench {

  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|bench");
  private static final Symbol BTC = KEY.symbol();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * Alpaca accepts 200 requests per minute. An order with its cancel needs about 17: the reads before both, and the polls of their outcome.
   */
  private static final Duration ORDER_INTERVAL = Duration.ofSeconds(5);

  /** After this time no listing has the earlier orders. */
  private static final Duration FORGOTTEN = Duration.ofSeconds(61);

  /** The server of the requests. */
  public enum Server {
    EXCHANGE,
    GATEWAY
  }

  @Param public Server server;

  private MaxDiffRuntime runtime;
  private Broker broker;
  private OrderRequest request;

  @Setup
  public void start() throws IOException {
    Path root = Files.createTempDirectory("maxdiff-bench");
    Path token = root.resolve("token");
    runtime =
        BenchRuntime.start(
            root,
            List.of(
                "/bin/sh",
                "-c",
                "echo $APCA_API_KEY_ID > $0.new; mv $0.new $0; exec sleep 1000000",
                token.toString()));
    Quote quote = runtime.broker().quotes(Set.of(BTC)).get(BTC);
    Price price = Price.parse(quote.bid().multiply(new BigDecimal("0.95")).toString());
    Quantity quantity = Quantity.parse("0.1");
    runtime.watchers().want(WishRequest.entry(KEY, price, quantity)).toCompletableFuture().join();
    await(() -> Files.exists(token));
    PaperExchange exchange = runtime.exchange().orElseThrow();
    broker =
        server == Server.EXCHANGE
            ? client(exchange.address(), new ApiKeys(exchange.apiKey(), exchange.apiSecret()))
            : client(runtime.gatewayAddress(), new ApiKeys(Files.readString(token).trim(), ""));
    request = new OrderRequest(BTC, Side.BUY, quantity, price, TimeInForce.GTC, null);
  }

  private static Broker client(URI address, ApiKeys keys) {
    HttpClient http = JdkHttpTransport.client(PATIENCE);
    JdkHttpTransport transport =
        new JdkHttpTransport(http, address, keys, PATIENCE, RateBudget.unlimited());
    return new AlpacaBroker(transport, transport, new GetRetry(1, Duration.ZERO));
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) {
    long begun = System.nanoTime();
    while (!condition.holds()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new IllegalStateException("not seen within " + PATIENCE);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Benchmark
  public PositionList positions() {
    return broker.positions();
  }

  @Benchmark
  public Map<Symbol, Quote> quote() {
    return broker.quotes(Set.of(BTC));
  }

  /**
   * Places an order, at the rate that Alpaca permits; its cancel is not measured. Without the pause the
   * result would contain the growth of the listing of the last minute's orders.
   */
  @Benchmark
  public Order order(Orders orders) {
    return orders.place();
  }

  /** One order at a time. */
  @State(Scope.Benchmark)
  public static class Orders {

    /**
     * The number of orders placed and cancelled before without a pause, which warm up the runtime.
     */
    @Param({"0", "400"})
    public int before;

    private OrderPathBench bench;
    private Order placed;

    @Setup
    public void warm(OrderPathBench bench) {
      this.bench = bench;
      for (int i = 0; i < before; i++) {
        place();
        cancel();
      }
      if (before > 0) {
        LockSupport.parkNanos(FORGOTTEN.toNanos());
      }
    }

    private Order place() {
      placed = bench.broker.submit(bench.request);
      return placed;
    }

    private void cancel() {
      bench.broker.cancel(placed.id());
      await(() -> !bench.broker.order(placed.id()).orElseThrow().isOpen());
    }

    /** Cancels the order and waits for the time of the next order. */
    @TearDown(Level.Invocation)
    public void next() {
      long next = System.nanoTime() + ORDER_INTERVAL.toNanos();
      cancel();
      LockSupport.parkNanos(next - System.nanoTime());
    }
  }
}
