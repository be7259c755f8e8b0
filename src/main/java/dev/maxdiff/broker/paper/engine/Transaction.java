package dev.maxdiff.broker.paper.engine;

import java.util.ArrayList;
import java.util.List;

/** One run of the engine: the emitted events and the state after each event. */
public final class Transaction {

  /** An event and the state right after it. */
  public record Step(ExchangeEvent event, ExchangeState after) {}

  private final List<Step> steps = new ArrayList<>();
  private ExchangeState state;

  public Transaction(ExchangeState before) {
    this.state = before;
  }

  void emit(ExchangeEvent event) {
    state = state.on(event);
    steps.add(new Step(event, state));
  }

  public ExchangeState state() {
    return state;
  }

  public List<Step> steps() {
    return List.copyOf(steps);
  }

  public List<ExchangeEvent> events() {
    return steps.stream().map(Step::event).toList();
  }
}
