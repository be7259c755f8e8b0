package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.control.checks.ConsistencySettings;
import dev.maxdiff.control.checks.UncoveredTimes;
import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.execution.gateway.OrderGateway.Observation;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.SymbolPosition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An exit without an order is counted and raises one alert and one notice of its end. */
class ConsistencyMonitorTest {

  private static final Duration POLL = Duration.ofSeconds(45);
  private static final ExitWish WISH =
      new ExitWish(
          Fakes.KEY,
          Price.parse("105000"),
          null,
          new BigDecimal("0.001"),
          null,
          POLL,
          false,
          false);

  private final ControlSettings settings = ControlSettings.from(ConfigFactory.load());
  private final EventBus eventBus =
      new EventBus(settings.listenerBuffer(), settings.recentHappenings());
  private final Fakes.FakeSupervisors supervisors = new Fakes.FakeSupervisors();
  private final Fakes.FakeGateway gateway = new Fakes.FakeGateway();
  private final Fakes.FakeBroker broker = new Fakes.FakeBroker();
  private long second;
  private final ConsistencyMonitor watch =
      new ConsistencyMonitor(
          ConsistencySettings.from(ConfigFactory.load()),
          supervisors,
          gateway,
          new MarketDataCache(broker, Runnable::run, settings, System::nanoTime),
          eventBus,
          this::now,
          () -> TimeUnit.SECONDS.toNanos(second));

  private Instant now() {
    return Fakes.NOW.plusSeconds(second);
  }

  @BeforeEach
  void anExitRuns() {
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 7, WISH, true));
  }

  @AfterEach
  void closeEventBus() {
    eventBus.close();
  }

  private void check(long at, OwnOrder... orders) {
    check(at, "0.5", orders);
  }

  private void check(long at, String position, OwnOrder... orders) {
    second = at;
    SymbolPosition line =
        new SymbolPosition(
            Fakes.KEY.symbol(),
            new BigDecimal(position),
            Map.of(Fakes.KEY, new BigDecimal(position)),
            BigDecimal.ZERO,
            BigDecimal.ONE,
            BigDecimal.ONE);
    gateway.observation = new Observation(Duration.ZERO, List.of(line), List.of(orders));
    watch.check();
  }

  private static OwnOrder order() {
    return new OwnOrder(Fakes.EXIT, 7, Fakes.order(Side.SELL, "0.5", "105000", OrderStatus.NEW));
  }

  @Test
  void anUncoveredExitRaisesAnAlertAfterTwoPollsAndANoticeOfItsEnd() {
    check(0);
    check(89);
    assertThat(eventBus.recent()).isEmpty();

    check(90);
    check(95);
    check(100, order());

    assertThat(eventBus.recent())
        .extracting(RuntimeEvent::kind)
        .containsExactly(Kind.ALERT, Kind.RESOLVED);
    assertThat(eventBus.recent().get(0).words())
        .isEqualTo("naked: 0.5 are held and no order closes them, for 90 s by now");
    assertThat(eventBus.recent().get(0).slot()).isEqualTo(Fakes.EXIT);
    assertThat(watch.figures().now()).isEmpty();
    assertThat(watch.figures().byKey()).containsEntry(Fakes.EXIT, Duration.ofSeconds(95));
  }

  @Test
  void theFiguresShowAnUncoveredExitAtOnce() {
    check(0);

    assertThat(watch.figures().now())
        .extracting(UncoveredTimes.ExitLine::slot)
        .containsExactly(Fakes.EXIT);
  }

  @Test
  void p15AKeyWithoutAnyWishIsNakedAfterTheShortestPatience() {
    supervisors.slots = List.of();
    check(0);
    check(9);
    assertThat(watch.figures().naked()).isEmpty();

    check(10);
    check(60);

    assertThat(watch.figures().naked()).containsExactly(Fakes.EXIT);
    assertThat(eventBus.recent()).extracting(RuntimeEvent::kind).containsExactly(Kind.ALERT);
  }

  @Test
  void p15ASlowPollDelaysTheAlertForTwoMinutesAtMost() {
    Duration slow = Duration.ofMinutes(10);
    ExitWish wish =
        new ExitWish(
            Fakes.KEY, WISH.price(), null, new BigDecimal("0.001"), null, slow, false, false);
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 7, wish, true));
    check(0);
    check(119);
    assertThat(watch.figures().naked()).isEmpty();

    check(120);

    assertThat(watch.figures().naked()).containsExactly(Fakes.EXIT);
  }

  @Test
  void aCoveredExitRaisesNoAlert() {
    check(0, order());
    check(200, order());

    assertThat(eventBus.recent()).isEmpty();
    assertThat(watch.figures().byKey()).isEmpty();
  }

  @Test
  void thereIsNoAlertBeforeTheFirstSnapshotOfTheBroker() {
    gateway.observation = null;

    watch.check();
    second = 200;
    watch.check();

    assertThat(eventBus.recent()).isEmpty();
  }

  @Test
  void aWishThatChangesUnderTheSameOrderIsChecked() {
    check(0, order());
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 8, at("120000"), true));
    check(5, order());
    check(95, order());

    assertThat(eventBus.recent()).extracting(RuntimeEvent::kind).containsExactly(Kind.ALERT);
    assertThat(eventBus.recent().get(0).words())
        .startsWith("the order is at 105000, not at 120000");
  }

  @Test
  void aPositionThatEndsUnderTheSameOrdersIsChecked() {
    check(0);
    check(5); // the increments are known now
    assertThat(watch.figures().now()).isNotEmpty();
    check(10, "0");

    assertThat(watch.figures().now()).isEmpty();
  }

  /** The first check loads the increments. */
  @Test
  void aRemainderBelowTheIncrementsRaisesNoAlert() {
    check(0, "0.50005", order());
    check(90, "0.50005", order());

    assertThat(eventBus.recent()).isEmpty();
  }

  private static ExitWish at(String price) {
    return new ExitWish(
        Fakes.KEY, Price.parse(price), null, new BigDecimal("0.001"), null, POLL, false, false);
  }
}
