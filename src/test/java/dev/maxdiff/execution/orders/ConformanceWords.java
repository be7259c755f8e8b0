package dev.maxdiff.execution.orders;

import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;

/** Intents and events in the words of {@link ConformanceScenario}; recorded with it. */
final class ConformanceWords {

  private ConformanceWords() {}

  static String of(OrderIntent intent) {
    return "%s %s %s at %s %s replaces %s"
        .formatted(
            intent.clientOrderId(),
            intent.slot(),
            intent.quantity(),
            intent.price(),
            intent.timeInForce(),
            intent.replaces());
  }

  static String of(OrderEvent event) {
    if (event instanceof OrderEvent.Sent sent) {
      return "sent %s %d %s at %s %s"
          .formatted(
              sent.slot(), sent.generation(), sent.quantity(), sent.price(), sent.clientOrderId());
    } else if (event instanceof OrderEvent.Denied denied) {
      return "denied %s %d %s: %s"
          .formatted(denied.slot(), denied.generation(), denied.reason(), denied.words());
    } else if (event instanceof OrderEvent.Alert alert) {
      return "alert " + alert.words();
    }
    return event.toString();
  }
}
