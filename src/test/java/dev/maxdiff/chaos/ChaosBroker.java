package dev.maxdiff.chaos;

import dev.maxdiff.program.AuditChecker;
import dev.maxdiff.program.FaultyProxy;
import dev.maxdiff.program.Program;
import dev.maxdiff.program.ProxyFault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The embedded exchange in its own process, behind a proxy that injects faults. */
public final class ChaosBroker implements AutoCloseable {

  /** Time before trading starts; the trades begin there. */
  private static final Duration WARM_UP = Duration.ofMinutes(1);

  /** The trades last this much longer than the run. */
  private static final Duration AFTER_THE_RUN = Duration.ofMinutes(15);

  private final Program exchange;
  private final Path audit;
  private final FaultyProxy proxy;
  private final Map<String, String> keys;
  private final boolean isShared;
  private volatile boolean faulty;
  private volatile long clearedAt = System.nanoTime() - Duration.ofMinutes(1).toNanos();

  private ChaosBroker(Program exchange, Path audit, boolean isShared) {
    this.exchange = exchange;
    this.audit = audit;
    this.isShared = isShared;
    this.proxy = FaultyProxy.to(URI.create(printed("Serving")));
    this.keys = Map.of("APCA_API_KEY_ID", printed("Key"), "APCA_API_SECRET_KEY", printed("Secret"));
  }

  /**
   * @param settings configuration file of the exchange
   * @param run length of the run
   * @param options further arguments of the exchange
   */
  public static ChaosBroker start(Path folder, Path settings, Duration run, String... options) {
    return start(folder, settings, run, false, options);
  }

  /**
   * Starts a broker whose prices jump, whose position list lags behind, and whose answers contain
   * orders and positions of kinds that the program does not carry.
   */
  static ChaosBroker startShared(Path folder, Path settings, Duration run) {
    ChaosBroker broker = start(folder, settings, run, true);
    broker.proxy.rewriteBodies(new ForeignAnswers());
    return broker;
  }

  private static ChaosBroker start(
      Path folder, Path settings, Duration run, boolean isShared, String... options) {
    Instant first = Instant.now().minus(WARM_UP);
    Path tape =
        ChaosMarket.write(
            folder.resolve("market.csv"), first, WARM_UP.plus(run).plus(AFTER_THE_RUN), isShared);
    Path state = folder.resolve("broker");
    List<String> arguments =
        new ArrayList<>(List.of("exchange", "--data=" + tape, "--speed=1", "--port=0"));
    arguments.addAll(List.of(options));
    Program exchange =
        Program.start(
            Map.of("MAXDIFF_CONFIG", settings.toString()), state, arguments.toArray(String[]::new));
    exchange.awaitOutput("Secret");
    exchange.awaitOutput("\n");
    return new ChaosBroker(
        exchange, state.resolve("embedded_exchange").resolve("audit.jsonl"), isShared);
  }

  public URI address() {
    return proxy.address();
  }

  /** The environment that lets a runtime trade here. */
  public Map<String, String> keys() {
    return keys;
  }

  /** A client of the same account that passes neither the runtime nor the faults. */
  ForeignTrader foreignTrader() {
    return new ForeignTrader(URI.create(printed("Serving")), keys);
  }

  void inject(BrokerFault fault) {
    faulty = true;
    fault.apply(proxy);
  }

  void clearFault() {
    if (faulty) {
      clearedAt = System.nanoTime();
    }
    faulty = false;
    BrokerFault.clear(proxy);
  }

  /** Whether the exchange may still receive a request that a fault has delayed. */
  boolean mayReceiveLate() {
    return faulty || System.nanoTime() - clearedAt < BrokerFault.LATEST.toNanos();
  }

  boolean isFaulty() {
    return faulty;
  }

  /** The number of delayed orders so far. */
  int lateOrders() {
    return proxy.count(ProxyFault.Delay.class);
  }

  public AuditChecker audit() {
    return isShared ? AuditChecker.ofShared(audit) : AuditChecker.of(audit);
  }

  private String printed(String label) {
    Matcher line = Pattern.compile("(?m)^" + label + "\\s+(\\S+)$").matcher(exchange.output());
    if (!line.find()) {
      throw new AssertionError("the exchange did not print " + label + ":\n" + exchange.output());
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
