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
import akka.persistence.testkit.javadsl.PersistenceTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.paper.audit.AuditLog;
import dev.maxdiff.broker.paper.engine.ExchangeEngine;
import dev.maxdiff.broker.paper.engine.ExchangeEvent;
import dev.maxdiff.broker.paper.engine.ExchangeState;
import dev.maxdiff.broker.paper.engine.MarketFaults;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Tapes;
import dev.maxdiff.broker.paper.view.ExchangeReadModel;
import dev.maxdiff.broker.paper.view.ExchangeView;
import dev.maxdiff.broker.paper.view.VirtualClock;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.state.SlowJournal;
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

/** A quiet exchange skips ticks without a visible effect. */
@Timeout(120)
class QuietExchangeTest {

  private static final Duration TICK = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** One trade per second; only the fifth is below 99. */
  private static final MarketTape TAPE = Tapes.seconds("100 101 102 103 98 105 106 107");

  private static final Duration LENGTH = Duration.between(TAPE.start(), TAPE.end());

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(PersistenceTestKitPlugin.getInstance().config())
              .withFallback(PersistenceTestKitSnapshotPlugin.config())
              .withFallback(ConfigFactory.load()));
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<Done> done = kit.createTestProbe();
  private final TestProbe<ExchangeEngine.Outcome> outcomes = kit.createTestProbe();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong clockReads = new AtomicLong();
  @TempDir Path directory;
  private AuditLog audit;
  private ExchangeReadModel show;
  private ActorRef<ExchangeActor.Command> exchange;

  @BeforeEach
  void startPlaying() throws IOException {
    audit = AuditLog.open(directory, true);
    start(settings("1h"));
  }

  private void start(ExchangeSettings settings) {
    VirtualClock clock = new VirtualClock(1, TAPE.start(), this::nanoTime);
    show = new ExchangeReadModel(settings.engine(), TAPE, audit, clock);
    exchange = kit.spawn(ExchangeActor.create(settings, TAPE, show, MarketFaults.NONE));
    TestProbe<StatusReply<Boolean>> started = kit.createTestProbe();
    exchange.tell(new ExchangeActor.Start(Opening.FRESH, started.ref()));
    started.receiveMessage();
    time.timePasses(TICK); // what was due while it stood still
    play();
  }

  private static ExchangeSettings settings(String checkpoint) {
    String text =
        "maxdiff.exchange { warm-up = 0s, tick = 50ms, checkpoint = %s, speed = 1, name = t%s }";
    return ExchangeSettings.from(
        ConfigFactory.parseString(text.formatted(checkpoint, checkpoint))
            .withFallback(ConfigFactory.load()));
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

  private void play() {
    exchange.tell(new ExchangeActor.Play(done.ref()));
    done.receiveMessage();
  }

  private void pause() {
    exchange.tell(new ExchangeActor.Pause(done.ref()));
    done.receiveMessage();
  }

  private void pass(Duration wall) {
    nanos.addAndGet(wall.toNanos());
    time.timePasses(wall);
  }

  private void passTicksWithChecks(int count) {
    for (int tick = 0; tick < count; tick++) {
      long before = clockReads.get();
      pass(TICK);
      done.awaitAssert(
          LONG,
          () -> {
            assertThat(clockReads.get()).isGreaterThan(before);
            return null;
          });
    }
  }

  private void submit(String price) {
    exchange.tell(
        new ExchangeActor.Submit(
            new OrderRequest(
                Tapes.BTC,
                Side.BUY,
                Quantity.parse("1"),
                Price.parse(price),
                TimeInForce.GTC,
                "buy-" + price),
            outcomes.ref()));
  }

  private void buyAt(String price) {
    submit(price);
    assertThat(outcomes.receiveMessage()).isInstanceOf(ExchangeEngine.Outcome.Placed.class);
  }

  private void awaitFill() {
    done.awaitAssert(
        LONG,
        () -> {
          assertThat(show.view().state().fills()).hasSize(1);
          return null;
        });
  }

  /** Number of clock reads in a number of ticks. */
  private long readsIn(int ticks) {
    long before = clockReads.get();
    for (int tick = 0; tick < ticks; tick++) {
      pass(TICK);
    }
    pause();
    play(); // every tick has been handled by now
    return clockReads.get() - before;
  }

  @Test
  void doesNotCheckWhileNoOrderWaits() {
    assertThat(readsIn(20)).isLessThan(10);
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
  void checksEveryTickWhileAnOrderRests() {
    buyAt("99");
    passTicksWithChecks(3);
    assertThat(show.view().state().fills()).isEmpty();

    nanos.addAndGet(Duration.ofMillis(4100).toNanos());
    assertThat(show.view().state().cursor()).as("what waits is the exchange's").isLessThan(5);
    time.timePasses(TICK);

    awaitFill();
  }

  @Test
  void goesOnWithARestingOrderAfterAPause() {
    buyAt("99");
    pause();
    time.timePasses(TICK.multipliedBy(2)); // the look that was due finds the clock standing still
    pause();
    play();

    nanos.addAndGet(Duration.ofMillis(4100).toNanos());
    time.timePasses(TICK);

    awaitFill();
  }

  @Test
  void checksAgainAfterAFailedWrite() {
    buyAt("99");
    journal.failNextPersisted("Exchange|t1h");
    submit("98");
    done.awaitAssert(
        LONG,
        () -> {
          time.timePasses(Duration.ofSeconds(3)); // the pause before it starts again
          exchange.tell(new ExchangeActor.Play(done.ref()));
          done.receiveMessage(Duration.ofMillis(200));
          return null;
        });

    nanos.addAndGet(Duration.ofMillis(4100).toNanos());
    time.timePasses(TICK);

    awaitFill();
  }

  @Test
  void journalsAQuietStretchAtItsCheckpoint() {
    kit.stop(exchange);
    start(settings("1ms"));

    pass(Duration.ofMillis(2500));

    done.awaitAssert(
        LONG,
        () -> {
          assertThat(journal.persistedInStorage("Exchange|t1ms"))
              .last()
              .isInstanceOfSatisfying(
                  ExchangeEvent.Advanced.class,
                  advanced -> assertThat(advanced.cursor()).isEqualTo(3));
          return null;
        });
  }

  @Test
  void showsNothingThatATurnTakesBack() {
    SlowJournal slow = new SlowJournal();
    journal.withPolicy(slow);
    submit("95");
    slow.awaitWrite();
    nanos.addAndGet(Duration.ofMillis(2500).toNanos());
    ExchangeState meanwhile = show.view().state();

    slow.hurry();
    outcomes.receiveMessage();

    ExchangeState after = show.view().state();
    assertThat(after.cursor()).isGreaterThanOrEqualTo(meanwhile.cursor());
    assertThat(after.at()).isAfterOrEqualTo(meanwhile.at());
  }

  @Test
  void endsWithItsTapeAndChecksNoMore() {
    pass(LENGTH.plus(TICK));

    assertThat(show.ended().orTimeout(60, TimeUnit.SECONDS).join()).isAfterOrEqualTo(TAPE.end());
    time.timePasses(TICK);
    assertThat(readsIn(20)).isLessThan(10);
  }
}
