package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.EXIT_SLOT;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders near the age at which the broker ends them, on manual time. */
class RenewalStepsTest {

  private static final Instant END = Samples.AT.plus(Duration.ofDays(90));
  private static final Duration BEFORE = OrderTaskMachineTest.SETTINGS.orders().renewBefore();
  private static final OrderManagerMachine MACHINE =
      new OrderManagerMachine(BTC, OrderTaskMachineTest.SETTINGS, OrderTaskMachineTest.MACHINE);

  private final List<OrderManagerEffect> effects = new ArrayList<>();
  private OrderManagerWork work = OrderManagerWork.NONE;
  private OrderManagerState journal = OrderManagerState.EMPTY;
  private LedgerSnapshot newest;
  private Authorities authorities = OrderTaskMachineTest.CURRENT;
  private Duration time = Duration.ofDays(90).minus(BEFORE);
  private long sequence;

  private static OwnOrder exit(String quantity, OrderStatus status) {
    Order order = Samples.order("a-exit", EXIT_SLOT, 7, quantity, "0", "110", status);
    return new OwnOrder(EXIT_SLOT, 3, order.endingAt(END));
  }

  private void on(OrderManagerInput input) {
    Moment moment = new Moment(time.toNanos(), authorities, journal);
    OrderManagerStep step =
        MACHINE.on(
            work, input, new Surroundings(moment, Samples.AT.plus(time), newest, false, false, ""));
    work = step.work();
    for (OrderJournalEvent event : step.events()) {
      journal = journal.on(event);
    }
    effects.addAll(step.effects());
    for (OrderManagerEffect effect : step.effects()) {
      if (effect instanceof OrderManagerEffect.Continue next) {
        on(next.input());
      }
    }
  }

  private void shows(OwnOrder... open) {
    effects.clear();
    newest = new LedgerSnapshot(++sequence, OrderTaskMachineTest.ledger(open));
    on(new OrderManagerInput.AccountRead(newest));
  }

  private void answered(long task, TaskInput input) {
    on(new OrderManagerInput.TaskAnswered(task, input));
  }

  private String said() {
    return String.join(", ", effects.stream().map(OrderManagerMachineTest::words).toList());
  }

  private List<String> alerts() {
    return effects.stream()
        .filter(OrderManagerEffect.Plain.class::isInstance)
        .map(effect -> ((OrderManagerEffect.Plain) effect).effect())
        .filter(TaskEffect.Publish.class::isInstance)
        .map(effect -> ((TaskEffect.Publish) effect).event())
        .filter(OrderEvent.Alert.class::isInstance)
        .map(event -> ((OrderEvent.Alert) event).words())
        .toList();
  }

  @BeforeEach
  void recovered() {
    newest = new LedgerSnapshot(++sequence, OrderTaskMachineTest.ledger());
    on(new OrderManagerInput.Recovered(newest));
  }

  @Test
  void anOrderIsRenewedThisLongBeforeItsEndAndNotEarlier() {
    time = time.minusMillis(1);
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).doesNotContain("1:ReadLedger");
    time = time.plusMillis(1);
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).contains("1:ReadLedger");
  }

  /** An exchange that replays 2013 gives its orders ends of 2014. */
  @Test
  void anOrderOfAnotherClockIsNotRenewed() {
    time = time.plusDays(365);

    shows(exit("1", OrderStatus.NEW));

    assertThat(said()).doesNotContain("1:ReadLedger");
  }

  /** Whole and unfilled: in place, with its own price and the next own id. */
  @Test
  void anOrderIsReplacedInPlaceWhereTheBrokerAllows() {
    shows(exit("1", OrderStatus.NEW));
    answered(1, new TaskInput.LedgerRead(newest.ledger()));
    answered(
        1, new TaskInput.SceneRead(OrderTaskMachineTest.scene(newest.ledger(), Samples.BTC_ASSET)));

    TaskEffect.Send send =
        effects.stream()
            .filter(OrderManagerEffect.OfTask.class::isInstance)
            .map(effect -> ((OrderManagerEffect.OfTask) effect).request())
            .filter(TaskEffect.Send.class::isInstance)
            .map(TaskEffect.Send.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(send.order().replaced().id()).isEqualTo(exit("1", OrderStatus.NEW).order().id());
    assertThat(send.intent().price()).hasToString("110");
    assertThat(send.intent().quantity().value()).isEqualByComparingTo("1");
    assertThat(said()).doesNotContain("cancel ");
  }

  @Test
  void aFractionIsCancelledAndSentAnew() {
    shows(exit("0.5", OrderStatus.NEW));
    answered(1, new TaskInput.LedgerRead(newest.ledger()));
    answered(
        1, new TaskInput.SceneRead(OrderTaskMachineTest.scene(newest.ledger(), Samples.BTC_ASSET)));

    assertThat(effects)
        .contains(
            new OrderManagerEffect.OfTask(
                1, new TaskEffect.Cancel(exit("0.5", OrderStatus.NEW).order().id())));
  }

  /** A broker may give the new order the end of the old one. */
  @Test
  void theOrderThatARenewalLeavesIsNotRenewedAtOnce() {
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).contains("1:ReadLedger");
    answered(
        1, new TaskInput.Failed(new BrokerException(Failure.UNREACHABLE, 0, 0, "no connection")));
    shows();
    Order renewed = Samples.order("a-exit-2", EXIT_SLOT, 8, "1", "0", "110", OrderStatus.NEW);

    shows(new OwnOrder(EXIT_SLOT, 3, renewed.endingAt(END)));

    assertThat(said()).doesNotContain("ReadLedger");
  }

  @Test
  void aRefusedRenewalIsToldOnceAndTriedAgainAfterAnHour() {
    shows(exit("1", OrderStatus.NEW));
    answered(
        1, new TaskInput.Failed(new BrokerException(Failure.UNREACHABLE, 0, 0, "no connection")));
    assertThat(alerts())
        .containsExactly(
            EXIT_SLOT
                + ": the broker ends order a-exit for its age at "
                + END
                + "; it could not be renewed: no connection");
    time = time.plusMinutes(59);
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).doesNotContain("2:ReadLedger");
    time = time.plusMinutes(1);
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).contains("2:ReadLedger");
    answered(
        2, new TaskInput.Failed(new BrokerException(Failure.UNREACHABLE, 0, 0, "no connection")));
    assertThat(alerts()).isEmpty();
  }

  @Test
  void anOrderThatNoWatcherMayRenewIsToldOnce() {
    authorities = OrderTaskMachineTest.GONE;
    shows(exit("1", OrderStatus.NEW));
    assertThat(said()).doesNotContain("ReadLedger");
    assertThat(alerts()).hasSize(1).first().asString().endsWith("no watcher renews it");
    time = time.plusHours(2);
    shows(exit("1", OrderStatus.NEW));
    assertThat(alerts()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"PENDING_CANCEL", "PENDING_REPLACE"})
  void anOrderThatIsLeavingIsNotTouched(OrderStatus status) {
    shows(exit("1", status));
    answered(1, new TaskInput.LedgerRead(newest.ledger()));

    assertThat(said()).doesNotContain("ReadScene");
  }

  @Test
  void aDayOrderEndsWithItsDay() {
    Order day = exit("1", OrderStatus.NEW).order();
    Order other =
        new Order(
            day.id(),
            day.clientOrderId(),
            day.symbol(),
            day.side(),
            day.type(),
            TimeInForce.DAY,
            day.quantity(),
            day.filledQuantity(),
            null,
            day.limitPrice(),
            day.status(),
            day.createdAt(),
            day.submittedAt(),
            day.updatedAt(),
            null,
            null,
            null,
            null,
            null);
    shows(new OwnOrder(EXIT_SLOT, 3, other.endingAt(END)));

    assertThat(said()).doesNotContain("ReadLedger");
  }
}
