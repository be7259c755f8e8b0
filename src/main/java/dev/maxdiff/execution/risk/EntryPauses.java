package dev.maxdiff.execution.risk;

import dev.maxdiff.broker.Account;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The pauses of entries. Immutable.
 *
 * @param stored the pauses that outlive the runtime
 * @param forgivenDay the equity at the start of the day whose loss an operator has accepted; null =
 *     none
 * @param hold in force for this run alone; null = none. {@link #without} leaves it in force
 */
public record EntryPauses(List<EntryPause> stored, BigDecimal forgivenDay, EntryPause hold) {

  public static final EntryPauses NONE = new EntryPauses(List.of(), null, null);

  public EntryPauses {
    stored = List.copyOf(stored);
  }

  public List<EntryPause> all() {
    return Stream.concat(Stream.ofNullable(hold), stored.stream()).toList();
  }

  /** Returns the pauses with another hold; null ends it. */
  public EntryPauses held(EntryPause pause) {
    return new EntryPauses(stored, forgivenDay, pause);
  }

  public boolean isHeld() {
    return hold != null;
  }

  /** Returns the pause that covers the key's entries; empty if none does. */
  public Optional<EntryPause> of(WatcherKey key) {
    return all().stream().filter(pause -> pause.scope().covers(key)).findFirst();
  }

  /** Whether a pause other than the {@link #hold} covers the key's entries: none may be open. */
  public boolean isPaused(WatcherKey key) {
    return stored.stream().anyMatch(pause -> pause.scope().covers(key));
  }

  /** Whether a pause covers all entries of the account. */
  boolean areComplete() {
    return all().stream().anyMatch(pause -> pause.scope().equals(PauseScope.EVERYTHING));
  }

  /** Returns the pauses with one more; it replaces an earlier pause of the same scope. */
  public EntryPauses with(EntryPause pause) {
    List<EntryPause> pauses = new ArrayList<>(stored);
    pauses.removeIf(earlier -> earlier.scope().equals(pause.scope()));
    pauses.add(pause);
    return new EntryPauses(pauses, forgivenDay, hold);
  }

  /** Returns the pauses that {@link #without} ends. */
  public List<EntryPause> within(PauseScope scope) {
    return stored.stream().filter(pause -> scope.includes(pause.scope())).toList();
  }

  /**
   * Returns the pauses that do not lie within the scope; a wider pause stays in force. An operator
   * who lifts a pause for the daily loss accepts the loss of that day.
   */
  public EntryPauses without(PauseScope scope) {
    List<EntryPause> lifted = within(scope);
    List<EntryPause> left = new ArrayList<>(stored);
    left.removeAll(lifted);
    BigDecimal forgiven =
        lifted.stream()
            .map(EntryPause::dayEquity)
            .filter(day -> day != null)
            .findFirst()
            .orElse(forgivenDay);
    return new EntryPauses(left, forgiven, hold);
  }

  /** Whether an operator has accepted the loss of the account's current day. */
  boolean areForgiven(Account account) {
    return isSameDay(forgivenDay, account.lastEquity());
  }

  /** Whether a pause is for the loss of an earlier day. */
  boolean areOutdated(Account account) {
    return stored.stream().anyMatch(pause -> isOfEarlierDay(pause, account.lastEquity()));
  }

  /** Returns the pauses without those for the loss of a day before the one with this equity. */
  EntryPauses ofDay(BigDecimal lastEquity) {
    List<EntryPause> left =
        stored.stream().filter(pause -> !isOfEarlierDay(pause, lastEquity)).toList();
    return new EntryPauses(left, null, hold);
  }

  private static boolean isOfEarlierDay(EntryPause pause, BigDecimal lastEquity) {
    return pause.dayEquity() != null && !isSameDay(pause.dayEquity(), lastEquity);
  }

  private static boolean isSameDay(BigDecimal dayEquity, BigDecimal lastEquity) {
    return dayEquity != null && lastEquity != null && dayEquity.compareTo(lastEquity) == 0;
  }
}
