package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults on the links to gateway and broker: unreachable, slow, or with lost answers, while clients
 * send wishes. The exchange's audit log shows the outcome.
 */
@Timeout(600)
class FaultyLinkIT {

  private static final String PREFIX = "BTCUSD|buy|";
  private static final String HELD = PREFIX + "held";
  private static final String RESTING = PREFIX + "resting";

  /** The path of the bundled watchers' read; after a failure they read each list separately. */
  private static final String VIEW = "/maxdiff/v1/view";

  private static final BigDecimal BOUGHT = new BigDecimal("0.3");

  /** Longer than a request time-out, shorter than {@code absent-after}. */
  private static final Duration LATE = Duration.ofSeconds(6);

  private static final List<ProxyFault> QUICK =
      List.of(
          ProxyFault.drop(),
          ProxyFault.refuse(),
          ProxyFault.truncate(),
          ProxyFault.status(500, "{\"code\":50010000,\"message\":\"internal\"}"),
          ProxyFault.status(503, "<html>down</html>"),
          ProxyFault.status(429, "{\"message\":\"too many requests.\"}"),
          ProxyFault.status(429, "{\"message\":\"too many requests.\"}", "Retry-After: 1"),
          ProxyFault.status(401, "{\"code\":40110000,\"message\":\"request is not authorized\"}"),
          ProxyFault.hold(Duration.ofMillis(300)));
  private static final List<ProxyFault> ALL =
      Stream.concat(Stream.of(ProxyFault.delay(LATE), ProxyFault.hold(LATE)), QUICK.stream())
          .toList();

  /** The faults that make a list unreadable. */
  private static final List<ProxyFault> UNREADABLE = QUICK.subList(0, QUICK.size() - 1);

  @TempDir Path directory;

  private FaultyLinks links;
  private int round;

  @Test
  void p10NoOrderIsDuplicatedOrSentWithoutAReadWhileTheLinksFail() {
    try (FaultyLinks opened = new FaultyLinks(directory)) {
      links = opened;
      begin();
      for (FaultyProxy link : List.of(links.toBroker(), links.toGateway())) {
        noChangeWhileUnreadable(link, "/v2/orders?");
        noChangeWhileUnreadable(link, "/v2/positions");
        everyFaultOfAChange(link);
        unreachable(link);
      }
      for (int seed = 1; seed <= FaultTestScale.number(3, 1); seed++) {
        randomFaults(seed);
      }
      assertThat(links.audit().violations()).isEmpty();
      System.out.println(links.audit());
      System.out.println("gateway to broker " + links.toBroker());
      System.out.println("watchers to gateway " + links.toGateway());
    }
  }

  private void begin() {
    links.entry("held", "1000", BOUGHT.toPlainString());
    links.awaitGateway();
    await("the position", () -> isBought("held"));
    converges();
  }

  private void noChangeWhileUnreadable(FaultyProxy link, String list) {
    Queue<FaultyProxy.Request> changes = new ConcurrentLinkedQueue<>();
    AtomicInteger unread = new AtomicInteger();
    link.injectFaults(
        request -> {
          if (isChange(request)) {
            changes.add(request);
          } else if (reads(request, list) || reads(request, VIEW)) {
            return UNREADABLE.get(unread.getAndIncrement() % UNREADABLE.size());
          }
          return ProxyFault.none();
        });
    wish();
    await("many failed reads", () -> unread.get() >= 12);
    assertThat(changes).isEmpty();
    link.clearFaults();
    converges();
  }

  private void everyFaultOfAChange(FaultyProxy link) {
    AtomicInteger faults = new AtomicInteger();
    link.injectFaults(
        request ->
            isChange(request) ? ALL.get(faults.getAndIncrement() % ALL.size()) : ProxyFault.none());
    while (faults.get() < ALL.size()) {
      int before = faults.get();
      wish();
      await("a fault", () -> faults.get() > before);
    }
    link.clearFaults();
    converges();
  }

  private void unreachable(FaultyProxy link) {
    long before = started();
    link.unreachable(true);
    wish();
    await("two failed starts", () -> started() >= before + 2);
    link.unreachable(false);
    converges();
  }

  private void randomFaults(int seed) {
    AtomicInteger faults = new AtomicInteger();
    String strategy = "seed" + seed;
    links.entry(strategy, "1000", BOUGHT.toPlainString());
    links.toBroker().injectFaults(sometimes(new Random(seed), faults));
    links.toGateway().injectFaults(sometimes(new Random(~seed), faults));
    for (int wished = 1; wished <= 3; wished++) {
      wish();
      int enough = wished * 15;
      await("faults", () -> faults.get() >= enough);
    }
    links.toBroker().clearFaults();
    links.toGateway().clearFaults();
    links.entry(strategy, "999", BOUGHT.toPlainString());
    converges();
    await("the whole quantity", () -> isBought(strategy));
    assertThat(links.audit().share(PREFIX + strategy).owned()).isLessThanOrEqualTo(BOUGHT);
  }

  private static Function<FaultyProxy.Request, ProxyFault> sometimes(
      Random random, AtomicInteger faults) {
    return request -> {
      if (random.nextInt(5) > 0) {
        return ProxyFault.none();
      }
      faults.incrementAndGet();
      return QUICK.get(random.nextInt(QUICK.size()));
    };
  }

  /** Sends a newer wish for both slots, each time with a new price. */
  private void wish() {
    round++;
    links.exit("held", takeProfit());
    links.entry("resting", limit(), "2");
  }

  private String takeProfit() {
    return Integer.toString(1_100 + 5 * round);
  }

  private String limit() {
    return Integer.toString(950 - 10 * round);
  }

  private void converges() {
    wish();
    await("the take-profit", () -> isOpenAt(HELD + " exit", takeProfit()));
    await("the entry", () -> isOpenAt(RESTING + " entry", limit()));
    // a take-profit from before the last fill grows with the position
    await("all of the position in it", this::isCovered);
    AuditChecker audit = links.audit();
    assertThat(audit.violations()).isEmpty();
    assertThat(audit.share(HELD).owned()).isLessThanOrEqualTo(BOUGHT);
  }

  private boolean isCovered() {
    AuditChecker audit = links.audit();
    BigDecimal uncovered =
        audit
            .openOrder(HELD + " exit")
            .map(order -> new BigDecimal(order.path("qty").asText()))
            .map(covered -> audit.share(HELD).owned().subtract(covered))
            .orElse(BOUGHT);
    return uncovered.compareTo(new BigDecimal("0.0001")) < 0;
  }

  private boolean isOpenAt(String slot, String price) {
    return links
        .audit()
        .openOrder(slot)
        .filter(order -> !order.path("status").asText().startsWith("pending"))
        .map(order -> new BigDecimal(order.path("limit_price").asText()))
        .filter(limit -> limit.compareTo(new BigDecimal(price)) == 0)
        .isPresent();
  }

  private boolean isBought(String strategy) {
    BigDecimal bought = links.audit().share(PREFIX + strategy).bought();
    return bought.compareTo(BOUGHT.multiply(new BigDecimal("0.99"))) >= 0;
  }

  private long started() {
    return links.runtime().output().lines().filter(line -> line.contains(" STARTED ")).count();
  }

  private void await(String what, BooleanSupplier condition) {
    links.await(what, condition);
  }

  private static boolean reads(FaultyProxy.Request request, String path) {
    return request.method().equals("GET") && request.path().startsWith(path);
  }

  private static boolean isChange(FaultyProxy.Request request) {
    return !List.of("GET", "PUT").contains(request.method());
  }
}
