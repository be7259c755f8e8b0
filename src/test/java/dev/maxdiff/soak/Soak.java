package dev.maxdiff.soak;

import dev.maxdiff.chaos.ChaosBroker;
import dev.maxdiff.chaos.ChaosMarket;
import dev.maxdiff.chaos.RuntimeUnderFire;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.program.AuditJudge;
import dev.maxdiff.program.MarkedProcesses;
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

/** One soak from its seed to its verdict. */
final class Soak {

  /** However slow the machine is. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int MOST_MILLIS_BETWEEN = 4_000;

  /**
   * Of what a key has bought: the broker does not say which purchases met a quote, and paid a
   * thousandth more in coin.
   */
  private static final BigDecimal DOUBT = new BigDecimal("0.001");

  /** The account shows money to eight decimals, always rounded down. */
  private static final BigDecimal SHOWN = new BigDecimal("0.00000002");

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

  /** Returns what should not have been, one line each, after it has printed what happened. */
  List<String> violations() throws InterruptedException {
    Path faults = SoakSettings.faults(folder, seed);
    try (ChaosBroker broker =
            ChaosBroker.start(folder, SoakSettings.exchange(folder), length, "--faults=" + faults);
        RuntimeUnderFire runtime =
            new RuntimeUnderFire(
                folder.resolve("state"),
                SoakSettings.runtime(folder, broker.address()),
                broker.keys())) {
      runtime.start();
      String uuid = runtime.uuid();
      Wishes wishes = new Wishes(seed, runtime.client());
      wishes.all();
      await(Wishes.SLOTS + " watchers", () -> watchers(uuid) == Wishes.SLOTS);
      play(wishes);
      stopAll(runtime.client());
      await("no watcher", () -> watchers(uuid) == 0);
      await("the accounts to agree", () -> agrees(runtime.client(), broker.audit()));
      end(runtime, uuid);
      judge(broker.audit());
      System.out.printf(
          "Soak: seed %d, %d s, %s, %d faults%n  %s%n",
          seed, length.toSeconds(), wishes, broker.audit().faults(), broker.audit());
    }
    return List.copyOf(violations);
  }

  private void play(Wishes wishes) throws InterruptedException {
    Random random = new Random(~seed);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < length.toNanos()) {
      wishes.next();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_MILLIS_BETWEEN)); // the pace of the wishes
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

  private boolean agrees(RuntimeClient runtime, AuditJudge audit) {
    try {
      StatusView status = runtime.status().toCompletableFuture().join();
      if (status.brokerError() == null) { // else a fault; asked again
        differences = differences(status, audit);
        return differences.isEmpty();
      }
    } catch (CompletionException e) {
      System.out.println("Soak: status was not answered: " + e.getCause());
    }
    return false;
  }

  /** Between what the runtime shows and what the fills in the exchange's log say. */
  private static List<String> differences(StatusView status, AuditJudge audit) {
    List<String> differences = new ArrayList<>();
    BigDecimal money = status.account().cash().subtract(audit.cash()).abs();
    if (money.compareTo(SHOWN) > 0) {
      differences.add("cash " + status.account().cash() + ", the fills say " + audit.cash());
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
        differences.add(symbol + " " + shown + ", the fills say " + audit.position(symbol));
      }
    }
    audit.keys().forEach(key -> keyDiffers(key, owned, audit, differences));
    return differences;
  }

  private static void keyDiffers(
      String key, Map<WatcherKey, BigDecimal> owned, AuditJudge audit, List<String> differences) {
    AuditJudge.Share share = audit.share(key);
    BigDecimal booked = owned.getOrDefault(WatcherKey.parse(key), BigDecimal.ZERO);
    BigDecimal allowed = share.bought().multiply(DOUBT);
    if (booked.subtract(share.owned()).abs().compareTo(allowed) > 0) {
      differences.add(key + " owns " + booked + " by the book, " + share.owned() + " by its fills");
    }
  }

  private void end(RuntimeUnderFire runtime, String uuid) {
    runtime.signal("INT");
    int code = runtime.exitCode();
    if (code != 0) {
      violations.add("exit code " + code + "\n" + runtime.output());
    }
    MarkedProcesses.of(uuid).forEach(left -> violations.add("left behind: " + left));
    runtime.sentinel().ifPresent(pid -> violations.add("left behind: the sentinel " + pid));
  }

  private void judge(AuditJudge audit) {
    violations.addAll(audit.violations());
    if (audit.sumOfProfits().subtract(audit.accountProfit()).abs().compareTo(BigDecimal.ONE) > 0) {
      violations.add("the keys' profits do not add up: " + audit);
    }
    if (audit.posts() < Wishes.SLOTS / 2 || audit.fills() == 0 || audit.faults() == 0) {
      violations.add("too little has happened to prove anything: " + audit);
    }
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        violations.add("never seen: " + what + " " + differences);
        return;
      }
      TimeUnit.MILLISECONDS.sleep(250); // between two looks
    }
  }
}
