package dev.maxdiff.chaos;

import dev.maxdiff.program.AuditJudge;
import dev.maxdiff.program.FaultRow;
import dev.maxdiff.program.FaultyProxy;
import dev.maxdiff.program.Program;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded exchange in a process of its own, behind a proxy that misbehaves. */
public final class ChaosBroker implements AutoCloseable {

  /** Before trading starts; its trades reach from then to longer than any run. */
  private static final Duration WARM_UP = Duration.ofMinutes(1);

  private static final Duration AFTER_THE_RUN = Duration.ofMinutes(15);

  private final Program exchange;
  private final Path audit;
  private final FaultyProxy proxy;
  private final Map<String, String> keys;
  private volatile boolean misbehaves;

  private ChaosBroker(Program exchange, Path audit) {
    this.exchange = exchange;
    this.audit = audit;
    this.proxy = FaultyProxy.to(URI.create(said("Serving")));
    this.keys = Map.of("APCA_API_KEY_ID", said("Key"), "APCA_API_SECRET_KEY", said("Secret"));
  }

  /**
   * @param settings of the exchange
   * @param more arguments of the exchange
   */
  public static ChaosBroker start(Path folder, Path settings, Duration run, String... more) {
    Instant first = Instant.now().minus(WARM_UP);
    Path tape =
        ChaosMarket.write(
            folder.resolve("market.csv"), first, WARM_UP.plus(run).plus(AFTER_THE_RUN));
    Path state = folder.resolve("broker");
    List<String> arguments =
        new ArrayList<>(List.of("exchange", "--data=" + tape, "--speed=1", "--port=0"));
    arguments.addAll(List.of(more));
    Program exchange =
        Program.start(
            Map.of("MAXDIFF_CONFIG", settings.toString()), state, arguments.toArray(String[]::new));
    exchange.awaitOutput("Secret");
    exchange.awaitOutput("\n");
    return new ChaosBroker(exchange, state.resolve("embedded_exchange").resolve("audit.jsonl"));
  }

  public URI address() {
    return proxy.address();
  }

  /** The environment that lets a runtime trade here. */
  public Map<String, String> keys() {
    return keys;
  }

  void misbehave(BrokerFault fault) {
    misbehaves = true;
    fault.on(proxy);
  }

  void behave() {
    misbehaves = false;
    BrokerFault.none(proxy);
  }

  boolean misbehaves() {
    return misbehaves;
  }

  /** How many orders it has been late with so far. */
  int lateOrders() {
    return proxy.count(FaultRow.Delay.class);
  }

  public AuditJudge audit() {
    return AuditJudge.of(audit);
  }

  private String said(String what) {
    Matcher line = Pattern.compile("(?m)^" + what + "\\s+(\\S+)$").matcher(exchange.output());
    if (!line.find()) {
      throw new AssertionError("the exchange did not say " + what + ":\n" + exchange.output());
    }
    return line.group(1);
  }

  @Override
  public void close() {
    proxy.close();
    exchange.close();
  }

  @Override
  public String toString() {
    return "requests " + proxy;
  }
}
