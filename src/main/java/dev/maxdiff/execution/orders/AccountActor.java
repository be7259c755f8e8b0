package dev.maxdiff.execution.orders;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.pattern.StatusReply;
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
import dev.maxdiff.execution.risk.EntryReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns the state of the account that all order managers share.
 *
 * <p>{@link AccountMachine} decides; the actor publishes each state, performs the effects, and
 * waits for nothing. A message whose handling fails by a defect changes nothing and is reported;
 * the actor goes on, because a new actor would have forgotten the cash in transit.
 */
final class AccountActor extends AbstractBehavior<AccountActor.Command> {

  sealed interface Command {}

  record Input(AccountInput input) implements Command {}

  record AskLimits(EntryReading reading, ActorRef<StatusReply<EntryLimits>> replyTo)
      implements Command {}

  record AskCompare(SymbolLedger ledger, ActorRef<StatusReply<Boolean>> replyTo)
      implements Command {}

  record AskPause(EntryPause pause, ActorRef<StatusReply<List<EntryPause>>> replyTo)
      implements Command {}

  record AskResume(PauseScope scope, ActorRef<StatusReply<List<EntryPause>>> replyTo)
      implements Command {}

  enum Stop implements Command {
    INSTANCE
  }

  /**
   * @param published always has the newest state; contains the first one
   */
  static Behavior<Command> create(
      ExecutionSettings settings, AccountPorts ports, AtomicReference<AccountState> published) {
    return Behaviors.setup(
        context -> {
          context.setLoggerName(AccountActor.class);
          return Behaviors.withTimers(
              timers -> new AccountActor(context, timers, settings, ports, published));
        });
  }

  private static final Logger LOG = LoggerFactory.getLogger(AccountActor.class);

  private final TimerScheduler<Command> timers;
  private final AccountPorts ports;
  private final AtomicReference<AccountState> published;
  private final AccountMachine machine;
  private final Map<Long, ActorRef<StatusReply<List<EntryPause>>>> waiting = new HashMap<>();
  private long requests;

  private AccountActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ExecutionSettings settings,
      AccountPorts ports,
      AtomicReference<AccountState> published) {
    super(context);
    this.timers = timers;
    this.ports = ports;
    this.published = published;
    this.machine = new AccountMachine(settings);
    give(new AccountInput.Started());
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Input.class, this::onInput)
        .onMessage(AskLimits.class, this::onAskLimits)
        .onMessage(AskCompare.class, this::onAskCompare)
        .onMessage(AskPause.class, this::onAskPause)
        .onMessage(AskResume.class, this::onAskResume)
        .onMessage(Stop.class, stop -> Behaviors.stopped())
        .build();
  }

  private Behavior<Command> onInput(Input message) {
    give(message.input);
    return this;
  }

  private Behavior<Command> onAskLimits(AskLimits ask) {
    Optional<RuntimeException> defect = give(new AccountInput.EntryRead(ask.reading));
    ask.replyTo.tell(
        defect
            .<StatusReply<EntryLimits>>map(StatusReply::error)
            .orElseGet(() -> StatusReply.success(published.get().entryLimits(ask.reading))));
    return this;
  }

  private Behavior<Command> onAskCompare(AskCompare ask) {
    PositionDrift before = published.get().drift();
    Optional<RuntimeException> defect = give(new AccountInput.LedgerObserved(ask.ledger));
    ask.replyTo.tell(
        defect
            .<StatusReply<Boolean>>map(StatusReply::error)
            .orElseGet(
                () -> StatusReply.success(published.get().drift().hasFrozen(before, ask.ledger))));
    return this;
  }

  private Behavior<Command> onAskPause(AskPause ask) {
    give(new AccountInput.PauseAsked(awaited(ask.replyTo), ask.pause));
    return this;
  }

  private Behavior<Command> onAskResume(AskResume ask) {
    give(new AccountInput.ResumeAsked(awaited(ask.replyTo), ask.scope));
    return this;
  }

  private long awaited(ActorRef<StatusReply<List<EntryPause>>> replyTo) {
    waiting.put(++requests, replyTo);
    return requests;
  }

  // ---- decisions and effects

  /** Returns the defect that kept the input from its effect. */
  private Optional<RuntimeException> give(AccountInput input) {
    try {
      AccountTime time = new AccountTime(ports.clock().instant(), System.nanoTime());
      AccountStep step = machine.on(published.get(), input, time);
      published.set(step.state());
      step.effects().forEach(this::perform);
      return Optional.empty();
    } catch (RuntimeException e) {
      getContext().getLog().error("{}", input, e);
      ports.events().accept(new OrderEvent.Alert("a defect in the account's state: " + e));
      return Optional.of(e);
    }
  }

  private void perform(AccountEffect effect) {
    if (effect instanceof AccountEffect.StorePauses pauses) {
      store(pauses);
    } else if (effect instanceof AccountEffect.CancelEntries cancel) {
      ports.cancelEntries().accept(cancel.pause());
    } else if (effect instanceof AccountEffect.ReadLoss) {
      readLoss();
    } else if (effect instanceof AccountEffect.Publish publish) {
      ports.events().accept(publish.event());
    } else if (effect instanceof AccountEffect.Wait wait) {
      timers.startSingleTimer(wait.input(), new Input(wait.input()), wait.time());
    } else if (effect instanceof AccountEffect.Answer answer) {
      waiting.remove(answer.request()).tell(StatusReply.success(answer.pauses()));
    } else if (effect instanceof AccountEffect.Refuse refuse) {
      waiting.remove(refuse.request()).tell(StatusReply.error(refuse.failure()));
    }
  }

  private void store(AccountEffect.StorePauses effect) {
    getContext()
        .pipeToSelf(
            CompletableFuture.runAsync(
                () -> ports.store().write(effect.pauses(), effect.forgivenDay()), ports.blocking()),
            (stored, failure) ->
                new Input(
                    failure == null
                        ? new AccountInput.PausesStored()
                        : new AccountInput.PausesNotStored(failed(failure))));
  }

  private void readLoss() {
    getContext()
        .pipeToSelf(
            CompletableFuture.supplyAsync(ports.readLoss(), ports.blocking()),
            (read, failure) -> new Input(failure == null ? read : unread(cause(failure))));
  }

  private static AccountInput unread(Throwable failure) {
    LOG.warn("The day's loss cannot be read: {}", failure.getMessage());
    return new AccountInput.AccountUnread(failure);
  }

  private static RuntimeException failed(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof RuntimeException one ? one : new IllegalStateException(cause);
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
