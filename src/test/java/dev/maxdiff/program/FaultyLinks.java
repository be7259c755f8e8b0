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
 * Exchange, runtime and watchers as real programs, with a proxy on each of the two links between
 * them. The market has the present time and swings around 1000 USD by 15 USD and more, with a
 * period of eight seconds.
 */
final class FaultyLinks implements AutoCloseable {

  private static final Symbol SYMBOL = Symbol.parse("BTCUSD");
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int WARM_UP_SECONDS = 60;
  private static final int TRADES_PER_SECOND = 4;
  private static final int SECONDS = 1_200;

  private final Path directory;
  private final Program exchange;
  private final FaultyProxy toBroker;
  private final FaultyProxy toGateway;
  private final Program runtime;
  private final RuntimeClient client;
  private final AuditTail audit;

  FaultyLinks(Path directory) {
    this.directory = directory;
    audit = new AuditTail(directory.resolve("exchange/embedded_exchange/audit.jsonl"));
    exchange = exchange();
    toBroker = FaultyProxy.to(URI.create(printed("Serving")));
    toGateway = FaultyProxy.to(URI.create("http://127.0.0.1:1")); // replaced by awaitGateway
    runtime = startRuntime();
    Location location = new Location(directory.resolve("runtime"), Venue.PAPER, "");
    RuntimeAddress address = new RuntimeFinder().find(location).get(0);
    client = new RuntimeClient(address.address(), address.tokens(), null, Program.PATIENCE);
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

  AuditChecker audit() {
    return audit.checker();
  }

  WishAnswer entry(String strategy, String price, String quantity) {
    return wish(Slot.ENTRY, strategy, price, Quantity.parse(quantity));
  }

  WishAnswer exit(String strategy, String price) {
    return wish(Slot.EXIT, strategy, price, null);
  }

  /** Waits for the gateway's address, which the first watcher writes to a file. */
  void awaitGateway() {
    Path addressFile = directory.resolve("gateway");
    runtime.await("a watcher", () -> Files.exists(addressFile));
    toGateway.upstream(URI.create(read(addressFile).strip()));
  }

  /** Waits for a condition; after a time-out the error shows the runtime's output. */
  void await(String what, BooleanSupplier condition) {
    runtime.await(what + "\n" + toBroker + toGateway, condition);
  }

  @Override
  public void close() {
    toBroker.clearFaults();
    toGateway.clearFaults();
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
    for (int i = 0; i < SECONDS * TRADES_PER_SECOND; i++) {
      // each swing is wider than the last, so that the market reaches every resting bid again
      double price = 1000 + (15 + i / 160.0) * Math.sin(i * Math.PI / 16);
      long millis = first * 1000 + i * 1000L / TRADES_PER_SECOND;
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
            # this broker is local and has no request limit
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
                printed("Key"),
                "APCA_API_SECRET_KEY",
                printed("Secret")),
            directory.resolve("runtime"),
            "run",
            "--alpaca",
            "--no-loop",
            "--port=0");
    program.awaitOutput(Sandbox.READY);
    return program;
  }

  /** A script that starts the bundled watcher with a shorter poll and the proxy's address. */
  private String watcher() {
    return """
        address=%1$s/gateway
        [ -e $address ] || { echo $APCA_API_BASE_URL > $address.$$ && mv $address.$$ $address; }
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

  private String printed(String label) {
    Matcher line =
        Pattern.compile("^" + label + "\\s+(\\S+)$", Pattern.MULTILINE).matcher(exchange.output());
    if (!line.find()) {
      throw new AssertionError("the exchange did not print " + label + ":\n" + exchange.output());
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
