package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.EXIT;
import static dev.maxdiff.execution.decisions.OrderTaskMachineTest.EXIT_SLOT;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.ForbiddenOrders.Signs;
import dev.maxdiff.execution.ledger.LedgerSnapshot;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders that the broker forbids, on manual time: an order manager with a watcher that polls. */
class ForbiddenOrdersTest {

  private static final BrokerException WASH =
      new BrokerException(
          Failure.REJECTED, 403, 40310000, "potential wash trade detected. use complex orders");
  private static final BrokerException DAY_TRADE =
      new BrokerException(
          Failure.REJECTED, 403, 40310100, "trade denied due to pattern day trading protection");
  private static final BrokerException TOO_SMALL =
      new BrokerException(
          Failure.REJECTED, 403, 40310000, "cost basis must be >= minimal amount of order 10");
  private static final OrderTask PLACE =
      new OrderTask.Place(
          new ProposedOrder(
              EXIT,
              EXIT_SLOT.orderSide(),
              BigDecimal.ONE,
              Price.parse("112"),
              TimeInForce.GTC,
              null));
  private static final SlotId OTHER_EXIT = Samples.B.slot(Slot.EXIT);
  private static final OwnOrder PARTNER =
      new OwnOrder(
          Samples.B.slot(Slot.ENTRY),
          4,
          Samples.order(
              "b-entry", Samples.B.slot(Slot.ENTRY), 12, "1", "0", "95", OrderStatus.NEW));
  private static final OrderManagerMachine MACHINE =
      new OrderManagerMachine(BTC, OrderTaskMachineTest.SETTINGS, OrderTaskMachineTest.MACHINE);

  private enum Watcher implements Requester {
    INSTANCE
  }

  private final List<OrderManagerEffect> effects = new ArrayList<>();
  private OrderManagerWork work = OrderManagerWork.NONE;
  private OrderManagerState journal = OrderManagerState.EMPTY;
  private LedgerSnapshot newest;
  private String standing = "";
  private Duration time = Duration.ZERO;
  private long task;
  private long sequence;

  private void on(OrderManagerInput input) {
    Moment moment = new Moment(time.toNanos(), OrderTaskMachineTest.CURRENT, journal);
    OrderManagerStep step =
        MACHINE.on(
            work,
            input,
            new Surroundings(moment, Samples.AT.plus(time), newest, false, false, standing));
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
    newest = new LedgerSnapshot(++sequence, OrderTaskMachineTest.ledger(open));
    on(new OrderManagerInput.AccountRead(newest));
  }

  /** Submits the task; the broker gives this answer to the order, if it is sent. */
  private OrderAnswer ask(OrderTask request, BrokerException refusal) {
    effects.clear();
    task++;
    on(new OrderManagerInput.Submitted(request, Watcher.INSTANCE));
    PositionLedger ledger = newest.ledger();
    answered(new TaskInput.LedgerRead(ledger), TaskEffect.ReadLedger.class);
    answered(
        new TaskInput.SceneRead(OrderTaskMachineTest.scene(ledger, Samples.BTC_ASSET)),
        TaskEffect.ReadScene.class);
    answered(new TaskInput.Failed(refusal), TaskEffect.Send.class);
    return effects.stream()
        .filter(OrderManagerEffect.Answer.class::isInstance)
        .map(effect -> ((OrderManagerEffect.Answer) effect).answer())
        .findFirst()
        .orElse(null);
  }

  private void answered(TaskInput input, Class<? extends TaskEffect.Request> request) {
    if (requests(request)) {
      on(new OrderManagerInput.TaskAnswered(task, input));
    }
  }

  private boolean requests(Class<? extends TaskEffect.Request> request) {
    return effects.stream()
        .anyMatch(
            effect ->
                effect instanceof OrderManagerEffect.OfTask of
                    && of.task() == task
                    && request.isInstance(of.request()));
  }

  private boolean isSent() {
    return requests(TaskEffect.Send.class);
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

  private void pass(Duration some) {
    time = time.plus(some);
  }

  @BeforeEach
  void anOrderManagerThatHasSeenTheAccount() {
    newest = new LedgerSnapshot(++sequence, OrderTaskMachineTest.ledger(PARTNER));
    on(new OrderManagerInput.Recovered(newest));
  }

  @Test
  void aForbiddenOrderIsSentAgainAfterGrowingPausesUpToAMinute() {
    List<Long> gaps = new ArrayList<>();
    Duration last = null;
    for (; gaps.size() < 14; pass(Duration.ofMillis(100))) {
      OrderAnswer answer = ask(PLACE, DAY_TRADE);
      assertThat(answer)
          .isInstanceOfSatisfying(
              OrderRefusal.class,
              refused ->
                  assertThat(refused.message())
                      .isEqualTo("trade denied due to pattern day trading protection"));
      if (isSent()) {
        assertThat(alerts()).hasSize(last == null ? 1 : 0);
        if (last != null) {
          gaps.add(time.minus(last).toMillis());
        }
        last = time;
      }
    }

    assertThat(gaps.subList(0, 4)).containsExactly(1_000L, 1_500L, 2_300L, 3_400L);
    assertThat(gaps).last().isEqualTo(60_000L);
    assertThat(gaps).isSorted();
  }

  /**
   * The refusal of a rest of 0.000000205 is no word about the order for the coins that an entry has
   * bought meanwhile: a watcher that got it as the answer would keep those without an exit for ten
   * minutes.
   */
  @Test
  void aRefusalForItsSizeHoldsNoFurtherOrderBack() {
    ask(PLACE, TOO_SMALL);

    ask(PLACE, TOO_SMALL);

    assertThat(isSent()).isTrue();
  }

  @Test
  void theOrderIsSentAtOnceWhenThePartnerOfAWashTradeIsGone() {
    shows(PARTNER);
    ask(PLACE, WASH);
    ask(PLACE, WASH);
    assertThat(isSent()).isFalse();
    effects.clear();

    shows();

    assertThat(effects).contains(new OrderManagerEffect.NotifyWatchers(EXIT_SLOT.key()));
    ask(PLACE, WASH);
    assertThat(isSent()).isTrue();
  }

  @Test
  void theOrderIsSentAtOnceWhenTheAccountMayTradeAgain() {
    standing = "trading_blocked or trade_suspended_by_user";
    ask(PLACE, DAY_TRADE);
    shows(PARTNER);
    ask(PLACE, DAY_TRADE);
    assertThat(isSent()).isFalse();

    standing = "";
    shows(PARTNER);

    ask(PLACE, DAY_TRADE);
    assertThat(isSent()).isTrue();
  }

  @Test
  void aNewWishIsSentAtOnce() {
    ask(PLACE, DAY_TRADE);
    WatcherAuthority next = new WatcherAuthority(Samples.exit(Samples.A, "113"), 4);

    ask(
        new OrderTask.Place(
            new ProposedOrder(
                next,
                EXIT_SLOT.orderSide(),
                BigDecimal.ONE,
                Price.parse("113"),
                TimeInForce.GTC,
                null)),
        DAY_TRADE);

    assertThat(isSent()).isTrue();
  }

  @Test
  void theSymbolIsObservedWhileAnOrderIsForbidden() {
    newest = new LedgerSnapshot(++sequence, OrderTaskMachineTest.ledger());
    shows();
    ask(PLACE, DAY_TRADE);
    effects.clear();
    shows();
    on(new OrderManagerInput.PositionCompared(newest.ledger().symbolLedger(BTC), false));

    assertThat(effects)
        .anyMatch(
            effect ->
                effect instanceof OrderManagerEffect.StartTimer timer
                    && timer.timer() instanceof OrderManagerTimer.NextObservation);
  }

  // ---- the order of an exit that can only be cancelled and sent again

  private static final Order FRACTION =
      Samples.order("a-exit", EXIT_SLOT, 7, "0.5", "0", "110", OrderStatus.NEW);
  private static final Order TOO_MUCH =
      Samples.order("a-exit", EXIT_SLOT, 7, "2.5", "0", "110", OrderStatus.NEW);
  private static final OwnOrder STANDING = new OwnOrder(EXIT_SLOT, 3, FRACTION);

  private static OrderTask move(WatcherAuthority authority) {
    return new OrderTask.Replace(
        authority, FRACTION.id(), new ReplaceRequest(null, Price.parse("112"), null, null));
  }

  private boolean isCancelled() {
    return requests(TaskEffect.Cancel.class);
  }

  @Test
  void anExitIsMovedByACancelWhileNothingForbidsIt() {
    shows(STANDING);
    ask(move(EXIT), null);

    assertThat(isCancelled()).isTrue();
  }

  @Test
  void anExitKeepsItsOrderWhileTheBrokerWouldRefuseTheNextOne() {
    ask(PLACE, DAY_TRADE);
    pass(Duration.ofMinutes(30));
    shows(STANDING);

    OrderAnswer answer = ask(move(EXIT), null);

    assertThat(isCancelled()).isFalse();
    assertThat(((OrderRefusal) answer).message())
        .isEqualTo(
            "denied: order "
                + FRACTION.id()
                + " stays, the broker refuses: trade denied due to pattern day trading protection");
    ask(new OrderTask.Cancel(EXIT, FRACTION.id()), null);
    assertThat(isCancelled()).isFalse();
  }

  /** P12: what a key does not own any more is another's, whatever the broker refuses afterwards. */
  @Test
  void p12AnOrderThatClosesMoreThanItsKeyOwnsDoesNotStay() {
    ask(PLACE, DAY_TRADE);
    pass(Duration.ofMinutes(30));
    shows(new OwnOrder(EXIT_SLOT, 3, TOO_MUCH));

    OrderAnswer answer =
        ask(
            new OrderTask.Replace(
                EXIT,
                TOO_MUCH.id(),
                new ReplaceRequest(Quantity.parse("1.9"), Price.parse("112"), null, null)),
            null);
    assertThat(isCancelled()).as("%s", answer).isTrue();
  }

  @Test
  void p12AnOrderThatClosesMoreThanItsKeyOwnsIsCancelledOnRequest() {
    ask(PLACE, DAY_TRADE);
    pass(Duration.ofMinutes(30));
    shows(new OwnOrder(EXIT_SLOT, 3, TOO_MUCH));

    ask(new OrderTask.Cancel(EXIT, TOO_MUCH.id()), null);

    assertThat(isCancelled()).isTrue();
  }

  @Test
  void anExitIsMovedAgainWhenTheCauseIsGoneAndAfterADay() {
    ask(PLACE, DAY_TRADE);
    pass(Duration.ofMinutes(30));
    shows(STANDING);
    shows(STANDING, PARTNER);
    shows(STANDING);
    ask(move(EXIT), null);
    assertThat(isCancelled()).as("another order says nothing about day trades").isFalse();
    standing = "trading_blocked";
    shows(STANDING);
    ask(move(EXIT), null);
    assertThat(isCancelled()).as("an account that is blocked now would refuse it too").isFalse();
    standing = "";
    shows(STANDING);
    ask(move(EXIT), null);
    assertThat(isCancelled()).isTrue();
  }

  @Test
  void anotherSaleThatIsGoneSaysNothingAboutAWashTradeOfASale() {
    Signs partner = new Signs(Set.of("bid"), Set.of("sale"), "");
    ForbiddenOrders wash = ForbiddenOrders.NONE.with(EXIT, OrderRefusal.from(WASH), partner, 0);

    ForbiddenOrders withoutSale = wash.seeing(new Signs(Set.of("bid"), Set.of(), ""));

    assertThat(withoutSale.beforeCancel(EXIT_SLOT, 1)).isPresent();
    assertThat(withoutSale.pausing(EXIT, 1)).isPresent();
    assertThat(wash.seeing(new Signs(Set.of(), Set.of("sale"), "")).beforeCancel(EXIT_SLOT, 1))
        .isEmpty();
  }

  @Test
  void aRefusalSaysNothingAfterADay() {
    ForbiddenOrders forbidden =
        ForbiddenOrders.NONE.with(
            EXIT, OrderRefusal.from(DAY_TRADE), new Signs(Set.of(), Set.of(), ""), 0);

    assertThat(forbidden.beforeCancel(EXIT_SLOT, Duration.ofHours(23).toNanos())).isPresent();
    assertThat(forbidden.beforeCancel(EXIT_SLOT, Duration.ofHours(24).toNanos())).isEmpty();
  }

  @Test
  void whatIsForbiddenForTheAccountKeepsTheOrdersOfOtherExitsToo() {
    Signs signs = new Signs(Set.of(), Set.of(), "");
    ForbiddenOrders day = ForbiddenOrders.NONE.with(EXIT, OrderRefusal.from(DAY_TRADE), signs, 0);
    BrokerException small =
        new BrokerException(
            Failure.REJECTED, 403, 40310000, "cost basis must be >= minimal amount of order 10");
    ForbiddenOrders size = ForbiddenOrders.NONE.with(EXIT, OrderRefusal.from(small), signs, 0);

    assertThat(day.beforeCancel(OTHER_EXIT, 1)).isPresent();
    assertThat(day.beforeCancel(Samples.SHORT.slot(Slot.EXIT), 1)).isEmpty();
    assertThat(size.beforeCancel(OTHER_EXIT, 1)).isEmpty();
    assertThat(size.beforeCancel(EXIT_SLOT, 1)).isPresent();
  }
}
