package dev.maxdiff.execution;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.state.PausesFile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Which entries may not order for now. A change is durable before it counts, so it outlives {@code
 * kill -9}. Thread-safe; changes block while they are written.
 */
public final class Pauses {

  private final Consumer<PausesFile> store;
  private PausesFile stored;

  /** In force for this run alone; null = none. No operator lifts it. */
  private EntryPause hold;

  /**
   * @param store keeps what it is given; called before the change counts
   */
  public Pauses(PausesFile stored, Consumer<PausesFile> store) {
    this.stored = stored;
    this.store = store;
  }

  synchronized List<EntryPause> all() {
    List<EntryPause> all = new ArrayList<>(stored.pauses());
    if (hold != null) {
      all.add(0, hold);
    }
    return List.copyOf(all);
  }

  /** Until {@link #release} nothing that the pause covers may order, whatever else is lifted. */
  public synchronized void hold(EntryPause pause) {
    hold = pause;
  }

  /** Ends the {@link #hold}; the other pauses stand. */
  public synchronized void release() {
    hold = null;
  }

  synchronized boolean isHeld() {
    return hold != null;
  }

  /** Why the key's entries may not order; empty when they may. */
  synchronized Optional<EntryPause> of(WatcherKey key) {
    return all().stream().filter(pause -> pause.scope().covers(key)).findFirst();
  }

  /** A pause of the same scope takes the place of the earlier one. */
  synchronized void add(EntryPause pause) {
    List<EntryPause> pauses = new ArrayList<>(stored.pauses());
    pauses.removeIf(earlier -> earlier.scope().equals(pause.scope()));
    pauses.add(pause);
    write(new PausesFile(pauses, stored.forgivenDay()));
  }

  /** Lifts what lies within the scope, and returns it; a wider pause stands. */
  synchronized List<EntryPause> lift(PauseScope scope) {
    List<EntryPause> lifted =
        stored.pauses().stream().filter(pause -> scope.includes(pause.scope())).toList();
    if (!lifted.isEmpty()) {
      List<EntryPause> left = new ArrayList<>(stored.pauses());
      left.removeAll(lifted);
      write(new PausesFile(left, forgiven(lifted)));
    }
    return lifted;
  }

  /** An operator who lifts the pause of a day's loss has seen it: it comes back the next day. */
  private BigDecimal forgiven(List<EntryPause> lifted) {
    return lifted.stream()
        .map(EntryPause::dayEquity)
        .filter(day -> day != null)
        .findFirst()
        .orElse(stored.forgivenDay());
  }

  /** Whether an operator has lifted the pause for the loss of the account's current day. */
  synchronized boolean isForgiven(Account account) {
    return isSameDay(stored.forgivenDay(), account);
  }

  /** A new day has begun: the pauses for the last one's loss are over. */
  synchronized void endOfDay(Account account) {
    List<EntryPause> left =
        stored.pauses().stream()
            .filter(pause -> pause.dayEquity() == null || isSameDay(pause.dayEquity(), account))
            .toList();
    if (left.size() < stored.pauses().size()) {
      write(new PausesFile(left, null));
    }
  }

  private static boolean isSameDay(BigDecimal dayEquity, Account account) {
    return dayEquity != null
        && account.lastEquity() != null
        && dayEquity.compareTo(account.lastEquity()) == 0;
  }

  private void write(PausesFile next) {
    store.accept(next);
    stored = next;
  }
}
