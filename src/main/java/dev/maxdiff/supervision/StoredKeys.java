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
import dev.maxdiff.process.ProcessIdentity;
import dev.maxdiff.state.JournalReader;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.StoredEvent;
import dev.maxdiff.supervision.SlotState.Active;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What the journal says of all keys, read without starting a supervisor: the events are folded as
 * the supervisors fold them. Events are never deleted before their keys' wishes have ended, so this
 * table of known slots cannot disagree with the journal. Methods block.
 */
public final class StoredKeys {

  /** First part of the supervisors' persistence ids. */
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
   * One slot as the journal left it.
   *
   * @param since the generation under which the wish was accepted
   * @param wish the one that stands
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

  /** Hands over every event of every key, oldest first. */
  public static void events(JournalReader reader, BiConsumer<WatcherKey, SlotEvent> consumer) {
    reader.events(PREFIX, 0, stored -> consumer.accept(key(stored), event(stored)));
  }

  /** Keys for which anything was ever wished. */
  public Set<WatcherKey> known() {
    return Set.copyOf(states.keySet());
  }

  /** The processes that are known to have been launched, and not to have ended. */
  public Collection<ProcessIdentity> launched() {
    return List.copyOf(launched.values());
  }

  /** The newest generation of a slot; 0 when it never had one. */
  public long generation(SlotId slot) {
    return states.getOrDefault(slot.key(), KeyState.EMPTY).of(slot.slot()).generation();
  }

  /** Keys with a wish that stands: those to recover at start. */
  public Set<WatcherKey> active() {
    return wanted().stream().map(stored -> stored.slot().key()).collect(Collectors.toSet());
  }

  /** The slots whose wishes stand, sorted. */
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

  /** The event of a supervisor. */
  public static SlotEvent event(StoredEvent stored) {
    try {
      return (SlotEvent) MAPPER.treeToValue(stored.payload(), stored.type());
    } catch (JsonProcessingException e) {
      throw new StateException(
          "journal: event "
              + stored.ordering()
              + " of "
              + stored.persistenceId()
              + ": "
              + e.getOriginalMessage()
              + " (expected: a readable "
              + stored.type().getSimpleName()
              + ")",
          e);
    }
  }

  /** Whose it is. {@code Watcher|BTCUSD_buy_max_diff}: only the strategy may contain a bar. */
  public static WatcherKey key(StoredEvent stored) {
    String[] parts = stored.persistenceId().substring(PREFIX.length()).split("_", 3);
    return new WatcherKey(Symbol.parse(parts[0]), Side.parse(parts[1]), new Strategy(parts[2]));
  }
}
