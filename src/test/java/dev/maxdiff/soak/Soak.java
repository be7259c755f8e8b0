package dev.maxdiff.soak;

import dev.maxdiff.chaos.ChaosBroker;
import dev.maxdiff.chaos.ChaosMarket;
import dev.maxdiff.chaos.RuntimeProgram;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.program.AuditChecker;
import dev.maxdiff.program.MarkedProcesses;
import dev.maxdiff.program.OrderlyEnd;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One soak test, from its seed to its violations. */
final class Soak {

  /** The time-out of a wait, also on a slow machine. */
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  private static final int MAXIMUM_PAUSE_MILLIS = 4_000;

  /**
   * What the ledger may lack, as a fraction of a key's purchases: the broker does not report which
   * purchases paid the taker fee, a thousandth more in coin.
   */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.001");

  /** What the ledger keeps back at most of an entry order for fees that are rounded up. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.000000205");

  /** The account shows money to eight decimals, always rounded down. */
  private static final BigDecimal CASH_TOLERANCE = new BigDecimal("0.00000002");

  private final Path folder;
  private final long seed;
  private final Duration length;
  private final List<String> violations = new ArrayList<>();
  private List<String> differences = List.of();

  Soak(Path folder, long seed, Duration length) {
    this.folder = folder;
    this.seed = seed;
    this.length = length;
  }

  /** Plays the soak, prints its summary and returns the violations, one line each. */
  List<String> violations() throws InterruptedException {
    Path faults = SoakSettings.faults(folder, seed);
    try (ChaosBroker broker =
            ChaosBroker.start(folder, SoakSettings.exchange(folder), length, "--faults=" + faults);
        RuntimeProgram runtime =
            new RuntimeProgram(
                folder.resolve("state"),
                SoakSettings.runtime(folder, broker.address()),
                broker.keys())) {
      runtime.start();
      String uuid = runtime.uuid();
      RandomWishes wishes = new RandomWishes(seed, runtime.client());
      wishes.sendAll();
      await(RandomWishes.SLOTS + " watchers", () -> watchers(uuid) == RandomWishes.SLOTS);
      play(wishes);
      stopAll(runtime.client());
      await("no watcher", () -> watchers(uuid) == 0);
      await("the accounts to agree", () -> agrees(runtime.client(), broker.audit()));
      end(runtime, uuid, broker);
      check(broker.audit());
      System.out.printf(
          "Soak: seed %d, %d s, %s, %d faults%n  %s%n",
          seed, length.toSeconds(), wishes, broker.audit().faults(), broker.audit());
    }
    return List.copyOf(violations);
  }

  private void play(RandomWishes wishes) throws InterruptedException {
    Random random = new Random(~seed);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < length.toNanos()) {
      wishes.sendNext();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MAXIMUM_PAUSE_MILLIS)); // the pace of the wishes
    }
  }

  private static void stopAll(RuntimeClient runtime) {
    try {
      runtime.killAll(true).toCompletableFuture().join();
    } catch (CompletionException e) {
      System.out.println("Soak: kill-all was not answered: " + e.getCause());
    }
  }

  private static long watchers(String uuid) {
    return MarkedProcesses.of(uuid).stream()
        .map(process -> MarkedProcesses.commandLine(process.pid()))
        .filter(words -> words.contains("open-position") || words.contains("close-position"))
        .count();
  }

  private boolean agrees(RuntimeClient runtime, AuditChecker audit) {
    try {
      StatusView status = runtime.status().toCompletableFuture().join();
      if (status.brokerError() == null) { // otherwise a fault; read again
        differences = differences(status, audit);
        return differences.isEmpty();
      }
    } catch (CompletionException e) {
      System.out.println("Soak: status was not answered: " + e.getCause());
    }
    return false;
  }

  /** The differences between the runtime's status and the fills in the exchange's log. */
  private static List<String> differences(StatusView status, AuditChecker audit) {
    List<String> differences = new ArrayList<>();
    BigDecimal money = status.account().cash().subtract(audit.cash()).abs();
    if (money.compareTo(CASH_TOLERANCE) > 0) {
      differences.add("cash " + status.account().cash() + ", the fills give " + audit.cash());
    }
    Map<Symbol, BigDecimal> positions = new TreeMap<>();
    Map<WatcherKey, BigDecimal> owned = new TreeMap<>();
    status
        .positions()
        .forEach(
            line -> {
              positions.put(line.symbol(), line.quantity());
              owned.putAll(line.owned());
            });
    for (Symbol symbol : ChaosMarket.SYMBOLS) {
      BigDecimal shown = positions.getOrDefault(symbol, BigDecimal.ZERO);
      if (shown.compareTo(audit.position(symbol)) != 0) {
        differences.add(symbol + " " + shown + ", the fills give " + audit.position(symbol));
      }
    }
    audit.keys().forEach(key -> compareKey(key, owned, audit, differences));
    return differences;
  }

  private static void compareKey(
      String key, Map<WatcherKey, BigDecimal> owned, AuditChecker audit, List<String> differences) {
    AuditChecker.Share share = audit.share(key);
    BigDecimal shown = owned.getOrDefault(WatcherKey.parse(key), BigDecimal.ZERO);
    BigDecimal rounding = ROUNDING.multiply(BigDecimal.valueOf(share.entryOrders()));
    BigDecimal unowned = share.owned().subtract(shown);
    // never more than the fills gave: that would be another key's, or a person's
    boolean isMissing = unowned.compareTo(share.bought().multiply(TOLERANCE).add(rounding)) > 0;
    if (unowned.signum() < 0 || isMissing) {
      differences.add(
          key + " owns " + shown + " in the ledger, " + share.owned() + " by its fills");
    }
  }

  private void end(RuntimeProgram runtime, String uuid, ChaosBroker broker) {
    runtime.signal("INT");
    int code = runtime.exitCode();
    OrderlyEnd.differences(runtime.output(), code, broker.audit())
        .forEach(difference -> violations.add(difference + "\n" + runtime.output()));
    MarkedProcesses.of(uuid).forEach(left -> violations.add("left behind: " + left));
    runtime.sentinel().ifPresent(pid -> violations.add("left behind: the sentinel " + pid));
  }

  private void check(AuditChecker audit) {
    violations.addAll(audit.violations());
    if (audit.sumOfProfits().subtract(audit.accountProfit()).abs().compareTo(BigDecimal.ONE) > 0) {
      violations.add("the keys' profits do not add up: " + audit);
    }
    if (audit.posts() < RandomWishes.SLOTS / 2 || audit.fills() == 0 || audit.faults() == 0) {
      violations.add("too few events for a proof: " + audit);
    }
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > TIMEOUT.toNanos()) {
        violations.add("never seen: " + what + " " + differences);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(250); // between two readings
    }
  }
}
