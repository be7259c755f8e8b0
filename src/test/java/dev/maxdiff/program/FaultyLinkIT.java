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
 * Gateway and broker are unreachable, slow, or act and then lose their answers, while wishes go on.
 * The exchange's audit log is the judge.
 */
@Timeout(600)
class FaultyLinkIT {

  private static final String PREFIX = "BTCUSD|buy|";
  private static final String HELD = PREFIX + "held";
  private static final String RESTING = PREFIX + "resting";

  /** Of the bundled watchers, which ask for a list by itself after a view that has failed. */
  private static final String VIEW = "/maxdiff/v1/view";

  private static final BigDecimal BOUGHT = new BigDecimal("0.3");

  /** Shorter than it takes to give an order up that cannot be found, longer than a time-out. */
  private static final Duration LATE = Duration.ofSeconds(6);

  private static final List<FaultRow> QUICK =
      List.of(
          FaultRow.drop(),
          FaultRow.refuse(),
          FaultRow.truncate(),
          FaultRow.status(500, "{\"code\":50010000,\"message\":\"internal\"}"),
          FaultRow.status(503, "<html>down</html>"),
          FaultRow.status(429, "{\"message\":\"too many requests.\"}"),
          FaultRow.status(429, "{\"message\":\"too many requests.\"}", "Retry-After: 1"),
          FaultRow.status(401, "{\"code\":40110000,\"message\":\"request is not authorized\"}"),
          FaultRow.hold(Duration.ofMillis(300)));
  private static final List<FaultRow> ALL =
      Stream.concat(Stream.of(FaultRow.delay(LATE), FaultRow.hold(LATE)), QUICK.stream()).toList();

  /** What leaves a list unread. */
  private static final List<FaultRow> UNREADABLE = QUICK.subList(0, QUICK.size() - 1);

  @TempDir Path directory;

  private FaultyLinks links;
  private int round;

  @Test
  void p10NoOrderIsDoubledOrSentBlindlyWhileTheLinksMisbehave() {
    try (FaultyLinks opened = new FaultyLinks(directory)) {
      links = opened;
      begin();
      for (FaultyProxy link : List.of(links.toBroker(), links.toGateway())) {
        holdsStillWhileUnread(link, "/v2/orders?");
        holdsStillWhileUnread(link, "/v2/positions");
        everyFaultOfAnOrder(link);
        unreachable(link);
      }
      for (int seed = 1; seed <= FaultTable.number(3, 1); seed++) {
        anything(seed);
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

  private void holdsStillWhileUnread(FaultyProxy link, String list) {
    Queue<FaultyProxy.Request> changes = new ConcurrentLinkedQueue<>();
    AtomicInteger unread = new AtomicInteger();
    link.misbehave(
        request -> {
          if (isChange(request)) {
            changes.add(request);
          } else if (reads(request, list) || reads(request, VIEW)) {
            return UNREADABLE.get(unread.getAndIncrement() % UNREADABLE.size());
          }
          return FaultRow.none();
        });
    wish();
    await("many failed reads", () -> unread.get() >= 12);
    assertThat(changes).isEmpty();
    link.behave();
    converges();
  }

  private void everyFaultOfAnOrder(FaultyProxy link) {
    AtomicInteger met = new AtomicInteger();
    link.misbehave(
        request ->
            isChange(request) ? ALL.get(met.getAndIncrement() % ALL.size()) : FaultRow.none());
    while (met.get() < ALL.size()) {
      int before = met.get();
      wish();
      await("a fault", () -> met.get() > before);
    }
    link.behave();
    converges();
  }

  private void unreachable(FaultyProxy link) {
    long before = started();
    link.unreachable(true);
    wish();
    await("watchers that reach nobody", () -> started() >= before + 2);
    link.unreachable(false);
    converges();
  }

  private void anything(int seed) {
    AtomicInteger met = new AtomicInteger();
    String strategy = "seed" + seed;
    links.entry(strategy, "1000", BOUGHT.toPlainString());
    links.toBroker().misbehave(sometimes(new Random(seed), met));
    links.toGateway().misbehave(sometimes(new Random(~seed), met));
    for (int wished = 1; wished <= 3; wished++) {
      wish();
      int enough = wished * 15;
      await("faults", () -> met.get() >= enough);
    }
    links.toBroker().behave();
    links.toGateway().behave();
    links.entry(strategy, "999", BOUGHT.toPlainString());
    converges();
    await("the whole", () -> isBought(strategy));
    assertThat(links.audit().share(PREFIX + strategy).owned()).isLessThanOrEqualTo(BOUGHT);
  }

  private static Function<FaultyProxy.Request, FaultRow> sometimes(
      Random random, AtomicInteger met) {
    return request -> {
      if (random.nextInt(5) > 0) {
        return FaultRow.none();
      }
      met.incrementAndGet();
      return QUICK.get(random.nextInt(QUICK.size()));
    };
  }

  /** A newer wish of both slots, as a trading loop has one every round; no price comes twice. */
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
    // a take-profit that was placed before the last fill was to be seen grows with the position
    await("all of the position in it", this::isCovered);
    AuditJudge audit = links.audit();
    assertThat(audit.violations()).isEmpty();
    assertThat(audit.share(HELD).owned()).isLessThanOrEqualTo(BOUGHT);
  }

  private boolean isCovered() {
    AuditJudge audit = links.audit();
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
