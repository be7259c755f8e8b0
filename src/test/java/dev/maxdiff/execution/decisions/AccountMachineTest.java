package dev.maxdiff.execution.decisions;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.Account;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.model.WatcherAuthority;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an input changes in the account, and what is done then. */
class AccountMachineTest {

  private static final PauseScope OF_BTC = new PauseScope(A.symbol(), null, null);
  private static final EntryPause TIRED = new EntryPause(OF_BTC, "tired", Samples.AT, null);
  private static final IllegalStateException FULL = new IllegalStateException("disk full");

  private final ExecutionSettings settings =
      ExecutionSettings.from(
          ConfigFactory.parseString("maxdiff.execution.brakes.daily-loss = 500")
              .withFallback(ConfigFactory.load()),
          Venue.EMBEDDED);
  private final AccountMachine machine = new AccountMachine(settings);
  private final AccountEffect nextCheck =
      new AccountEffect.Wait(settings.risk().lossCheck(), new AccountInput.LossCheckDue());
  private final List<AccountEffect> effects = new ArrayList<>();
  private AccountState state = AccountState.of(settings, EntryPauses.NONE);
  private long seconds;

  private void give(AccountInput... inputs) {
    for (AccountInput input : inputs) {
      long nanos = Duration.ofSeconds(seconds).toNanos();
      AccountStep step = machine.on(state, input, new AccountTime(Samples.AT, nanos));
      state = step.state();
      effects.addAll(step.effects());
    }
  }

  private List<AccountEffect> done() {
    List<AccountEffect> done = List.copyOf(effects);
    effects.clear();
    return done;
  }

  private boolean isPaused() {
    return state.pauses().inForce().of(A).isPresent();
  }

  private static AccountInput account(String lastEquity, String equity) {
    return account(lastEquity, equity, "0");
  }

  private static AccountInput account(String lastEquity, String equity, String transfers) {
    return new AccountInput.AccountRead(read(lastEquity, equity), new BigDecimal(transfers));
  }

  private static Account read(String lastEquity, String equity) {
    BigDecimal now = new BigDecimal(equity);
    BigDecimal last = new BigDecimal(lastEquity);
    return new Account("1", "ACTIVE", now, now, last, now, now, BigDecimal.ONE, false, false, true);
  }

  private static EntryReading entry(String lastEquity, String equity) {
    return new EntryReading(
        new WatcherAuthority(Samples.entry(A, "90", "1"), 1),
        read(lastEquity, equity),
        PositionLedger.empty(CoinFees.NONE),
        0);
  }

  // ---- the daily loss

  @Test
  void entriesPauseOnceTheDayHasLostTooMuchAndStayPausedWhenItRecovers() {
    give(account("10000", "9500.01"));
    assertThat(isPaused()).isFalse();
    assertThat(done()).containsExactly(nextCheck);

    give(account("10000", "9500"));
    EntryPause pause = state.pauses().inForce().of(A).orElseThrow();
    assertThat(pause.reason()).isEqualTo("the day has lost 500 (daily-loss 500)");
    assertThat(done())
        .containsExactly(
            new AccountEffect.StorePauses(List.of(pause), null),
            new AccountEffect.Publish(new OrderEvent.Alert(pause.words())),
            new AccountEffect.CancelEntries(pause),
            nextCheck);

    give(new AccountInput.PausesStored(), account("10000", "9400"), account("10000", "9999"));
    assertThat(isPaused()).isTrue();
    assertThat(done()).containsExactly(nextCheck, nextCheck);
  }

  @Test
  void aWithdrawalIsNoLossAndADepositHidesNone() {
    give(account("10000", "9000", "-1000"));
    assertThat(isPaused()).isFalse();

    give(account("10000", "10500", "1000"));
    assertThat(state.pauses().inForce().of(A).orElseThrow().reason())
        .isEqualTo("the day has lost 500 (daily-loss 500)");
  }

  @Test
  void anEntryThatShowsALossIsDeniedUntilTheTransfersAreRead() {
    give(new AccountInput.EntryRead(entry("10000", "9000")));
    assertThat(state.entryLimits(entry("10000", "9000")).pause()).isPresent();
    assertThat(done()).containsExactly(new AccountEffect.ReadLoss());

    give(account("10000", "9000", "-1000"));
    assertThat(state.entryLimits(entry("10000", "9000")).pause()).isEmpty();
    give(new AccountInput.EntryRead(entry("10000", "9000")));
    assertThat(done()).as("the transfers of the day are known").containsExactly(nextCheck);
  }

  @Test
  void theTransfersOfADayAreNotThoseOfTheNext() {
    give(account("10000", "9000", "-1000"));
    give(new AccountInput.EntryRead(entry("9000", "8000")));

    assertThat(state.suspected()).isNotNull();
  }

  @Test
  void aNewDayEndsThePauseAndMayBeginAnother() {
    give(account("10000", "9000"), new AccountInput.PausesStored());
    give(account("9000", "8900"), new AccountInput.PausesStored());
    assertThat(isPaused()).isFalse();

    give(account("9000", "8500"));
    assertThat(isPaused()).isTrue();
  }

  @Test
  void aNewDayThatBeginsWithALossIsNeverUnpaused() {
    give(account("10000", "9000"), new AccountInput.PausesStored());

    give(account("9000", "8000"));
    assertThat(isPaused()).isTrue();
    give(new AccountInput.PausesStored());
    assertThat(state.pauses().inForce().all())
        .extracting(EntryPause::dayEquity)
        .containsExactly(new BigDecimal("9000"));
  }

  @Test
  void anOperatorWhoLiftsItIsNotOverruledOnTheSameDay() {
    give(account("10000", "9000"), new AccountInput.PausesStored());
    give(new AccountInput.ResumeAsked(1, PauseScope.EVERYTHING), new AccountInput.PausesStored());
    give(account("10000", "8000"));
    assertThat(isPaused()).isFalse();

    give(account("8000", "7000"));
    assertThat(isPaused()).isTrue();
  }

  @Test
  void aNewDayLeavesAnOperatorsPause() {
    give(new AccountInput.PauseAsked(1, TIRED), new AccountInput.PausesStored());
    give(account("10000", "10000"));

    assertThat(isPaused()).isTrue();
    assertThat(state.pauses().inForce().of(Samples.SHORT)).isEmpty();
  }

  // ---- writes

  @Test
  void aPauseIsInForceBeforeItIsStoredAndAnsweredAfter() {
    give(new AccountInput.PauseAsked(1, TIRED));
    assertThat(isPaused()).isTrue();
    assertThat(done()).containsExactly(new AccountEffect.StorePauses(List.of(TIRED), null));

    give(new AccountInput.PausesStored());
    assertThat(done()).containsExactly(new AccountEffect.Answer(1, List.of(TIRED)));
  }

  @Test
  void aPauseSurvivesFailedWritesAndIsStoredAtLast() {
    give(new AccountInput.PauseAsked(1, TIRED));
    done();

    give(new AccountInput.PausesNotStored(FULL));
    assertThat(isPaused()).isTrue();
    assertThat(done())
        .containsExactly(
            new AccountEffect.Refuse(1, FULL),
            new AccountEffect.Publish(
                new OrderEvent.Alert(
                    "pauses are in force but not stored, and stored again: disk full")),
            new AccountEffect.Wait(settings.risk().pauseRetry(), new AccountInput.StoreDue()));

    give(new AccountInput.StoreDue(), new AccountInput.PausesNotStored(FULL));
    assertThat(done())
        .as("one alert for an outage")
        .containsExactly(
            new AccountEffect.StorePauses(List.of(TIRED), null),
            new AccountEffect.Wait(settings.risk().pauseRetry(), new AccountInput.StoreDue()));

    give(new AccountInput.StoreDue(), new AccountInput.PausesStored());
    assertThat(done()).containsExactly(new AccountEffect.StorePauses(List.of(TIRED), null));
    assertThat(state.pauses().durable().stored()).containsExactly(TIRED);
  }

  @Test
  void theEndOfAPauseIsInForceWhenItIsStoredAndAFailedWriteDropsIt() {
    give(new AccountInput.PauseAsked(1, TIRED), new AccountInput.PausesStored());
    done();

    give(new AccountInput.ResumeAsked(2, OF_BTC));
    assertThat(isPaused()).isTrue();
    give(new AccountInput.PausesNotStored(FULL));
    assertThat(isPaused()).isTrue();
    assertThat(done())
        .containsExactly(
            new AccountEffect.StorePauses(List.of(), null), new AccountEffect.Refuse(2, FULL));

    give(new AccountInput.ResumeAsked(3, OF_BTC), new AccountInput.PausesStored());
    assertThat(isPaused()).isFalse();
    assertThat(done())
        .containsExactly(
            new AccountEffect.StorePauses(List.of(), null),
            new AccountEffect.Answer(3, List.of(TIRED)));
  }

  @Test
  void oneWriteIsUnderWayAndTheNextHasWhatCameMeanwhile() {
    EntryPause all = new EntryPause(PauseScope.EVERYTHING, "all", Samples.AT, null);
    give(new AccountInput.PauseAsked(1, TIRED), new AccountInput.PauseAsked(2, all));
    assertThat(done()).hasSize(1);

    give(new AccountInput.PausesStored());
    assertThat(done())
        .containsExactly(
            new AccountEffect.Answer(1, List.of(TIRED)),
            new AccountEffect.StorePauses(List.of(TIRED, all), null));
  }

  @Test
  void nothingToLiftIsAnsweredWithoutAWrite() {
    give(new AccountInput.ResumeAsked(1, OF_BTC));

    assertThat(done()).containsExactly(new AccountEffect.Answer(1, List.of()));
  }

  @Test
  void aHoldIsNotStored() {
    give(new AccountInput.EntriesHeld(TIRED));
    assertThat(isPaused()).isTrue();
    give(new AccountInput.HoldEnded());
    assertThat(isPaused()).isFalse();
    assertThat(done()).isEmpty();
  }

  // ---- the check of the daily loss at intervals

  @Test
  void theCheckOfTheLossBeginsWithTheAccountAndFollowsEachAnswer() {
    give(new AccountInput.Started());
    assertThat(done()).containsExactly(nextCheck);

    give(new AccountInput.LossCheckDue());
    assertThat(done()).containsExactly(new AccountEffect.ReadLoss());
    give(new AccountInput.LossCheckDue());
    assertThat(done()).as("a read is under way").isEmpty();
    give(account("10000", "9999"));
    assertThat(done()).containsExactly(nextCheck);
    give(new AccountInput.LossCheckDue());
    assertThat(done()).containsExactly(new AccountEffect.ReadLoss());
  }

  @Test
  void theCheckOfTheLossGoesOnAfterAFailureAndReportsADefectOnce() {
    give(new AccountInput.LossCheckDue());
    done();
    give(new AccountInput.AccountUnread(new BrokerException(Failure.UNREACHABLE, 0, 0, "down")));
    assertThat(done()).containsExactly(nextCheck);

    state = AccountState.of(settings, EntryPauses.NONE);
    give(new AccountInput.AccountUnread(new IllegalStateException("a field")));
    assertThat(done()).hasSize(2).endsWith(nextCheck);
    give(new AccountInput.AccountUnread(new IllegalStateException("a field")));
    assertThat(done()).containsExactly(nextCheck);
    give(account("10000", "9999"), new AccountInput.AccountUnread(new IllegalStateException("x")));
    assertThat(done()).as("a new defect").hasSize(3);
  }

  @Test
  void withoutALimitNothingIsChecked() {
    AccountMachine unlimited = new AccountMachine(Samples.settings());

    AccountStep step =
        unlimited.on(state, new AccountInput.Started(), new AccountTime(Samples.AT, 0));

    assertThat(step.effects()).isEmpty();
  }

  // ---- drift

  @Test
  void aShortfallThatLastsFreezesTheSymbol() {
    observe(0, "0.2");
    observe(15, "0.2");
    assertThat(state.drift().isFrozen(Samples.BTC)).isFalse();
    observe(16, "0.2");
    assertThat(state.drift().isFrozen(Samples.BTC)).isTrue();
  }

  private void observe(long at, String position) {
    seconds = at;
    var order = Samples.own(A.slot(Slot.ENTRY), 1, "0.3", "0.3", "100", OrderStatus.FILLED);
    PositionLedger ledger =
        PositionLedger.of(
            CoinFees.NONE,
            List.of(Samples.position("BTCUSD", position)),
            List.of(order),
            List.of(),
            Set.of());
    give(new AccountInput.LedgerObserved(ledger.symbolLedger(Samples.BTC)));
  }

  // ---- figures

  @Test
  void countsTheUnresolvedIntentsOfAllSymbols() {
    give(
        new AccountInput.IntentsCounted(Samples.BTC, 2),
        new AccountInput.IntentsCounted(B.symbol(), 1),
        new AccountInput.IntentsCounted(Samples.SHORT.symbol(), 3));

    assertThat(state.metrics().unresolved()).isEqualTo(4);
  }
}
