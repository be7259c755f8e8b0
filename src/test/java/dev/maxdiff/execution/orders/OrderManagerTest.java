package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.persistence.testkit.ProcessingSuccess;
import akka.persistence.testkit.WriteEvents;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderRequest;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.ReplaceRequest;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.broker.alpaca.rest.AlpacaBroker;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.FakeBroker.Fault;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.decisions.OrderTask;
import dev.maxdiff.execution.gateway.GatewayJson;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderAnswer.Placed;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.OrderRefusal;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.ProposedOrder;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import dev.maxdiff.state.SlowJournal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The orders of one symbol: intents before orders, outcomes before the next order (promise P10).
 */
class OrderManagerTest {

  private static final Config QUICK =
      ConfigFactory.parseString(
          "maxdiff.execution { crypto-fee = 0, lookup-interval = 20ms, absent-after = 300ms,"
              + " reads.embedded.look = 20ms, release-pause = 10ms, release-patience = 400ms,"
              + " request-timeout = 3s }");
  private static final ActorTestKit kit =
      ActorTestKit.create(
          QUICK
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.load()));
  private static final String PERSISTENCE_ID = "OrderDesk-abc123|BTCUSD";
  private static final SlotId EXIT = A.slot(Slot.EXIT);

  private final FakeBroker broker = new FakeBroker();
  private final Queue<OrderEvent> events = new ConcurrentLinkedQueue<>();
  private final FencingTokens tokens = new FencingTokens();
  private final TestProbe<OrderAnswer> answers = kit.createTestProbe();
  private GatewayContext gatewayContext;
  private EventSourcedBehaviorTestKit<OrderManager.Command, OrderJournalEvent, OrderManagerState>
      orderManager;

  @BeforeEach
  void startOrderManager() {
    // given: A owns 0.3 of a position of 0.3
    Order entry = broker.place("mdx-abc123-BTCUSD-b-a-e-1-1", "BTCUSD", Side.BUY, "0.3", "90");
    broker.fill(entry.id(), "0.3");
    ExecutionSettings settings =
        ExecutionSettings.from(kit.system().settings().config(), Venue.EMBEDDED);
    ThreadedBroker requests = new ThreadedBroker(broker, dispatcher("dispatcher"));
    gatewayContext =
        new GatewayContext(
            OrderOrigin.untagged(Samples.US),
            settings,
            requests,
            new CachedUpstream(
                broker, requests, Samples.US, settings, RateBudget.unlimited(), System::nanoTime),
            new ChangeNotifier(),
            tokens,
            new CallerOrderIds(),
            AccountAlone.of(
                settings, InstantSource.fixed(FakeBroker.NOW), System::nanoTime, event -> {}),
            InstantSource.fixed(FakeBroker.NOW),
            dispatcher("dispatcher"),
            events::add);
    gatewayContext.upstream().snapshot(Duration.ZERO); // as the gateway does before it serves
    orderManager =
        EventSourcedBehaviorTestKit.create(
            kit.system(),
            OrderManager.create(BTC, gatewayContext),
            EventSourcedBehaviorTestKit.disabledSerializationSettings()
                .withVerifyEvents(true)
                .withVerifyState(true));
    orderManager.clear();
  }

  private static Executor dispatcher(String name) {
    return kit.system()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("maxdiff.execution." + name));
  }

  @AfterEach
  void stopOrderManager() {
    orderManager.persistenceTestKit().resetPolicy();
    orderManager.clear();
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  private WatcherAuthority admitted(Wish wish, long generation) {
    tokens.admit(wish, generation);
    return new WatcherAuthority(wish, generation);
  }

  private WatcherAuthority exit(long generation) {
    return admitted(Samples.exit(A, "110"), generation);
  }

  private OrderAnswer submit(OrderTask task) {
    orderManager.runCommand(new OrderManager.Submit(task, answers.ref()));
    return answers.receiveMessage(Duration.ofSeconds(10));
  }

  private OrderAnswer place(WatcherAuthority authority, String quantity, String price) {
    return submit(order(authority, quantity, price));
  }

  private static OrderTask order(WatcherAuthority authority, String quantity, String price) {
    return new OrderTask.Place(
        ProposedOrder.of(
            authority,
            new OrderRequest(
                BTC,
                authority.slot().orderSide(),
                Quantity.parse(quantity),
                Price.parse(price),
                TimeInForce.GTC,
                null)));
  }

  private OrderAnswer replace(
      WatcherAuthority authority, String id, String quantity, String price) {
    return submit(
        new OrderTask.Replace(
            authority,
            id,
            new ReplaceRequest(
                quantity == null ? null : Quantity.parse(quantity),
                Price.parse(price),
                null,
                null)));
  }

  private List<Object> journalled() {
    return new ArrayList<>(orderManager.persistenceTestKit().persistedInStorage(PERSISTENCE_ID));
  }

  private void awaitResolved() {
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(orderManager.getState().unresolved()).isEmpty();
          return null;
        });
  }

  private static int code(OrderAnswer answer) {
    return GatewayJson.code((OrderRefusal) answer);
  }

  private static String reason(OrderAnswer answer) {
    return answer instanceof OrderRefusal refused ? refused.reason() : "" + answer;
  }

  @Test
  void p10TheIntentIsDurableBeforeTheOrderLeaves() {
    List<Object> before = new ArrayList<>();
    broker.beforeSend = () -> before.addAll(journalled());

    OrderAnswer answer = place(exit(3), "0.3", "110");

    assertThat(answer).isInstanceOf(Placed.class);
    assertThat(before).singleElement().isInstanceOf(IntentWritten.class);
    assertThat(((IntentWritten) before.get(0)).intent().clientOrderId())
        .isEqualTo("mdx-abc123-BTCUSD-b-a-x-3-1");
    assertThat(broker.sent).containsExactly("mdx-abc123-BTCUSD-b-a-x-3-1");
    awaitResolved();
    assertThat(journalled()).hasSize(2).last().isInstanceOf(IntentResolved.class);
  }

  /** The outcome need not be durable: the intent is, and after a crash it is looked up. */
  @Test
  void answersBeforeTheOutcomeIsDurable() {
    SlowJournal slow = new SlowJournal();
    CompletableFuture<Void> handedOver = new CompletableFuture<>();
    broker.beforeSend =
        () -> {
          handedOver.join(); // the test kit reads the state first
          orderManager.persistenceTestKit().withPolicy(slow);
        };

    orderManager.runCommand(new OrderManager.Submit(order(exit(3), "0.3", "110"), answers.ref()));
    handedOver.complete(null);

    assertThat(answers.receiveMessage(Duration.ofSeconds(10))).isInstanceOf(Placed.class);
    assertThat(journalled()).singleElement().isInstanceOf(IntentWritten.class);
    slow.hurry();
    awaitResolved();
  }

  @Test
  void numbersAreNeverUsedTwiceEvenWhenTheJournalIsLost() {
    Order old = broker.place("mdx-abc123-BTCUSD-b-a-x-2-7", "BTCUSD", Side.SELL, "0.3", "110");
    broker.cancel(old.id());

    place(exit(3), "0.3", "110");

    assertThat(broker.sent).containsExactly("mdx-abc123-BTCUSD-b-a-x-3-8");
  }

  @Test
  void p10AStaleGenerationSendsNothing() {
    WatcherAuthority old = exit(3);
    exit(4);

    assertThat(reason(place(old, "0.3", "110"))).isEqualTo("stale_generation");
    assertThat(broker.sent).isEmpty();
    assertThat(journalled()).isEmpty();
  }

  @Test
  void p10AGenerationOvertakenAfterItsIntentSendsNothing() {
    WatcherAuthority old = exit(3);
    orderManager
        .persistenceTestKit()
        .withPolicy(
            (persistenceId, operation) -> {
              if (operation instanceof WriteEvents) {
                tokens.admit(Samples.exit(A, "110"), 4);
              }
              return ProcessingSuccess.getInstance();
            });

    assertThat(reason(place(old, "0.3", "110"))).isEqualTo("stale_generation");
    awaitResolved();

    assertThat(broker.sent).isEmpty();
    assertThat(((IntentResolved) journalled().get(1)).outcome()).isEqualTo(IntentOutcome.DENIED);
  }

  @Test
  void anAnswerThatWasLostIsLookedUpAtOnce() {
    broker.failNext(Fault.ANSWER_LOST);

    assertThat(place(exit(3), "0.3", "110")).isInstanceOf(Placed.class);
    assertThat(broker.lookups).containsExactly("mdx-abc123-BTCUSD-b-a-x-3-1");
    assertThat(broker.sent).hasSize(1);
  }

  @Test
  void p10NothingElseIsSentForTheSlotWhileAnIntentIsUnresolved() {
    broker.failNext(Fault.HIDDEN);
    WatcherAuthority authority = exit(3);

    assertThat(reason(place(authority, "0.3", "110"))).isEqualTo("unresolved_intent");
    assertThat(reason(place(authority, "0.3", "110"))).isEqualTo("unresolved_intent");
    broker.reveal();
    awaitResolved();

    assertThat(reason(place(authority, "0.3", "110"))).isEqualTo("order_open");
    assertThat(broker.sent).hasSize(1);
  }

  /** While an order is in transit, no other slot may send an order that would trade with it. */
  @Test
  void p10NothingThatWouldMeetAnOrderOnItsWayIsSent() {
    broker.failNext(Fault.HIDDEN);
    broker.ask = new BigDecimal("115");
    place(exit(3), "0.3", "110");

    OrderAnswer answer = place(admitted(Samples.entry(B, "111", "1"), 1), "0.5", "111");

    assertThat(reason(answer)).isEqualTo("wash_trade");
    assertThat(((OrderRefusal) answer).message())
        .contains("mdx-abc123-BTCUSD-b-a-x-3-1 at 110, of");
    assertThat(broker.sent).hasSize(1);
  }

  @Test
  void anEntryOnItsWayHoldsItsMoneyUntilItsOutcomeIsKnown() {
    SlotId slot = B.slot(Slot.ENTRY);
    broker.failNext(Fault.HIDDEN);

    OrderAnswer answer = place(admitted(Samples.entry(B, "95", "1"), 1), "0.5", "95");

    assertThat(reason(answer)).isEqualTo("unresolved_intent");
    assertThat(committed()).containsEntry(slot, new BigDecimal("47.5"));
    place(admitted(Samples.entry(B, "95", "1"), 2), "0.5", "95"); // held back behind the intent
    assertThat(committed()).containsEntry(slot, new BigDecimal("47.5"));
    broker.reveal();
    awaitResolved();
    broker.cancel(broker.open().get(0).id());
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(committed()).isEmpty();
          return null;
        });
  }

  private Map<SlotId, BigDecimal> committed() {
    return gatewayContext
        .account()
        .state()
        .cash()
        .committed(gatewayContext.upstream().snapshot(Duration.ZERO).value().ledger());
  }

  @Test
  void anEntryThatWasOnItsWayBeforeACrashHoldsItsMoneyToo() {
    SlotId slot = B.slot(Slot.ENTRY);
    gatewayContext.tokens().admit(Samples.entry(B, "95", "1"), 1);
    crashAfter(Samples.intent(slot, 0, "0.5", "95", null));

    assertThat(committed()).containsEntry(slot, new BigDecimal("47.5"));
    awaitResolved();
    assertThat(committed()).isEmpty();
  }

  @Test
  void saysWhetherNothingWasSentOrThatIsNotKnown() {
    broker.failNext(Fault.HIDDEN);
    WatcherAuthority authority = exit(3);

    assertThat(code(place(authority, "0.3", "110"))).isEqualTo(50310000);
    assertThat(code(place(authority, "0.3", "110"))).isEqualTo(AlpacaBroker.NOTHING_DONE);
    broker.reveal();
    awaitResolved();
    broker.unreadable = true;
    assertThat(code(place(authority, "0.3", "110"))).isEqualTo(AlpacaBroker.NOTHING_DONE);
    assertThat(broker.sent).hasSize(1);
  }

  @Test
  void anUnknownOrderCountsAsAbsentOnlyAfterAWhile() {
    broker.failNext(Fault.REQUEST_LOST);
    WatcherAuthority authority = exit(3);
    long began = System.nanoTime();

    assertThat(reason(place(authority, "0.3", "110"))).isEqualTo("unresolved_intent");
    awaitResolved();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
    assertThat(((IntentResolved) journalled().get(1)).outcome()).isEqualTo(IntentOutcome.ABSENT);
    assertThat(place(authority, "0.3", "110")).isInstanceOf(Placed.class);
    assertThat(broker.sent)
        .containsExactly("mdx-abc123-BTCUSD-b-a-x-3-1", "mdx-abc123-BTCUSD-b-a-x-3-2");
  }

  @Test
  void aBrokerThatIsDownResolvesNothing() {
    broker.failNext(Fault.REQUEST_LOST);
    place(exit(3), "0.3", "110");
    broker.unreadable = true;
    int lookups = broker.lookups.size();

    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(broker.lookups).hasSizeGreaterThan(lookups + 25); // more than absent-after
          return null;
        });

    assertThat(orderManager.getState().unresolved()).hasSize(1);
  }

  @Test
  void p10AfterACrashBetweenIntentAndAnswerTheOrderIsLookedUpAndNotSentAgain() {
    crashAfterIntent();
    broker.place("mdx-abc123-BTCUSD-b-a-x-3-1", "BTCUSD", Side.SELL, "0.3", "110");

    orderManager.restart();
    awaitResolved();

    assertThat(broker.lookups).contains("mdx-abc123-BTCUSD-b-a-x-3-1");
    assertThat(reason(place(exit(4), "0.3", "110"))).isEqualTo("order_open");
    assertThat(broker.sent).isEmpty();
  }

  @Test
  void p10AfterACrashBeforeTheSendTheSlotWaitsUntilTheBrokerIsKnownNotToHaveIt() {
    crashAfterIntent();

    WatcherAuthority next = exit(4);
    assertThat(reason(place(next, "0.3", "110"))).isEqualTo("unresolved_intent");
    assertThat(broker.sent).isEmpty();
    awaitResolved();

    assertThat(place(next, "0.3", "110")).isInstanceOf(Placed.class);
    assertThat(broker.sent).containsExactly("mdx-abc123-BTCUSD-b-a-x-4-2");
  }

  private void crashAfterIntent() {
    crashAfter(
        new OrderIntent(
            EXIT,
            3,
            0,
            null,
            Quantity.parse("0.3"),
            Price.parse("110"),
            TimeInForce.GTC,
            null,
            null));
  }

  /** The journal of a runtime that died between the write of the intent and the request. */
  private void crashAfter(OrderIntent draft) {
    String id = new ClientOrderId(Samples.US, draft.slot(), draft.generation(), 1).toString();
    orderManager.initialize(new IntentWritten(draft.numbered(1, id), FakeBroker.NOW));
  }

  /** One alert in the broker's words until it takes an order again. */
  @Test
  void anOrderThatTheBrokerForbidsIsToldOnce() {
    broker.failNext(Fault.FORBIDDEN, Fault.FORBIDDEN, Fault.NONE, Fault.FORBIDDEN);
    OrderEvent told =
        new OrderEvent.Alert(
            EXIT + ": the broker refuses its order: potential wash trade detected");

    OrderAnswer first = place(exit(3), "0.3", "110");
    OrderAnswer paused = place(exit(3), "0.3", "110");
    assertThat(paused).as("not sent yet").isEqualTo(first);
    assertThat(place(exit(4), "0.3", "110")).isInstanceOf(OrderRefusal.class);
    assertThat(events).filteredOn(told::equals).hasSize(1);

    Order order = ((Placed) place(exit(5), "0.3", "110")).order();
    submit(new OrderTask.Cancel(exit(5), order.id()));
    place(exit(5), "0.3", "110");

    assertThat(events).filteredOn(told::equals).hasSize(2);
  }

  @Test
  void whatTheBrokerRejectsIsPassedOnAndForgotten() {
    broker.failNext(Fault.RESERVED);

    OrderAnswer answer = place(exit(3), "0.3", "110");

    assertThat(answer)
        .isEqualTo(
            new OrderRefusal(
                OrderRefusal.Kind.BROKER, 403, 40310000, "rejected", "insufficient qty available"));
    awaitResolved();
    assertThat(((IntentResolved) journalled().get(1)).outcome()).isEqualTo(IntentOutcome.REJECTED);
  }

  @Test
  void aFractionalOrderIsReplacedByCancelThenNew() {
    WatcherAuthority authority = exit(3);
    Order first = ((Placed) place(authority, "0.3", "110")).order();

    OrderAnswer answer = replace(exit(4), first.id(), null, "112");

    Order second = ((Placed) answer).order();
    assertThat(second.limitPrice()).isEqualByComparingTo("112");
    assertThat(second.quantity()).isEqualByComparingTo("0.3");
    assertThat(broker.open()).extracting(Order::id).containsExactly(second.id());
    assertThat(second.clientOrderId()).isEqualTo("mdx-abc123-BTCUSD-b-a-x-4-2");
  }

  @Test
  void whatTheOldOrderFillsWhileItIsCancelledIsTakenOff() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    broker.cancelsAtOnce = false;
    orderManager.runCommand(
        new OrderManager.Submit(
            new OrderTask.Replace(
                exit(4), first.id(), new ReplaceRequest(null, Price.parse("112"), null, null)),
            answers.ref()));
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(broker.open()).extracting(Order::status).contains(OrderStatus.PENDING_CANCEL);
          return null;
        });

    broker.fill(first.id(), "0.1");
    broker.settle();

    Order second = ((Placed) answers.receiveMessage(Duration.ofSeconds(10))).order();
    assertThat(second.quantity()).isEqualByComparingTo("0.2");
  }

  @Test
  void p12WhatFillsOnTheWayOfAReplacementIsNotSoldAgain() {
    holdWhole();
    Order first = ((Placed) place(exit(3), "10", "110")).order();
    broker.beforeReplace = () -> broker.fill(first.id(), "4");

    Order second = ((Placed) replace(exit(4), first.id(), null, "112")).order();

    assertThat(second.replaces()).as("patched").isEqualTo(first.id());
    assertThat(second.quantity()).isEqualByComparingTo("6");
  }

  @Test
  void p12AnotherQuantityWaitsForTheEndOfTheOldOrder() {
    holdWhole();
    Order first = ((Placed) place(exit(3), "5", "110")).order();
    broker.beforeReplace = () -> broker.fill(first.id(), "4");
    broker.beforeCancel = () -> broker.fill(first.id(), "4");

    Order second = ((Placed) replace(exit(4), first.id(), "10", "110")).order();

    assertThat(second.quantity())
        .as("10 owned, 4 of them sold meanwhile")
        .isEqualByComparingTo("6");
  }

  /** A owns 10 whole coins; 10 more are unowned. */
  private void holdWhole() {
    broker.hold("BTCUSD", "10");
    Order entry = broker.place("mdx-abc123-BTCUSD-b-a-e-1-2", "BTCUSD", Side.BUY, "10", "90");
    broker.fill(entry.id(), "10");
    gatewayContext.upstream().invalidate();
  }

  @Test
  void anOldOrderThatDoesNotEndIsAwaited() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    broker.cancelsAtOnce = false;

    WatcherAuthority next = exit(4);
    assertThat(reason(replace(next, first.id(), null, "112"))).isEqualTo("awaiting_release");
    assertThat(reason(place(next, "0.3", "112"))).isEqualTo("awaiting_release");
    assertThat(broker.sent).hasSize(1);
  }

  @Test
  void anOrderOfAReservedQuantityIsRepeated() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    broker.failNext(Fault.RESERVED, Fault.RESERVED);

    assertThat(replace(exit(4), first.id(), null, "112")).isInstanceOf(Placed.class);
    assertThat(broker.sent).last().isEqualTo("mdx-abc123-BTCUSD-b-a-x-4-4");
  }

  @Test
  void wholeQuantitiesAreReplacedInPlace() {
    WatcherAuthority entry = admitted(Samples.entry(A, "96", "5"), 3);
    Order first = ((Placed) place(entry, "4", "95")).order();

    Order second = ((Placed) replace(entry, first.id(), null, "96")).order();

    assertThat(second.replaces()).isEqualTo(first.id());
    assertThat(broker.order(first.id()).orElseThrow().status()).isEqualTo(OrderStatus.REPLACED);
    assertThat(second.clientOrderId()).isEqualTo("mdx-abc123-BTCUSD-b-a-e-3-3");
  }

  @Test
  void aReplacementThatIsRefusedLeavesTheOldOrder() {
    WatcherAuthority authority = exit(3);
    Order first = ((Placed) place(authority, "0.3", "110")).order();

    assertThat(reason(replace(authority, first.id(), "0.5", "99"))).isEqualTo("beyond_book");
    assertThat(reason(replace(authority, first.id(), "0.4", "110"))).isEqualTo("beyond_book");
    assertThat(broker.open()).extracting(Order::id).containsExactly(first.id());
  }

  @Test
  void p12NoKeyTouchesAnothersOrder() {
    Order others = broker.place("mdx-abc123-BTCUSD-b-b-e-1-1", "BTCUSD", Side.BUY, "0.2", "90");
    Order foreign = broker.place("by-hand", "BTCUSD", Side.BUY, "0.2", "90");
    WatcherAuthority authority = exit(3);

    for (Order order : List.of(others, foreign)) {
      assertThat(reason(submit(new OrderTask.Cancel(authority, order.id()))))
          .isEqualTo("not_found");
      assertThat(reason(replace(authority, order.id(), null, "112"))).isEqualTo("not_found");
    }
    assertThat(broker.open()).hasSize(2);
  }

  @Test
  void cancelSlotsWaitsAndNamesWhatDidNotEnd() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    Order others = broker.place("mdx-abc123-BTCUSD-b-b-e-1-1", "BTCUSD", Side.BUY, "0.2", "90");
    broker.cancelsAtOnce = false;
    tokens.withdraw(EXIT);

    OrderAnswer first100ms = submit(cancelSlots(Duration.ofMillis(100)));
    broker.settle();
    OrderAnswer later = submit(cancelSlots(Duration.ofSeconds(5)));

    assertThat(((OrderAnswer.Unconfirmed) first100ms).orders())
        .extracting(Order::id)
        .containsExactly(first.id());
    assertThat(((OrderAnswer.Unconfirmed) later).orders()).isEmpty();
    assertThat(broker.open()).extracting(Order::id).containsExactly(others.id());
  }

  private static OrderTask cancelSlots(Duration patience) {
    return new OrderTask.CancelSlots(Set.of(EXIT), false, System.nanoTime() + patience.toNanos());
  }

  @Test
  void anOrderThatTurnsUpAfterItsSlotWasWithdrawnIsCancelled() {
    broker.failNext(Fault.HIDDEN);
    place(exit(3), "0.3", "110");
    tokens.withdraw(EXIT);
    tokens.cancelled(EXIT);

    broker.reveal();

    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(broker.all()).last().extracting(Order::status).isEqualTo(OrderStatus.CANCELED);
          return null;
        });
  }

  /** The wish is over, so no later task cancels the order. */
  @Test
  void theCancelOfAnOrderThatTurnsUpLateIsRepeatedUntilItEnds() {
    broker.failNext(Fault.HIDDEN);
    place(exit(3), "0.3", "110");
    tokens.withdraw(EXIT);
    tokens.cancelled(EXIT);
    AtomicInteger cancels = new AtomicInteger();
    broker.beforeCancel =
        () -> {
          if (cancels.incrementAndGet() == 1) {
            throw new BrokerException(Failure.UNRESOLVED, 0, 0, "connection lost");
          }
        };

    broker.reveal();

    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(broker.all()).last().extracting(Order::status).isEqualTo(OrderStatus.CANCELED);
          return null;
        });
    assertThat(cancels).hasValue(2);
  }

  /** A rate limit outlasts the patience of the caller: nobody asks again. */
  @Test
  void theCancelOfAWithdrawnSlotIsRepeatedUntilItsOrderEnds() {
    Order order = ((Placed) place(exit(3), "0.3", "110")).order();
    tokens.withdraw(EXIT);
    tokens.cancelled(EXIT);
    AtomicBoolean isLimited = new AtomicBoolean(true);
    broker.beforeCancel =
        () -> {
          if (isLimited.get()) {
            throw new BrokerException(Failure.RATE_LIMITED, 429, 0, "rate limit exceeded");
          }
        };

    OrderAnswer answer = submit(cancelSlots(Duration.ofMillis(100)));
    assertThat(answer)
        .isEqualTo(new OrderAnswer.Unconfirmed(List.of(order), List.of("rate limit exceeded")));
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(events)
              .contains(
                  new OrderEvent.Alert(
                      EXIT
                          + ": order "
                          + order.clientOrderId()
                          + " is still open (rate limit exceeded); the cancel is repeated until no"
                          + " order is open"));
          return null;
        });
    isLimited.set(false);

    answers.awaitAssert(
        Duration.ofSeconds(20),
        () -> {
          assertThat(broker.open()).isEmpty();
          return null;
        });
  }

  /** The pause stands, but its cancel is lost: the order of a current generation is open. */
  @Test
  void anEntryThatIsOpenDuringAPauseIsCancelled() {
    WatcherAuthority entry = admitted(Samples.entry(B, "95", "1"), 1);
    assertThat(place(entry, "0.5", "95")).isInstanceOf(Placed.class);

    gatewayContext
        .account()
        .pause(new EntryPause(PauseScope.EVERYTHING, "paused", FakeBroker.NOW, null));

    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(broker.open()).isEmpty();
          return null;
        });
  }

  @Test
  void fillsAndEndsAreReported() {
    Order order = ((Placed) place(exit(3), "0.3", "110")).order();
    broker.fill(order.id(), "0.1");
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(events).contains(fill("0.1"));
          return null;
        });
    broker.fill(order.id(), "0.2");

    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(events).contains(fill("0.2")).last().isInstanceOf(OrderEvent.Ended.class);
          return null;
        });
    assertThat(events).hasSize(4).first().isInstanceOf(OrderEvent.Sent.class);
  }

  private static OrderEvent fill(String quantity) {
    return new OrderEvent.Filled(EXIT, 3, Price.parse("110"), Quantity.parse(quantity));
  }

  @Test
  void aReplacementIsReceiptedWithTheTimeWithoutAnOrder() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    Order second = ((Placed) replace(exit(4), first.id(), null, "112")).order();

    ReplaceReport report = awaitReport(second);

    assertThat(report.generation()).isEqualTo(4);
    assertThat(report.gap()).isPositive();
    assertThat(report.until()).isEqualTo(second.submittedAt());
    assertThat(journalled())
        .filteredOn(event -> !(event instanceof IntentWritten))
        .extracting(event -> (Object) event.getClass())
        .containsExactly(
            IntentResolved.class, OrderEnded.class, IntentResolved.class, OrderReplaced.class);
  }

  @Test
  void oneOrderInThePlaceOfAnotherLeavesNoGap() {
    Order entry = broker.place("mdx-abc123-BTCUSD-b-a-e-2-1", "BTCUSD", Side.BUY, "2.7", "90");
    broker.fill(entry.id(), "2.7");
    gatewayContext.upstream().invalidate();
    Order first = ((Placed) place(exit(3), "3", "110")).order();

    Order second = ((Placed) replace(exit(4), first.id(), null, "112")).order();

    assertThat(awaitReport(second).gap()).isZero();
  }

  @Test
  void aGapThatACrashLeftOpenIsClosedByTheNextStartWithItsTrueLength() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    awaitResolved();
    broker.cancel(first.id());
    Instant ended = broker.order(first.id()).orElseThrow().updatedAt();
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(journalled()).last().isInstanceOf(OrderEnded.class);
          return null;
        });
    orderManager.restart();

    Order second = ((Placed) place(exit(4), "0.3", "112")).order();

    ReplaceReport report = awaitReport(second);
    assertThat(report.since()).isEqualTo(ended);
    assertThat(report.until()).isEqualTo(second.submittedAt());
  }

  @Test
  void noOrderIsMissingInASlotThatWasWithdrawn() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    awaitResolved();
    orderManager.runCommand(new OrderManager.Release(EXIT));
    broker.cancel(first.id());

    place(exit(4), "0.3", "112");
    awaitResolved();

    assertThat(journalled()).noneMatch(OrderReplaced.class::isInstance);
  }

  @Test
  void theMetricsShowTheWorstGapAndWhatIsUnresolved() {
    Order first = ((Placed) place(exit(3), "0.3", "110")).order();
    Order second = ((Placed) replace(exit(4), first.id(), null, "112")).order();
    Duration gap = awaitReport(second).gap();

    assertThat(gatewayContext.account().state().metrics().worstGaps(FakeBroker.NOW))
        .containsExactly(Map.entry(Slot.EXIT, gap));
    assertThat(gatewayContext.account().state().metrics().unresolved()).isZero();
    broker.unreadable = true; // or the order is soon known to be absent
    crashAfterIntent();
    answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(gatewayContext.account().state().metrics().unresolved()).isEqualTo(1);
          return null;
        });
    broker.unreadable = false;
    awaitResolved();
    assertThat(gatewayContext.account().state().metrics().unresolved()).isZero();
  }

  private ReplaceReport awaitReport(Order order) {
    return answers.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          List<ReplaceReport> reported =
              events.stream()
                  .filter(OrderEvent.Replaced.class::isInstance)
                  .map(event -> ((OrderEvent.Replaced) event).report())
                  .filter(report -> report.clientOrderId().equals(order.clientOrderId()))
                  .toList();
          assertThat(reported).hasSize(1);
          return reported.get(0);
        });
  }

  @Test
  void aBrokerThatCannotBeReadMeansNoOrder() {
    broker.unreadable = true;

    assertThat(reason(place(exit(3), "0.3", "110"))).isEqualTo("unreachable");
    assertThat(broker.sent).isEmpty();
    assertThat(journalled()).isEmpty();
  }
}
