package dev.maxdiff.app;

import dev.maxdiff.control.events.RuntimeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps what happens from the moment on when watchers may be launched, until the session is there
 * to hear it: the wishes of an earlier runtime start again before its banner is printed. Afterwards
 * everything is passed on at once. Thread-safe.
 */
final class StartupEventBuffer implements Consumer<RuntimeEvent> {

  private final List<RuntimeEvent> held = new ArrayList<>();
  private List<Consumer<RuntimeEvent>> listeners = List.of();

  @Override
  public synchronized void accept(RuntimeEvent happening) {
    if (listeners.isEmpty()) {
      held.add(happening);
    } else {
      tell(happening);
    }
  }

  /**
   * Tells what was kept, oldest first, and whatever comes from now on. Once; the listeners must not
   * block.
   */
  synchronized void passOnTo(List<Consumer<RuntimeEvent>> all) {
    listeners = List.copyOf(all);
    held.forEach(this::tell);
    held.clear();
  }

  private void tell(RuntimeEvent happening) {
    listeners.forEach(listener -> listener.accept(happening));
  }
}
