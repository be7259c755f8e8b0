package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pauses of entries. A change is durable before it takes effect, so it survives {@code kill
 * -9}. Thread-safe; changes block until they are durable.
 */
public final class EntryPauses {

  /** Stores the pauses durably. */
  @FunctionalInterface
  public interface Store {

    /**
     * Returns when the pauses are durable.
     *
     * @param forgivenDay the equity at the start of the day whose loss an operator has accepted;
     *     null = none
     */
    void write(List<EntryPause> pauses, BigDecimal forgivenDay);
  }

  private final Store store;
  private List<EntryPause> stored;
  private BigDecimal forgivenDay;

  /** In force for this run alone; null = none. {@link #lift} leaves it in force. */
  private EntryPause hold;

  /**
   * @param stored pauses of an earlier run
   * @param forgivenDay see {@link Store#write}
   * @param store called before a change takes effect; if it throws, the change has no effect
   */
  public EntryPauses(List<EntryPause> stored, BigDecimal forgivenDay, Store store) {
    this.stored = List.copyOf(stored);
    this.forgivenDay = forgivenDay;
    this.store = store;
  }

  public synchronized List<EntryPause> all() {
    List<EntryPause> all = new ArrayList<>(stored);
    if (hold != null) {
      all.add(0, hold);
    }
    return List.copyOf(all);
  }

  /**
   * Blocks the entries in the scope of the pause until {@link #release}; {@link #lift} does not end
   * it.
   */
  public synchronized void hold(EntryPause pause) {
    hold = pause;
  }

  /** Ends the {@link #hold}; other pauses stay in force. */
  public synchronized void release() {
    hold = null;
  }

  public synchronized boolean isHeld() {
    return hold != null;
  }

  /** Returns the pause that covers the key's entries; empty if none does. */
  public synchronized Optional<EntryPause> of(WatcherKey key) {
    return all().stream().filter(pause -> pause.scope().covers(key)).findFirst();
  }

  /** Adds a pause; it replaces an earlier pause of the same scope. */
  public synchronized void add(EntryPause pause) {
    List<EntryPause> pauses = new ArrayList<>(stored);
    pauses.removeIf(earlier -> earlier.scope().equals(pause.scope()));
    pauses.add(pause);
    write(pauses, forgivenDay);
  }

  /** Lifts the pauses within the scope and returns them; a wider pause stays in force. */
  public synchronized List<EntryPause> lift(PauseScope scope) {
    List<EntryPause> lifted =
        stored.stream().filter(pause -> scope.includes(pause.scope())).toList();
    if (!lifted.isEmpty()) {
      List<EntryPause> left = new ArrayList<>(stored);
      left.removeAll(lifted);
      write(left, forgiven(lifted));
    }
    return lifted;
  }

  /**
   * Returns the day whose loss is accepted: an operator who lifts a pause for the daily loss
   * accepts the loss of that day.
   */
  private BigDecimal forgiven(List<EntryPause> lifted) {
    return lifted.stream()
        .map(EntryPause::dayEquity)
        .filter(day -> day != null)
        .findFirst()
        .orElse(forgivenDay);
  }

  /** Whether an operator has accepted the loss of the account's current day. */
  synchronized boolean isForgiven(Account account) {
    return isSameDay(forgivenDay, account);
  }

  /** Ends the pauses for the loss of an earlier day. */
  synchronized void endOfDay(Account account) {
    List<EntryPause> left =
        stored.stream()
            .filter(pause -> pause.dayEquity() == null || isSameDay(pause.dayEquity(), account))
            .toList();
    if (left.size() < stored.size()) {
      write(left, null);
    }
  }

  private static boolean isSameDay(BigDecimal dayEquity, Account account) {
    return dayEquity != null
        && account.lastEquity() != null
        && dayEquity.compareTo(account.lastEquity()) == 0;
  }

  private void write(List<EntryPause> pauses, BigDecimal forgiven) {
    store.write(pauses, forgiven);
    stored = List.copyOf(pauses);
    forgivenDay = forgiven;
  }
}
