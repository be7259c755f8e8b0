package dev.maxdiff.supervision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.StoredEvent;
import dev.maxdiff.supervision.wishes.GeneralHold;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.SlotEvent;
import dev.maxdiff.supervision.wishes.SlotState.Active;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The journalled state of all keys, read without a supervisor: the events are folded as the
 * supervisors fold them. The events of an active wish are never deleted, so this table of known
 * slots agrees with the journal. Methods block.
 */
public final class StoredKeys {

  /** The prefix of the supervisors' persistence ids. */
  public static final String PREFIX = WatcherSupervisor.ENTITY + "|";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Map<WatcherKey, KeyState> states = new TreeMap<>();
  private final Map<SlotId, ProcessIdentity> launched = new HashMap<>();

  private StoredKeys() {}

  /**
   * One slot with an active wish.
   *
   * @param since the generation under which the wish was accepted
   * @param wish the active wish
   */
  public record StoredSlot(SlotId slot, long generation, long since, Wish wish) {}

  public static StoredKeys read(JournalReader reader) {
    StoredKeys keys = new StoredKeys();
    events(reader, keys::fold);
    return keys;
  }

  private void fold(WatcherKey key, SlotEvent event) {
    states.put(key, states.getOrDefault(key, KeyState.EMPTY).on(event));
    if (event instanceof SlotEvent.Launched process) {
      launched.put(
          key.slot(event.slot()),
          new ProcessIdentity(process.pid(), process.startTicks(), process.bootId()));
    } else if (event instanceof SlotEvent.Ended) {
      launched.remove(key.slot(event.slot()));
    }
  }

  /** Passes every event of every key to {@code consumer}, oldest first. */
  public static void events(JournalReader reader, BiConsumer<WatcherKey, SlotEvent> consumer) {
    reader.events(PREFIX, 0, stored -> consumer.accept(key(stored), event(stored)));
  }

  /** Returns the keys that ever had a wish. */
  public Set<WatcherKey> known() {
    return Set.copyOf(states.keySet());
  }

  /** Returns the processes with a journalled launch and no journalled end. */
  public Collection<ProcessIdentity> launched() {
    return List.copyOf(launched.values());
  }

  /** Returns the newest generation of a slot; 0 = none. */
  public long generation(SlotId slot) {
    return states.getOrDefault(slot.key(), KeyState.EMPTY).of(slot.slot()).generation();
  }

  /** Returns the journalled state of a key; {@link KeyState#EMPTY} if it never had a wish. */
  public KeyState state(WatcherKey key) {
    return states.getOrDefault(key, KeyState.EMPTY);
  }

  /** Returns the keys with an active wish: those to recover at start. */
  public Set<WatcherKey> active() {
    return wanted().stream().map(stored -> stored.slot().key()).collect(Collectors.toSet());
  }

  /** Returns the slots with a hold of their own, with its beginning, sorted. */
  public SortedMap<SlotId, Instant> held() {
    SortedMap<SlotId, Instant> held = new TreeMap<>();
    states.forEach(
        (key, state) -> {
          for (Slot slot : Slot.values()) {
            if (state.hold(slot).since() != null) {
              held.put(key.slot(slot), state.hold(slot).since());
            }
          }
        });
    return held;
  }

  /** Returns whether a slot has a hold of its own or falls under the hold of all keys. */
  public boolean isHeld(SlotId slot, GeneralHold general) {
    return states
        .getOrDefault(slot.key(), KeyState.EMPTY)
        .hold(slot.slot())
        .since(general)
        .isPresent();
  }

  /** Returns the slots with an active wish, sorted. */
  public Set<StoredSlot> wanted() {
    Set<StoredSlot> wanted = new TreeSet<>((one, other) -> one.slot().compareTo(other.slot()));
    states.forEach(
        (key, state) -> {
          for (Slot slot : Slot.values()) {
            if (state.of(slot) instanceof Active active) {
              wanted.add(
                  new StoredSlot(
                      key.slot(slot),
                      active.generation(),
                      active.firstGeneration(),
                      active.wish()));
            }
          }
        });
    return wanted;
  }

  /**
   * Reads an event of a supervisor.
   *
   * @throws StateException when the event is unknown, unreadable or not of a supervisor: a reader
   *     that leaves it out would lose a wish
   */
  public static SlotEvent event(StoredEvent stored) {
    Class<? extends SlotEvent> type = stored.requireType(SlotEvent.class, "an event of a watcher");
    try {
      return MAPPER.treeToValue(stored.payload(), type);
    } catch (JsonProcessingException e) {
      throw new StateException(
          "journal: event "
              + stored.ordering()
              + " of "
              + stored.persistenceId()
              + ": "
              + e.getOriginalMessage()
              + " (expected: a readable "
              + type.getSimpleName()
              + ")",
          e);
    }
  }

  /**
   * Returns the key of an event's persistence id, such as {@code Watcher|BTCUSD_buy_max_diff}; only
   * the strategy may contain an underscore.
   */
  public static WatcherKey key(StoredEvent stored) {
    String[] parts = stored.persistenceId().substring(PREFIX.length()).split("_", 3);
    return new WatcherKey(Symbol.parse(parts[0]), Side.parse(parts[1]), new Strategy(parts[2]));
  }
}
