package dev.maxdiff.app;

import dev.maxdiff.control.events.RuntimeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Buffers the events between the first launch and the banner of the session: the watchers of an
 * earlier runtime's wishes start before the banner is printed. Afterwards each event is forwarded
 * at once. Thread-safe.
 */
final class StartupEventBuffer implements Consumer<RuntimeEvent> {

  private final List<RuntimeEvent> buffered = new ArrayList<>();
  private List<Consumer<RuntimeEvent>> listeners = List.of();

  @Override
  public synchronized void accept(RuntimeEvent event) {
    if (listeners.isEmpty()) {
      buffered.add(event);
    } else {
      forward(event);
    }
  }

  /**
   * Forwards the buffered events, oldest first, and each later event. To be called once; the
   * listeners must not block.
   */
  synchronized void forwardTo(List<Consumer<RuntimeEvent>> all) {
    listeners = List.copyOf(all);
    buffered.forEach(this::forward);
    buffered.clear();
  }

  private void forward(RuntimeEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }
}
