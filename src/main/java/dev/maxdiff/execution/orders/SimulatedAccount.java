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
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * An {@link AccountActor} on virtual time: the shipped machine; each input takes effect before the
 * call returns. Pauses are stored within the call; cancels, reads and waits follow it.
 */
public final class SimulatedAccount implements TradingAccount {

  private final AccountMachine machine;
  private final AccountPorts ports;
  private final VirtualTime time;
  private final BooleanSupplier isAlive;
  private final Map<Long, CompletableFuture<List<EntryPause>>> waiting = new HashMap<>();
  private final Map<AccountInput, Long> timers = new HashMap<>(); // the newest start of each
  private AccountState state;
  private long requests;
  private long starts;

  /**
   * @param pauses in force from the beginning
   * @param isAlive whether the runtime still lives; a dead one performs no effect
   */
  public SimulatedAccount(
      ExecutionSettings settings,
      EntryPauses pauses,
      AccountPorts ports,
      VirtualTime time,
      BooleanSupplier isAlive) {
    this.machine = new AccountMachine(settings);
    this.state = AccountState.of(settings, pauses);
    this.ports = ports;
    this.time = time;
    this.isAlive = isAlive;
    tell(new AccountInput.Started());
  }

  @Override
  public synchronized AccountState state() {
    return state;
  }

  @Override
  public synchronized void tell(AccountInput input) {
    Deque<AccountInput> inputs = new ArrayDeque<>(List.of(input));
    while (!inputs.isEmpty()) {
      AccountTime now = new AccountTime(ports.clock().instant(), time.nanoTime());
      AccountStep step = machine.on(state, inputs.remove(), now);
      state = step.state();
      step.effects().forEach(effect -> perform(effect, inputs));
    }
  }

  private void perform(AccountEffect effect, Deque<AccountInput> inputs) {
    if (effect instanceof AccountEffect.StorePauses pauses) {
      inputs.add(store(pauses));
    } else if (effect instanceof AccountEffect.CancelEntries cancel) {
      later(Duration.ZERO, () -> ports.cancelEntries().accept(cancel.pause()));
    } else if (effect instanceof AccountEffect.ReadLoss) {
      later(Duration.ZERO, () -> tell(readLoss()));
    } else if (effect instanceof AccountEffect.Publish publish) {
      ports.events().accept(publish.event());
    } else if (effect instanceof AccountEffect.Wait wait) {
      start(wait);
    } else if (effect instanceof AccountEffect.Answer answer) {
      waiting.remove(answer.request()).complete(answer.pauses());
    } else if (effect instanceof AccountEffect.Refuse refuse) {
      waiting.remove(refuse.request()).completeExceptionally(refuse.failure());
    }
  }

  private AccountInput store(AccountEffect.StorePauses effect) {
    try {
      ports.store().write(effect.pauses(), effect.forgivenDay());
      return new AccountInput.PausesStored();
    } catch (RuntimeException e) {
      return new AccountInput.PausesNotStored(e);
    }
  }

  private AccountInput readLoss() {
    try {
      return ports.readLoss().get();
    } catch (RuntimeException e) {
      return new AccountInput.AccountUnread(e);
    }
  }

  private void start(AccountEffect.Wait wait) {
    long number = ++starts;
    timers.put(wait.input(), number);
    later(
        wait.time(),
        () -> {
          if (timers.remove(wait.input(), number)) {
            tell(wait.input());
          }
        });
  }

  private void later(Duration by, Runnable act) {
    time.later(
        by,
        () -> {
          if (isAlive.getAsBoolean()) {
            act.run();
          }
        });
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
  public CompletionStage<List<EntryPause>> pause(EntryPause pause) {
    return asked(request -> new AccountInput.PauseAsked(request, pause));
  }

  @Override
  public CompletionStage<List<EntryPause>> resume(PauseScope scope) {
    return asked(request -> new AccountInput.ResumeAsked(request, scope));
  }

  private synchronized CompletionStage<List<EntryPause>> asked(Function<Long, AccountInput> input) {
    CompletableFuture<List<EntryPause>> answer = new CompletableFuture<>();
    waiting.put(++requests, answer);
    tell(input.apply(requests));
    return answer;
  }
}
