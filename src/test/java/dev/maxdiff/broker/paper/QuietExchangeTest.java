package dev.maxdiff.broker.paper;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The exchange looks at its tape only while something waits for it; nobody notices. */
@Timeout(120)
class QuietExchangeTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final ExchangeSettings SETTINGS =
      ExchangeSettings.from(
          ConfigFactory.parseString(
                  "maxdiff.exchange { warm-up = 0s, tick = 50ms, checkpoint = 1h, speed = 1 }")
              .withFallback(ConfigFactory.load()));

  /** One print a second, of which the fifth alone is below 99. */
  private static final MarketTape TAPE = Tapes.seconds("100 101 102 103 98 105 106 107");

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(PersistenceTestKitSnapshotPlugin.config())
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong clockReads = new AtomicLong();
  @TempDir Path directory;
  private AuditLog audit;
  private ExchangeShow show;
  private ActorRef<ExchangeActor.Command> exchange;

  @BeforeEach
  void play() throws IOException {
    audit = AuditLog.open(directory, true);
    VirtualClock clock = new VirtualClock(1, TAPE.start(), this::nanoTime);
    show = new ExchangeShow(SETTINGS, TAPE, audit, clock);
    exchange = kit.spawn(ExchangeActor.create(SETTINGS, TAPE, show, MarketFaults.NONE));
    TestProbe<StatusReply<Boolean>> started = kit.createTestProbe();
    exchange.tell(new ExchangeActor.Start(true, started.ref()));
    started.receiveMessage();
    TestProbe<Done> playing = kit.createTestProbe();
    exchange.tell(new ExchangeActor.Play(playing.ref()));
    playing.receiveMessage();
    time.timePasses(TICK); // what was due while it stood still
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    audit.close();
  }

  private long nanoTime() {
    clockReads.incrementAndGet();
    return nanos.get();
  }

  private void pass(Duration wall) {
    nanos.addAndGet(wall.toNanos());
    time.timePasses(wall);
  }

  private void buyAt(String price) {
    TestProbe<ExchangeEngine.Outcome> taken = kit.createTestProbe();
    exchange.tell(
        new ExchangeActor.Submit(
            new OrderRequest(
                Tapes.BTC,
                Side.BUY,
                Quantity.parse("1"),
                Price.parse(price),
                TimeInForce.GTC,
                "buy-" + price),
            taken.ref()));
    assertThat(taken.receiveMessage()).isInstanceOf(ExchangeEngine.Outcome.Placed.class);
  }

  @Test
  void doesNotLookWhileNothingWaits() {
    long before = clockReads.get();

    for (int tick = 0; tick < 20; tick++) {
      pass(TICK);
    }
    exchange.tell(new ExchangeActor.Pause(kit.<Done>createTestProbe().ref()));
    TestProbe<Done> playing = kit.createTestProbe();
    exchange.tell(new ExchangeActor.Play(playing.ref()));
    playing.receiveMessage(); // all ticks have been handled by now

    // stopping and starting the clock reads it a few times
    assertThat(clockReads.get() - before).isLessThan(10);
  }

  @Test
  void answersForTheMomentOfTheQuestion() {
    nanos.addAndGet(Duration.ofMillis(2500).toNanos());

    ExchangeView view = show.view();

    assertThat(view.state().cursor()).isEqualTo(3);
    assertThat(view.state().at()).isEqualTo(TAPE.start().plusMillis(2500));
    assertThat(view.quotes().price(Tapes.BTC, view.state().cursor())).isEqualByComparingTo("102");
  }

  @Test
  void looksEveryTickWhileAnOrderRests() {
    buyAt("99");

    nanos.addAndGet(Duration.ofMillis(4100).toNanos());
    assertThat(show.view().state().cursor()).as("what waits is the exchange's").isLessThan(5);
    time.timePasses(TICK);

    kit.<Void>createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(60),
            () -> {
              assertThat(show.view().state().fills()).hasSize(1);
              return null;
            });
  }

  @Test
  void endsWithItsTape() {
    pass(Duration.between(TAPE.start(), TAPE.end()).plus(TICK));

    assertThat(show.ended().orTimeout(60, TimeUnit.SECONDS).join()).isAfterOrEqualTo(TAPE.end());
  }
}
