package dev.maxdiff.broker.paper;

import java.util.ArrayList;
import java.util.List;

/** One run of the engine: the emitted events and the state after each event. */
final class Turn {

  /** An event and the state right after it. */
  record Step(ExchangeEvent event, ExchangeState after) {}

  private final List<Step> steps = new ArrayList<>();
  private ExchangeState state;

  Turn(ExchangeState before) {
    this.state = before;
  }

  void emit(ExchangeEvent event) {
    state = state.on(event);
    steps.add(new Step(event, state));
  }

  ExchangeState state() {
    return state;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  List<ExchangeEvent> events() {
    return steps.stream().map(Step::event).toList();
  }
}
