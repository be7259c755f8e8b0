package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.SocketTransport;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.watch.rules.WatcherRules;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The watcher process: {@code open-position} or {@code close-position}, one symbol, one slot.
 *
 * <p>It communicates by Alpaca's REST with the server of {@code APCA_API_BASE_URL} only. SIGTERM
 * ends it at once, by the JVM's own handling and without any order action: the sender of the signal
 * decides on its orders. Exit codes: 0 done, 1 failed, 2 usage.
 */
public final class WatcherChild {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Longer than the gateway's own time limit for an order of unknown outcome. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);

  private static final String WARM_UP = "--warm-up";
  private static final String PARENT_PIPE = "MAXDIFF_PARENT_PIPE";

  private WatcherChild() {}

  public static void main(String[] arguments) throws InterruptedException {
    int code = run(List.of(arguments), System.getenv(), System.out, System.err);
    if (code != 0) {
      System.exit(code);
    }
  }

  /**
   * Runs the watcher to its end, on the calling thread.
   *
   * @param arguments {@code open-position} or {@code close-position} and its options
   * @return the exit code
   * @throws InterruptedException when the calling thread is interrupted in a pause
   */
  public static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err)
      throws InterruptedException {
    try {
      if (arguments.equals(List.of(WARM_UP))) {
        WarmUp.run();
        return 0;
      }
      ChildArguments parsed = ChildArguments.parse(arguments, environment);
      endWithParent(environment);
      return watch(parsed, environment, out);
    } catch (UsageException e) {
      err.println("maxdiff: " + e.getMessage());
      err.println(ChildArguments.USAGE);
      return 2;
    } catch (InvalidValueException e) {
      err.println("maxdiff: " + e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println("maxdiff: warm-up: " + e);
      return 1;
    }
  }

  static int watch(ChildArguments arguments, Map<String, String> environment, PrintStream out)
      throws InterruptedException {
    URI address = address(environment);
    ApiKeys keys =
        new ApiKeys(
            environment.getOrDefault("APCA_API_KEY_ID", ""),
            environment.getOrDefault("APCA_API_SECRET_KEY", ""));
    List<StateSink> sinks = new ArrayList<>();
    if (arguments.configPath() != null) {
      sinks.add(new StateSink.ConfigFile(arguments.configPath()));
    }
    try (SocketTransport transport =
        new SocketTransport(address, keys, CONNECT_TIMEOUT, ANSWER_TIMEOUT)) {
      sinks.add(new StateSink.Gateway(transport));
      WatcherStateReport report =
          new WatcherStateReport(sinks, out::println, InstantSource.system(), System::nanoTime);
      Broker broker = new AlpacaBroker(transport, transport, GetRetry.NONE);
      PollErrors errors = new PollErrors(report, System::nanoTime);
      WatcherStart start = new WatcherStart(arguments, environment, broker, report);
      start.describe();
      report.put("pid", ProcessHandle.current().pid());
      WatcherRules<?> rules = awaitRules(start, arguments.poll(), report, errors);
      AccountSource source = GatewayAccountSource.over(transport, broker, arguments.symbol());
      Sleeper pause = new LongPoll(transport, WatcherChild::sleep);
      return new PollLoop<>(rules, source, broker, report, errors, pause).run();
    }
  }

  /**
   * Waits until the server answers with its time and the asset's increments; no poll runs before.
   */
  private static WatcherRules<?> awaitRules(
      WatcherStart start, Duration poll, WatcherStateReport report, PollErrors errors)
      throws InterruptedException {
    while (true) {
      try {
        return start.rules();
      } catch (BrokerException e) {
        errors.add(e);
        report.flush();
        sleep(errors.pause(poll));
      }
    }
  }

  private static void sleep(Duration pause) throws InterruptedException {
    Thread.sleep(pause.toMillis());
  }

  private static URI address(Map<String, String> environment) {
    String text = environment.get("APCA_API_BASE_URL");
    try {
      return URI.create(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException(
          "APCA_API_BASE_URL", text, "an address like http://127.0.0.1:8080");
    }
  }

  /**
   * Ends this process at the end of its standard input: without a sentinel, that is a pipe from the
   * runtime.
   */
  private static void endWithParent(Map<String, String> environment) {
    if (!"1".equals(environment.get(PARENT_PIPE))) {
      return;
    }
    Thread reader =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // the runtime writes no data
                }
              } catch (IOException e) {
                // treated as end of file
              }
              Runtime.getRuntime().halt(1);
            },
            "parent-pipe");
    reader.setDaemon(true);
    reader.start();
  }
}
