package dev.maxdiff.program;

import dev.maxdiff.cli.RuntimeAddress;
import dev.maxdiff.cli.RuntimeFinder;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.watch.child.WatcherChild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A runtime that trades at a broker, as three kinds of real programs: exchange, runtime, watchers.
 * Both ways between them lead through proxies. The market is now: it swings around 1000 USD by 15
 * and more, there and back within eight seconds.
 */
final class FaultyLinks implements AutoCloseable {

  private static final Symbol SYMBOL = Symbol.parse("BTCUSD");
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int WARM_UP_SECONDS = 60;
  private static final int PRINTS_A_SECOND = 4;
  private static final int SECONDS = 1_200;

  private final Path directory;
  private final Program exchange;
  private final FaultyProxy toBroker;
  private final FaultyProxy toGateway;
  private final Program runtime;
  private final RuntimeClient client;
  private final FollowedAudit audit;

  FaultyLinks(Path directory) {
    this.directory = directory;
    audit = new FollowedAudit(directory.resolve("exchange/embedded_exchange/audit.jsonl"));
    exchange = exchange();
    toBroker = FaultyProxy.to(URI.create(said("Serving")));
    toGateway = FaultyProxy.to(URI.create("http://127.0.0.1:1")); // until a watcher knows better
    runtime = startRuntime();
    Location location = new Location(directory.resolve("runtime"), Venue.PAPER, "");
    RuntimeAddress address = new RuntimeFinder().find(location).get(0);
    client = new RuntimeClient(address.address(), address.token(), Program.PATIENCE);
  }

  /** From the runtime's gateway to the exchange. */
  FaultyProxy toBroker() {
    return toBroker;
  }

  /** From the watchers to the runtime's gateway. */
  FaultyProxy toGateway() {
    return toGateway;
  }

  Program runtime() {
    return runtime;
  }

  AuditJudge audit() {
    return audit.judge();
  }

  WishAnswer entry(String strategy, String price, String quantity) {
    return wish(Slot.ENTRY, strategy, price, Quantity.parse(quantity));
  }

  WishAnswer exit(String strategy, String price) {
    return wish(Slot.EXIT, strategy, price, null);
  }

  /** Waits until watchers of before have told where the gateway is. */
  void awaitGateway() {
    Path told = directory.resolve("gateway");
    runtime.await("a watcher", () -> Files.exists(told));
    toGateway.upstream(URI.create(read(told).strip()));
  }

  /** Shows what the runtime said when it never comes. */
  void await(String what, BooleanSupplier condition) {
    runtime.await(what + "\n" + toBroker + toGateway, condition);
  }

  @Override
  public void close() {
    toBroker.behave();
    toGateway.behave();
    runtime.signal("TERM");
    runtime.exitCode();
    exchange.close();
    toBroker.close();
    toGateway.close();
  }

  private WishAnswer wish(Slot slot, String strategy, String price, Quantity quantity) {
    return client
        .want(
            new WishRequest(
                slot,
                SYMBOL,
                Side.BUY,
                new Strategy(strategy),
                Price.parse(price),
                quantity,
                null,
                null,
                null,
                POLL,
                true,
                false,
                false,
                null,
                WishRequest.Source.OPERATOR))
        .toCompletableFuture()
        .join();
  }

  private Program exchange() {
    Path settings = write("exchange.conf", "maxdiff.exchange.warm-up = " + WARM_UP_SECONDS + "s\n");
    Program program =
        Program.start(
            Map.of("MAXDIFF_CONFIG", settings.toString()),
            directory.resolve("exchange"),
            "exchange",
            "--speed=1",
            "--data=" + write("now.csv", tape()));
    program.awaitOutput("Secret");
    return program;
  }

  private static String tape() {
    long first = Instant.now().getEpochSecond() - WARM_UP_SECONDS;
    StringBuilder tape = new StringBuilder("timestamp,price,amount\n");
    for (int i = 0; i < SECONDS * PRINTS_A_SECOND; i++) {
      // each swing a little farther than the last: else a bid at its very end were never reached
      // again
      double price = 1000 + (15 + i / 160.0) * Math.sin(i * Math.PI / 16);
      long millis = first * 1000 + i * 1000L / PRINTS_A_SECOND;
      tape.append(millis).append(String.format(Locale.ROOT, ",%.2f,0.03\n", price));
    }
    return tape.toString();
  }

  private Program startRuntime() {
    Path settings =
        write(
            "runtime.conf",
            """
            maxdiff.alpaca { paper-url = "%1$s", data-url = "%1$s" }
            maxdiff.alpaca { answer-timeout = 5s, get-first-pause = 50ms }
            # this broker is near, and takes any number of requests
            maxdiff.execution.reads.alpaca { per-minute = 0, shortest = 200ms, longest = 200ms, market = 200ms }
            maxdiff.execution { lookup-interval = 200ms }
            maxdiff.watcher.command = ["/bin/sh", "%2$s"]
            """
                .formatted(toBroker.address(), write("watcher.sh", watcher())));
    Program program =
        Program.start(
            Map.of(
                "MAXDIFF_CONFIG",
                settings.toString(),
                "APCA_API_KEY_ID",
                said("Key"),
                "APCA_API_SECRET_KEY",
                said("Secret")),
            directory.resolve("runtime"),
            "run",
            "--alpaca",
            "--no-loop",
            "--port=0");
    program.awaitOutput(Sandbox.READY);
    return program;
  }

  /** The bundled watcher, a little faster than a foreign one may be, led through the proxy. */
  private String watcher() {
    return """
        told=%1$s/gateway
        [ -e $told ] || { echo $APCA_API_BASE_URL > $told.$$ && mv $told.$$ $told; }
        for word; do
          shift
          case $word in --poll-seconds=*) word=--poll-seconds=0.2 ;; esac
          set -- "$@" "$word"
        done
        APCA_API_BASE_URL=%2$s
        exec %3$s/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx32m \\
          -cp %1$s/runtime/paper/child/maxdiff-child-*.jar %4$s "$@"
        """
        .formatted(
            directory,
            toGateway.address(),
            System.getProperty("java.home"),
            WatcherChild.class.getName());
  }

  private String said(String what) {
    Matcher line =
        Pattern.compile("^" + what + "\\s+(\\S+)$", Pattern.MULTILINE).matcher(exchange.output());
    if (!line.find()) {
      throw new AssertionError("the exchange did not say its " + what + ":\n" + exchange.output());
    }
    return line.group(1);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
