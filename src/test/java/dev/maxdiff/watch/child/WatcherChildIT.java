package dev.maxdiff.watch.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Quote;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.watch.FakeGateway;
import dev.maxdiff.watch.SimulatedBroker;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The child as a real process, started from its jar, with a server of the test. */
class WatcherChildIT {

  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String EXIT =
      "close-position BTCUSD --side=buy --takeprofit-price=110 --poll-seconds=0.05";

  @TempDir Path folder;
  private SimulatedBroker broker;
  private FakeGateway gateway;
  private final List<Process> children = new ArrayList<>();
  private File log;

  @BeforeEach
  void serve() throws IOException {
    broker = new SimulatedBroker(Symbol.parse("BTCUSD"), Instant.now());
    broker.quote =
        new Quote(
            new BigDecimal("99.9"),
            BigDecimal.ONE,
            new BigDecimal("100"),
            BigDecimal.ONE,
            Instant.now());
    broker.position = new BigDecimal("0.5");
    gateway = new FakeGateway(broker);
    log = folder.resolve("child.log").toFile();
  }

  @AfterEach
  void endEverything() throws InterruptedException {
    for (Process child : children) {
      child.destroyForcibly().waitFor();
    }
    gateway.close();
    assertThat(gateway.violations).as("requests that are not Alpaca's").isEmpty();
  }

  @Test
  void placesItsOrderAndReportsItsState() throws Exception {
    start(EXIT, "1");

    await(() -> gateway.state().equals("watching_orders"));

    assertThat(broker.open()).singleElement().extracting("limitPrice").hasToString("110");
    assertThat(gateway.states.get(gateway.states.size() - 1).get("takeprofit_price").decimalValue())
        .isEqualByComparingTo("110");
    assertThat(Files.readString(log.toPath())).contains(" exit_submitted: sell 0.5 BTCUSD at 110");
  }

  @Test
  void aNewPriceIsPatchedIntoTheOrderOfTheOldGeneration() throws Exception {
    Process first = start(EXIT, "1");
    await(() -> gateway.state().equals("watching_orders"));
    first.destroy();
    assertThat(first.waitFor(120, TimeUnit.SECONDS)).isTrue();
    broker.generation = 2;

    start(EXIT.replace("110", "120"), "2");

    await(() -> gateway.requests.stream().anyMatch(request -> request.startsWith("PATCH ")));
    await(() -> open("120"));
    assertThat(broker.open()).hasSize(1);
  }

  @Test
  void sigtermEndsItAtOnceAndLeavesItsOrderAlone() throws Exception {
    Process child = start(EXIT, "1");
    await(() -> gateway.state().equals("watching_orders"));
    int asked = broker.log.size();

    long begin = System.nanoTime();
    child.destroy();
    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
    assertThat(child.exitValue()).isEqualTo(143);
    assertThat(broker.log).hasSize(asked);
    assertThat(broker.open()).hasSize(1);
  }

  @Test
  void anEntryThatExpiresCancelsItsOrderAndIsDone() throws Exception {
    broker.position = BigDecimal.ZERO;
    Process child =
        start(
            "open-position BTCUSD --side buy --limit-price 100 --target-qty 2"
                + " --poll-seconds 0.05 --expires-at "
                + Instant.now().plusSeconds(4),
            "1");
    await(() -> !broker.open().isEmpty());

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();

    assertThat(child.exitValue()).isZero();
    assertThat(broker.open()).isEmpty();
    assertThat(gateway.state()).isEqualTo("expired");
  }

  @Test
  void anExitWithoutExpiryEndsWhenItsPositionIsClosed() throws Exception {
    Process child = start(EXIT, "1");
    await(() -> gateway.state().equals("watching_orders"));

    synchronized (broker) {
      broker.fillAll();
    }

    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    assertThat(gateway.state()).isEqualTo("target_filled");
  }

  @ParameterizedTest
  @CsvSource({"500,polling_error", "401,auth_error", "403,auth_error", "429,polling_error"})
  void holdsStillWhileItIsNotAnswered(int status, String state) throws Exception {
    Process child = start(EXIT, "1");
    await(() -> gateway.state().equals("watching_orders"));
    int asked = broker.log.size();

    gateway.failWith = status;
    await(() -> gateway.state().equals(state));
    gateway.failWith = 0;
    await(() -> gateway.state().equals("watching_orders"));

    assertThat(child.isAlive()).isTrue();
    assertThat(broker.log).hasSize(asked);
  }

  @Test
  void survivesAGatewayThatIsAwayForAWhile() throws Exception {
    Process child = start(EXIT, "1");
    await(() -> gateway.state().equals("watching_orders"));
    int asked = broker.log.size();

    gateway.refuseConnections();
    await(() -> text(log).contains("polling_error"));
    int reported = gateway.states.size();
    gateway.listenAgain();
    await(() -> gateway.states.size() > reported && gateway.state().equals("watching_orders"));

    assertThat(child.isAlive()).isTrue();
    assertThat(broker.log).hasSize(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "close-position BTCUSD --side=buy",
        "close-position --side=buy --takeprofit-price=1",
        "close-position BTCUSD --side=long --takeprofit-price=1",
        "close-position BTCUSD --side=buy --takeprofit-price=NaN",
        "close-position BTCUSD --side=buy --takeprofit-price=1 --price-tolerance=-1",
        "open-position BTCUSD --side=buy --limit-price=1 --target-qty=0",
        "open-position BTCUSD --side=buy --limit-price=1 --target-qty=1 --colour=red",
        "hold BTCUSD"
      })
  void refusesABadCommandLineInOneMessage(String arguments) throws Exception {
    Process child = start(arguments, "1");

    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(child.exitValue()).isEqualTo(2);
    assertThat(text(log)).startsWith("maxdiff: ").doesNotContain("Exception");
    assertThat(gateway.requests).isEmpty();
  }

  @Test
  void writesItsStateFileToo() throws Exception {
    Path file = folder.resolve("deep/er.json");
    start(EXIT + " --config-path=" + file, "1");

    await(() -> Files.exists(file) && text(file.toFile()).contains("watching_orders"));

    assertThat(JsonText.parse(Files.readString(file)).get("active").booleanValue()).isTrue();
  }

  @Test
  void endsWithItsParentWhereThereIsNoSentinel() throws Exception {
    ProcessBuilder builder = builder(EXIT, "1");
    builder.environment().put("MAXDIFF_PARENT_PIPE", "1");
    Process child = builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
    children.add(child);
    await(() -> gateway.state().equals("watching_orders"));

    child.getOutputStream().close();

    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(broker.open()).hasSize(1);
  }

  @Test
  void warmsUpWithoutAServer() throws Exception {
    Process child = start("--warm-up", "1");

    assertThat(child.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(text(log)).isEmpty();
    assertThat(child.exitValue()).isZero();
    assertThat(gateway.requests).isEmpty();
  }

  private boolean open(String limit) {
    synchronized (broker) {
      return broker.open().stream()
          .anyMatch(order -> order.limitPrice().compareTo(new BigDecimal(limit)) == 0);
    }
  }

  private Process start(String arguments, String generation) throws Exception {
    Process child = builder(arguments, generation).start();
    children.add(child);
    return child;
  }

  private ProcessBuilder builder(String arguments, String generation) throws URISyntaxException {
    Path jar = Path.of(WatcherChild.class.getResource("/maxdiff-child.jar").toURI());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx32m",
                "-Xss256k",
                "-cp",
                jar.toString(),
                "dev.maxdiff.watch.child.WatcherChild"));
    command.addAll(Arrays.asList(arguments.split(" ")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("APCA_API_BASE_URL", gateway.address());
    builder.environment().put("APCA_API_KEY_ID", "a-token");
    builder.environment().put("MAXDIFF_GENERATION", generation);
    builder.redirectErrorStream(true).redirectOutput(log);
    return builder.redirectInput(new File("/dev/null"));
  }

  private static String text(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      return "";
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(LONG);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("in time").isBefore(end);
      Thread.sleep(10);
    }
  }
}
