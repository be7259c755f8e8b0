package dev.maxdiff.execution;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.maxdiff.actors.ActorSpawner;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Finds or starts the order manager of a symbol. Thread-safe. */
final class Desks {

  private final ActorSystem<?> system;
  private final ActorSpawner actors;
  private final DeskTools tools;
  private final Map<Symbol, ActorRef<SymbolDesk.Command>> bySymbol = new ConcurrentHashMap<>();

  Desks(ActorSystem<?> system, ActorSpawner actors, DeskTools tools) {
    this.system = system;
    this.actors = actors;
    this.tools = tools;
  }

  ActorRef<SymbolDesk.Command> of(Symbol symbol) {
    return bySymbol.computeIfAbsent(symbol, this::start);
  }

  private ActorRef<SymbolDesk.Command> start(Symbol symbol) {
    return actors.spawn(
        SymbolDesk.create(symbol, tools), "desk-" + symbol + "-" + UUID.randomUUID());
  }

  /**
   * Submits a task. After {@code patience} the stage fails with a timeout; the task may still be
   * executed.
   */
  CompletionStage<Answer> ask(Symbol symbol, Task task, Duration patience) {
    return AskPattern.ask(
        of(symbol), replyTo -> new SymbolDesk.Submit(task, replyTo), patience, system.scheduler());
  }

  /** Reports that the slot was withdrawn. */
  void release(SlotId slot) {
    of(slot.key().symbol()).tell(new SymbolDesk.Release(slot));
  }

  /** Reports a possible change of the symbol at the broker. */
  void look(Symbol symbol) {
    ActorRef<SymbolDesk.Command> desk = bySymbol.get(symbol);
    if (desk != null) {
      desk.tell(SymbolDesk.Look.INSTANCE);
    }
  }

  void lookAll() {
    bySymbol.values().forEach(desk -> desk.tell(SymbolDesk.Look.INSTANCE));
  }

  void stop() {
    bySymbol.values().forEach(desk -> desk.tell(SymbolDesk.Stop.INSTANCE));
  }
}
