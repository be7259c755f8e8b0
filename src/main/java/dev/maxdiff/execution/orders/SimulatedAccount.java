package dev.maxdiff.execution.orders;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.decisions.AccountEffect;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.AccountMachine;
import dev.maxdiff.execution.decisions.AccountState;
import dev.maxdiff.execution.decisions.AccountStep;
import dev.maxdiff.execution.decisions.AccountTime;
import dev.maxdiff.execution.ledger.PositionDrift;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The account without its actor: each input takes effect before the call returns. Pauses count as
 * stored at once; no entry order is cancelled for a pause, and nothing waits.
 */
public final class SimulatedAccount implements TradingAccount {

  private final AccountMachine machine;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Consumer<OrderEvent> events;
  private final Map<Long, CompletableFuture<List<EntryPause>>> waiting = new HashMap<>();
  private AccountState state;

  public SimulatedAccount(
      ExecutionSettings settings,
      InstantSource clock,
      LongSupplier nanos,
      Consumer<OrderEvent> events) {
    this.machine = new AccountMachine(settings);
    this.state = AccountState.of(settings, EntryPauses.NONE);
    this.clock = clock;
    this.nanos = nanos;
    this.events = events;
  }

  @Override
  public synchronized AccountState state() {
    return state;
  }

  @Override
  public synchronized void tell(AccountInput input) {
    Deque<AccountInput> inputs = new ArrayDeque<>(List.of(input));
    while (!inputs.isEmpty()) {
      AccountTime time = new AccountTime(clock.instant(), nanos.getAsLong());
      AccountStep step = machine.on(state, inputs.remove(), time);
      state = step.state();
      step.effects().forEach(effect -> perform(effect, inputs));
    }
  }

  private void perform(AccountEffect effect, Deque<AccountInput> inputs) {
    if (effect instanceof AccountEffect.StorePauses) {
      inputs.add(new AccountInput.PausesStored());
    } else if (effect instanceof AccountEffect.Publish publish) {
      events.accept(publish.event());
    } else if (effect instanceof AccountEffect.Answer answer) {
      waiting.remove(answer.request()).complete(answer.pauses());
    }
  }

  @Override
  public synchronized CompletionStage<EntryLimits> entryLimits(EntryReading reading) {
    tell(new AccountInput.EntryRead(reading));
    return CompletableFuture.completedStage(state.entryLimits(reading));
  }

  @Override
  public synchronized CompletionStage<Boolean> compare(SymbolLedger ledger) {
    PositionDrift before = state.drift();
    tell(new AccountInput.LedgerObserved(ledger));
    return CompletableFuture.completedStage(state.drift().hasFrozen(before, ledger));
  }

  @Override
  public synchronized CompletionStage<List<EntryPause>> pause(EntryPause pause) {
    CompletableFuture<List<EntryPause>> answer = new CompletableFuture<>();
    waiting.put(1L, answer);
    tell(new AccountInput.PauseAsked(1, pause));
    return answer;
  }

  @Override
  public synchronized CompletionStage<List<EntryPause>> resume(PauseScope scope) {
    CompletableFuture<List<EntryPause>> answer = new CompletableFuture<>();
    waiting.put(1L, answer);
    tell(new AccountInput.ResumeAsked(1, scope));
    return answer;
  }
}
