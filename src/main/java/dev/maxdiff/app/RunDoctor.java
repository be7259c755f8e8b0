package dev.maxdiff.app;

import com.typesafe.config.Config;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.OpaquePosition;
import dev.maxdiff.broker.OrderList;
import dev.maxdiff.broker.OrderQuery;
import dev.maxdiff.broker.PositionList;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.alpaca.rest.JdkHttpTransport;
import dev.maxdiff.broker.alpaca.selftest.PaperSelfTest;
import dev.maxdiff.broker.alpaca.wire.ApiKeys;
import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.ExitCodes;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.process.os.SignalHandlers;
import dev.maxdiff.runtime.context.Configuration;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code maxdiff doctor}: checks the environment or, with {@code --paper-selftest}, the behaviour
 * of the paper account; one line per check.
 */
public final class RunDoctor implements CommandActions.DoctorAction {

  private static final Duration MAX_SKEW = Duration.ofSeconds(2);

  private final Map<String, String> environment;

  public RunDoctor(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public int run(Location location, boolean paperSelfTest, Consumer<String> output) {
    Venue venue = location.venue().orElse(paperSelfTest ? Venue.PAPER : Venue.EMBEDDED);
    if (paperSelfTest && venue != Venue.PAPER) {
      throw new InvalidValueException(
          "--venue", venue, "paper with --paper-selftest: it places orders");
    }
    Config config =
        Configuration.load(
            Configurations.file(environment), Configurations.stateDirectory(location));
    if (paperSelfTest) {
      return selfTest(config, output);
    }
    boolean passed = new DoctorChecks(config, output).run();
    passed &= broker(config, venue, output);
    return passed ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private boolean broker(Config config, Venue venue, Consumer<String> output) {
    Optional<ApiKeys> keys = keys();
    if (keys.isEmpty()) {
      boolean needed = venue != Venue.EMBEDDED;
      output.accept(
          line(!needed, "keys: APCA_API_KEY_ID and APCA_API_SECRET_KEY are not set")
              + (needed ? "" : "; the embedded exchange needs none"));
      return !needed;
    }
    output.accept(line(true, "keys: APCA_API_KEY_ID and APCA_API_SECRET_KEY are set"));
    Venue endpoint = venue == Venue.LIVE ? Venue.LIVE : Venue.PAPER;
    String url = config.getString("maxdiff.alpaca." + endpoint + "-url");
    try (AlpacaBroker broker = alpaca(config, url, keys.get())) {
      Account account = broker.account();
      output.accept(line(true, "broker: " + url + " answers, account " + account.number()));
      return clock(broker, output) & tradable(account, output) & readable(broker, output);
    } catch (BrokerException e) {
      output.accept(line(false, "broker: " + url + ": " + e.getMessage()));
      return false;
    }
  }

  private static boolean clock(AlpacaBroker broker, Consumer<String> output) {
    Duration skew = Duration.between(Clock.systemUTC().instant(), broker.clock().at());
    boolean passed = skew.abs().compareTo(MAX_SKEW) <= 0;
    String skewLine =
        "clock: the broker's is " + skew.toMillis() / 1000.0 + " s from this machine's";
    output.accept(
        line(passed, passed ? skewLine : skewLine + " (expected: within 2 s; run an NTP client)"));
    return passed;
  }

  private static boolean tradable(Account account, Consumer<String> output) {
    String state =
        account
            .obstacle()
            .map(
                why ->
                    "may not trade: " + why + " (expected: an account that may trade; ask Alpaca)")
            .orElse("may trade");
    boolean passed = account.obstacle().isEmpty();
    output.accept(line(passed, "account: " + account.status() + ", " + state));
    return passed;
  }

  /** What cannot be read stops no runtime; an operator has to know it. */
  private static boolean readable(AlpacaBroker broker, Consumer<String> output) {
    OrderList open = broker.orders(OrderQuery.open());
    PositionList positions = broker.positions();
    List<String> problems =
        Stream.concat(
                open.opaque().stream().flatMap(order -> order.problem().stream()),
                positions.opaque().stream().map(OpaquePosition::problem))
            .toList();
    problems.forEach(problem -> output.accept(line(false, problem)));
    if (problems.isEmpty()) {
      output.accept(
          line(
              true,
              "account: %d open orders and %d positions can be read"
                  .formatted(open.size(), positions.positions().size())));
    }
    return problems.isEmpty();
  }

  private int selfTest(Config config, Consumer<String> output) {
    ApiKeys keys =
        keys()
            .orElseThrow(
                () ->
                    new InvalidValueException(
                        "APCA_API_KEY_ID",
                        "unset",
                        "the keys of your paper account, in the environment"));
    String url = config.getString("maxdiff.alpaca.paper-url");
    refuseLive(url, config.getString("maxdiff.alpaca.live-url"));
    try (AlpacaBroker broker = alpaca(config, url, keys)) {
      AtomicBoolean interrupted = new AtomicBoolean();
      for (String signal : List.of("INT", "TERM", "HUP")) {
        SignalHandlers.handle(signal, () -> interrupted.set(true));
      }
      String run = UUID.randomUUID().toString().substring(0, 8);
      PaperSelfTest test =
          new PaperSelfTest(
              broker,
              Clock.systemUTC(),
              run,
              interrupted::get,
              result -> output.accept(result.toString()));
      output.accept("Trying account " + test.account().number() + " at " + url);
      return outcome(test, interrupted, output);
    }
  }

  private static int outcome(
      PaperSelfTest test, AtomicBoolean interrupted, Consumer<String> output) {
    boolean passed = false;
    List<String> left;
    try {
      passed = test.run();
    } finally {
      if (interrupted.get()) {
        output.accept("Interrupted: the rest was left out");
      }
      left = test.cleanUp();
      left.forEach(order -> output.accept("not ok  left behind: " + order));
    }
    if (left.isEmpty()) {
      output.accept("Cleaned up: no order of a self-test is open");
    }
    return passed && left.isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  /** Refuses the live endpoint under every setting: a test order must never trade real money. */
  private static void refuseLive(String paper, String live) {
    String host = URI.create(paper).getHost();
    if (host == null
        || host.equalsIgnoreCase(URI.create(live).getHost())
        || host.equalsIgnoreCase("api.alpaca.markets")) {
      throw new InvalidValueException(
          "maxdiff.alpaca.paper-url", paper, "a paper endpoint, not that of live trading");
    }
  }

  private Optional<ApiKeys> keys() {
    Optional<String> id = variable("APCA_API_KEY_ID", "ALP_KEY_ID");
    Optional<String> secret = variable("APCA_API_SECRET_KEY", "ALP_SECRET_KEY");
    return id.flatMap(known -> secret.map(text -> new ApiKeys(known, text)));
  }

  private Optional<String> variable(String name, String fallback) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(environment.get(fallback)))
        .filter(value -> !value.isBlank());
  }

  private static AlpacaBroker alpaca(Config config, String tradingUrl, ApiKeys keys) {
    Config alpaca = config.getConfig("maxdiff.alpaca");
    Duration timeout = alpaca.getDuration("answer-timeout");
    HttpClient client = JdkHttpTransport.client(alpaca.getDuration("connect-timeout"));
    RateBudget budget = RateBudget.unlimited();
    URI data = URI.create(alpaca.getString("data-url"));
    return new AlpacaBroker(
        new JdkHttpTransport(client, URI.create(tradingUrl), keys, timeout, budget),
        new JdkHttpTransport(client, data, keys, timeout, budget),
        new GetRetry(alpaca.getInt("get-attempts"), alpaca.getDuration("get-first-pause")));
  }

  static String line(boolean passed, String text) {
    return (passed ? "ok      " : "not ok  ") + text;
  }
}
