package dev.maxdiff.execution.orders;

import static dev.maxdiff.execution.model.Samples.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The actor that owns the account: what it performs, and that no effect delays a decision. */
@Timeout(120)
class RunningAccountTest {

  private static final ActorTestKit kit = ActorTestKit.create();
  private static final EntryPause TIRED =
      new EntryPause(PauseScope.EVERYTHING, "tired", Samples.AT, null);

  private final ExecutionSettings settings =
      ExecutionSettings.from(
          ConfigFactory.parseString(
                  "maxdiff.execution { brakes.daily-loss = 500, loss-check = 10ms,"
                      + " pause-retry = 10ms }")
              .withFallback(ConfigFactory.load()),
          Venue.EMBEDDED);
  private final ExecutorService blocking = Executors.newCachedThreadPool();
  private final Queue<List<EntryPause>> stored = new ConcurrentLinkedQueue<>();
  private final Queue<String> alerts = new ConcurrentLinkedQueue<>();
  private final Queue<EntryPause> cancelled = new ConcurrentLinkedQueue<>();
  private volatile PauseStore store = (pauses, day) -> stored.add(pauses);
  private volatile Supplier<Account> read = () -> account("10000");
  private final RunningAccount account =
      RunningAccount.start(
          kit.system(),
          kit::spawn,
          settings,
          EntryPauses.NONE,
          new AccountPorts(
              (pauses, day) -> store.write(pauses, day),
              cancelled::add,
              () -> new AccountInput.AccountRead(read.get(), BigDecimal.ZERO),
              () -> Samples.AT,
              blocking,
              event -> alerts.add(((OrderEvent.Alert) event).words())));

  @AfterEach
  void stop() {
    account.stop();
    blocking.shutdown();
  }

  @AfterAll
  static void stopKit() {
    kit.shutdownTestKit();
  }

  private static Account account(String equity) {
    BigDecimal now = new BigDecimal(equity);
    BigDecimal last = new BigDecimal("10000");
    return new Account("1", "ACTIVE", now, now, last, now, now, BigDecimal.ONE, false, false, true);
  }

  private EntryLimits limits(String equity) throws Exception {
    EntryReading reading =
        new EntryReading(
            new WatcherAuthority(Samples.entry(A, "90", "1"), 1),
            account(equity),
            PositionLedger.empty(CoinFees.NONE),
            0);
    return result(account.entryLimits(reading));
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static void eventually(ThrowingCallable claim) {
    TestProbe<Object> probe = kit.createTestProbe();
    probe.awaitAssert(
        Duration.ofSeconds(60),
        () -> {
          try {
            claim.call();
          } catch (RuntimeException | Error e) {
            throw e;
          } catch (Throwable e) {
            throw new AssertionError(e);
          }
          return null;
        });
  }

  @Test
  void anEntryIsDeniedByTheLossOfTheDayWhileTheWriteOfThePauseIsUnderWay() throws Exception {
    CountDownLatch disk = new CountDownLatch(1);
    store =
        (pauses, day) -> {
          awaitQuietly(disk);
          stored.add(pauses);
        };

    read = () -> account("9500");
    assertThat(limits("9500").pause()).isPresent();
    eventually(() -> assertThat(account.state().pauses().inForce().of(A)).isPresent());
    assertThat(limits("9500").pause()).isPresent();
    assertThat(stored).isEmpty();

    disk.countDown();
    eventually(() -> assertThat(stored).hasSize(1));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void theLossPauseIsStoredAgainUntilItIsStored() {
    AtomicInteger failures = new AtomicInteger(3);
    store =
        (pauses, day) -> {
          if (failures.getAndDecrement() > 0) {
            throw new IllegalStateException("disk full");
          }
          stored.add(pauses);
        };

    read = () -> account("9000");

    eventually(() -> assertThat(stored).hasSize(1));
    assertThat(alerts).hasSize(2).anyMatch(words -> words.endsWith("disk full"));
    assertThat(account.state().pauses().inForce().of(A)).isPresent();
  }

  @Test
  void theCheckOfTheLossGoesOnAfterAnyFailureAndReportsADefectOnce() {
    AtomicInteger reads = new AtomicInteger();
    read =
        () -> {
          switch (reads.getAndIncrement()) {
            case 0 ->
                throw new BrokerException(BrokerException.Failure.RATE_LIMITED, 503, 0, "down");
            case 1, 2 -> throw new IllegalArgumentException("a field of the account");
            default -> {
              return account("9000");
            }
          }
        };

    eventually(() -> assertThat(account.state().pauses().inForce().of(A)).isPresent());
    eventually(() -> assertThat(stored).hasSize(1));
    assertThat(alerts).anyMatch(words -> words.contains("the day has lost 1000"));
  }

  @Test
  void theLossPauseHasTheEntryOrdersCancelled() {
    read = () -> account("9000");

    eventually(() -> assertThat(cancelled).hasSize(1));
    assertThat(cancelled).containsExactlyElementsOf(account.state().pauses().inForce().all());
  }

  @Test
  void aPauseThatCannotBeStoredFailsAndIsInForce() throws Exception {
    store =
        (pauses, day) -> {
          throw new IllegalStateException("disk full");
        };

    assertThatThrownBy(() -> result(account.pause(TIRED))).hasMessageContaining("disk full");
    assertThat(limits("10000").pause()).contains(TIRED);

    store = (pauses, day) -> stored.add(pauses);
    eventually(() -> assertThat(stored).containsExactly(List.of(TIRED)));
    assertThat(result(account.resume(PauseScope.EVERYTHING))).containsExactly(TIRED);
    assertThat(limits("10000").pause()).isEmpty();
  }

  @Test
  void aReservationIsSeenByWhoeverAsksAfterIt() throws Exception {
    account.tell(new AccountInput.CashReserved(Samples.B.slot(Slot.ENTRY), new BigDecimal("400")));

    assertThat(limits("10000").allowance()).isEqualByComparingTo("9600");
  }

  @Test
  void aDefectChangesNothingAndIsReported() throws Exception {
    account.tell(new AccountInput.LedgerObserved(null));

    eventually(() -> assertThat(alerts).anyMatch(words -> words.startsWith("a defect in")));
    assertThat(limits("10000").allowance()).isEqualByComparingTo("10000");
  }
}
