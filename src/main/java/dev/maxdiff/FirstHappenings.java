package dev.maxdiff;

import dev.maxdiff.control.Happening;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps what happens from the moment on when watchers may be launched, until the session is there
 * to hear it: the wishes of an earlier runtime start again before its banner is printed. Afterwards
 * everything is passed on at once. Thread-safe.
 */
final class FirstHappenings implements Consumer<Happening> {

  private final List<Happening> held = new ArrayList<>();
  private List<Consumer<Happening>> listeners = List.of();

  @Override
  public synchronized void accept(Happening happening) {
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
  synchronized void passOnTo(List<Consumer<Happening>> all) {
    listeners = List.copyOf(all);
    held.forEach(this::tell);
    held.clear();
  }

  private void tell(Happening happening) {
    listeners.forEach(listener -> listener.accept(happening));
  }
}
