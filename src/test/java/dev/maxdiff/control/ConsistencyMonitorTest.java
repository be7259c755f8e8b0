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

/** All the time: an exit without its order is counted, told once, and told to be over. */
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
  private final EventBus hub = new EventBus(settings.listenerBuffer(), settings.recentHappenings());
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
          hub,
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
  void closeHub() {
    hub.close();
  }

  private void hear(long at, OwnOrder... orders) {
    hear(at, "0.5", orders);
  }

  private void hear(long at, String position, OwnOrder... orders) {
    second = at;
    SymbolPosition line =
        new SymbolPosition(
            Fakes.KEY.symbol(),
            new BigDecimal(position),
            Map.of(Fakes.KEY, new BigDecimal(position)),
            BigDecimal.ZERO,
            BigDecimal.ONE,
            BigDecimal.ONE);
    gateway.sight = new Observation(Duration.ZERO, List.of(line), List.of(orders));
    watch.check();
  }

  private static OwnOrder order() {
    return new OwnOrder(Fakes.EXIT, 7, Fakes.order(Side.SELL, "0.5", "105000", OrderStatus.NEW));
  }

  @Test
  void anUncoveredExitIsToldAfterTwoPollsAndWhenItIsOver() {
    hear(0);
    hear(89);
    assertThat(hub.recent()).isEmpty();

    hear(90);
    hear(95);
    hear(100, order());

    assertThat(hub.recent())
        .extracting(RuntimeEvent::kind)
        .containsExactly(Kind.ALERT, Kind.RESOLVED);
    assertThat(hub.recent().get(0).words())
        .isEqualTo("0.5 are held and no order closes them, for 90 s by now");
    assertThat(hub.recent().get(0).slot()).isEqualTo(Fakes.EXIT);
    assertThat(watch.figures().now()).isEmpty();
    assertThat(watch.figures().byKey()).containsEntry(Fakes.EXIT, Duration.ofSeconds(95));
  }

  @Test
  void itShowsAtOnceWhatIsUncovered() {
    hear(0);

    assertThat(watch.figures().now())
        .extracting(UncoveredTimes.UncoveredExit::slot)
        .containsExactly(Fakes.EXIT);
  }

  @Test
  void aCoveredExitIsNothingToTell() {
    hear(0, order());
    hear(200, order());

    assertThat(hub.recent()).isEmpty();
    assertThat(watch.figures().byKey()).isEmpty();
  }

  @Test
  void nothingIsSaidBeforeTheBrokerWasSeen() {
    gateway.sight = null;

    watch.check();
    second = 200;
    watch.check();

    assertThat(hub.recent()).isEmpty();
  }

  @Test
  void aWishThatChangesUnderTheSameOrderIsHeard() {
    hear(0, order());
    supervisors.slots = List.of(Fakes.state(Fakes.EXIT, 8, at("120000"), true));
    hear(5, order());
    hear(95, order());

    assertThat(hub.recent()).extracting(RuntimeEvent::kind).containsExactly(Kind.ALERT);
    assertThat(hub.recent().get(0).words()).startsWith("the order is at 105000, not at 120000");
  }

  @Test
  void aPositionThatGoesUnderTheSameOrdersIsHeard() {
    hear(0);
    hear(5); // by now the steps are known
    assertThat(watch.figures().now()).isNotEmpty();
    hear(10, "0");

    assertThat(watch.figures().now()).isEmpty();
  }

  /** The first hearing knows no steps and asks for them. */
  @Test
  void whatTheBrokersStepsLeaveOverIsNotMissedOnceTheyAreKnown() {
    hear(0, "0.50005", order());
    hear(90, "0.50005", order());

    assertThat(hub.recent()).isEmpty();
  }

  private static ExitWish at(String price) {
    return new ExitWish(
        Fakes.KEY, Price.parse(price), null, new BigDecimal("0.001"), null, POLL, false, false);
  }
}
