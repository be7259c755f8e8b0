package dev.maxdiff.execution.orders;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.execution.decisions.AccountInput;
import dev.maxdiff.execution.decisions.AccountState;
import dev.maxdiff.execution.ledger.SymbolLedger;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.execution.risk.EntryLimits;
import dev.maxdiff.execution.risk.EntryPauses;
import dev.maxdiff.execution.risk.EntryReading;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** The account as one actor owns it; see {@link AccountActor}. */
public final class RunningAccount implements TradingAccount {

  private final ActorSystem<?> system;
  private final ActorRef<AccountActor.Command> actor;
  private final AtomicReference<AccountState> published;
  private final Duration patience;

  private RunningAccount(
      ActorSystem<?> system,
      ActorRef<AccountActor.Command> actor,
      AtomicReference<AccountState> published,
      Duration patience) {
    this.system = system;
    this.actor = actor;
    this.published = published;
    this.patience = patience;
  }

  /**
   * Starts the actor.
   *
   * @param pauses in force from the beginning
   */
  public static RunningAccount start(
      ActorSystem<?> system,
      ActorSpawner actors,
      ExecutionSettings settings,
      EntryPauses pauses,
      AccountPorts ports) {
    AtomicReference<AccountState> published =
        new AtomicReference<>(AccountState.of(settings, pauses));
    ActorRef<AccountActor.Command> actor =
        actors.spawn(
            AccountActor.create(settings, ports, published), "account-" + UUID.randomUUID());
    return new RunningAccount(system, actor, published, settings.orders().requestTimeout());
  }

  @Override
  public AccountState state() {
    return published.get();
  }

  @Override
  public void tell(AccountInput input) {
    actor.tell(new AccountActor.Input(input));
  }

  @Override
  public CompletionStage<EntryLimits> entryLimits(EntryReading reading) {
    return AskPattern.askWithStatus(
        actor,
        replyTo -> new AccountActor.AskLimits(reading, replyTo),
        patience,
        system.scheduler());
  }

  @Override
  public CompletionStage<Boolean> compare(SymbolLedger ledger) {
    return AskPattern.askWithStatus(
        actor,
        replyTo -> new AccountActor.AskCompare(ledger, replyTo),
        patience,
        system.scheduler());
  }

  @Override
  public CompletionStage<List<EntryPause>> pause(EntryPause pause) {
    return AskPattern.askWithStatus(
        actor, replyTo -> new AccountActor.AskPause(pause, replyTo), patience, system.scheduler());
  }

  @Override
  public CompletionStage<List<EntryPause>> resume(PauseScope scope) {
    return AskPattern.askWithStatus(
        actor, replyTo -> new AccountActor.AskResume(scope, replyTo), patience, system.scheduler());
  }

  /** Stops the actor and its checks of the daily loss; later inputs have no effect. */
  public void stop() {
    actor.tell(AccountActor.Stop.INSTANCE);
  }
}
