package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.DispatcherSelector;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.FakeBroker;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.decisions.OrderManagerState;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.LedgerAcceptance;
import dev.maxdiff.execution.model.OrderAnswer;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderOrigin;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.upstream.CachedUpstream;
import dev.maxdiff.execution.upstream.ChangeNotifier;
import dev.maxdiff.execution.upstream.ThreadedBroker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A owns 0.3 of a position of 0.3, and a person sells beside the program. */
class LedgerWriteOffTest {

  private static final Config QUICK =
      ConfigFactory.parseString(
          "maxdiff.execution { crypto-fee = 0, crypto-taker-fee = 0, shortfall-patience = 100ms,"
              + " reads.embedded.look = 20ms }");
  private final ActorTestKit kit =
      ActorTestKit.create(
          QUICK
              .withFallback(EventSourcedBehaviorTestKit.config())
              .withFallback(ConfigFactory.load()));
  private static final String PERSISTENCE_ID = "OrderDesk-abc123|BTCUSD";

  private final FakeBroker broker = new FakeBroker();
  private final Queue<OrderEvent> events = new ConcurrentLinkedQueue<>();
  private final TestProbe<Object> probe = kit.createTestProbe();
  private GatewayContext context;
  private EventSourcedBehaviorTestKit<OrderManager.Command, OrderJournalEvent, OrderManagerState>
      manager;

  @BeforeEach
  void start() {
    Order entry = broker.place("mdx-abc123-BTCUSD-b-a-e-1-1", "BTCUSD", Side.BUY, "0.3", "90");
    broker.fill(entry.id(), "0.3");
    ExecutionSettings settings =
        ExecutionSettings.from(kit.system().settings().config(), Venue.EMBEDDED);
    ThreadedBroker requests = new ThreadedBroker(broker, dispatcher("dispatcher"));
    context =
        new GatewayContext(
            OrderOrigin.untagged(Samples.US),
            settings,
            requests,
            new CachedUpstream(
                broker, requests, Samples.US, settings, RateBudget.unlimited(), System::nanoTime),
            new ChangeNotifier(),
            new FencingTokens(),
            new CallerOrderIds(),
            AccountAlone.of(
                settings, InstantSource.fixed(FakeBroker.NOW), System::nanoTime, event -> {}),
            InstantSource.fixed(FakeBroker.NOW),
            dispatcher("dispatcher"),
            events::add);
    context.upstream().snapshot(Duration.ZERO);
    manager =
        EventSourcedBehaviorTestKit.create(
            kit.system(),
            OrderManager.create(BTC, context),
            EventSourcedBehaviorTestKit.disabledSerializationSettings());
    manager.clear();
  }

  private Executor dispatcher(String name) {
    return kit.system()
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig("maxdiff.execution." + name));
  }

  /** The actors of one test must not write into the journal of the next. */
  @AfterEach
  void stopKit() {
    kit.shutdownTestKit();
  }

  private void sellByHand(String quantity) {
    Order sale = broker.place("web-1", "BTCUSD", Side.SELL, quantity, "90");
    broker.fill(sale.id(), quantity);
    context.upstream().invalidate();
    manager.runCommand(OrderManager.Observe.INSTANCE);
  }

  private BigDecimal owned() {
    return context.upstream().snapshot(Duration.ZERO).value().ledger().symbolLedger(BTC).owned(A);
  }

  private void awaitOwned(String quantity) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(owned()).isEqualByComparingTo(quantity);
          return null;
        });
  }

  private List<Object> corrections() {
    return manager.persistenceTestKit().persistedInStorage(PERSISTENCE_ID).stream()
        .filter(LedgerCorrected.class::isInstance)
        .toList();
  }

  @Test
  void p12IsWrittenOffOnceAndToldOnce() {
    sellByHand("0.1");

    awaitOwned("0.2");
    assertThat(corrections()).hasSize(1);
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            OrderEvent.Alert.class,
            alert ->
                assertThat(alert.words())
                    .isEqualTo(
                        "BTCUSD: the keys own 0.3, the broker holds 0.2: orders of another origin"
                            + " have closed 0.1 (%s); written off: a -0.1"
                                .formatted(broker.all().get(1).id())));
    assertThat(context.account().state().drift().isFrozen(BTC)).isFalse();
  }

  @Test
  void isStillWrittenOffAfterARestart() {
    sellByHand("0.1");
    awaitOwned("0.2");
    context.upstream().correct(BTC, List.of());
    assertThat(owned()).isEqualByComparingTo("0.3");

    manager.restart();

    awaitOwned("0.2");
    assertThat(corrections()).hasSize(1);
  }

  @Test
  void whatNothingExplainsFreezesEntriesAndIsToldOnce() {
    broker.hold("BTCUSD", "-0.1");
    context.upstream().invalidate();
    manager.runCommand(OrderManager.Observe.INSTANCE);

    awaitFrozen(true);
    assertThat(owned()).isEqualByComparingTo("0.3");
    assertThat(corrections()).isEmpty();
  }

  private LedgerAcceptance accept(boolean isDryRun) {
    TestProbe<OrderAnswer> answers = kit.createTestProbe();
    context.upstream().snapshot(Duration.ZERO);
    manager.runCommand(new OrderManager.Accept(null, isDryRun, answers.ref()));
    return (LedgerAcceptance) answers.receiveMessage(Duration.ofSeconds(10));
  }

  @Test
  void whatAnOperatorAcceptsIsDurableBeforeItIsAnsweredAndThawsTheSymbol() {
    broker.hold("BTCUSD", "-0.1");
    context.upstream().invalidate();
    manager.runCommand(OrderManager.Observe.INSTANCE);
    awaitFrozen(true);

    assertThat(accept(true).words())
        .isEqualTo("BTCUSD: the keys own 0.3, the broker holds 0.2; would change a -0.1");
    assertThat(corrections()).isEmpty();

    assertThat(accept(false).words())
        .isEqualTo(
            "BTCUSD: the keys own 0.3, the broker holds 0.2; accepted by an operator: a -0.1");
    assertThat(corrections()).hasSize(1);
    awaitOwned("0.2");
    awaitFrozen(false);
    assertThat(accept(false).possible()).isFalse();
    assertThat(corrections()).hasSize(1);
  }

  private void awaitFrozen(boolean frozen) {
    probe.awaitAssert(
        Duration.ofSeconds(10),
        () -> {
          assertThat(context.account().state().drift().isFrozen(BTC)).isEqualTo(frozen);
          return null;
        });
  }
}
