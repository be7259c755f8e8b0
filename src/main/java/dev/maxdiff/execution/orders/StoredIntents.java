package dev.maxdiff.execution.orders;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.model.ClientOrderId;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sent orders according to the journals of the order managers, read without starting an order
 * manager.
 *
 * @param accepted newest accepted order of each slot without a known end
 * @param unresolved orders with an unknown outcome
 */
public record StoredIntents(Map<SlotId, ClientOrderId> accepted, Set<ClientOrderId> unresolved) {

  private static final Logger LOG = LoggerFactory.getLogger(StoredIntents.class);

  public static final StoredIntents NONE = new StoredIntents(Map.of(), Set.of());

  public StoredIntents {
    accepted = Map.copyOf(accepted);
    unresolved = Set.copyOf(unresolved);
  }

  /**
   * Reads the journal; blocks. An event that this version cannot read is logged and left out: the
   * order manager of its symbol fails at the same event, and the other symbols keep their exits.
   *
   * @param installation the installation that is passed to the start of the gateway
   */
  public static StoredIntents read(JournalReader reader, String installation) {
    return of(consumer -> reader.events(StoredOrders.PREFIX + installation + "|", 0, consumer));
  }

  /**
   * @param events passes every event of the order managers to its argument, oldest first
   */
  static StoredIntents of(Consumer<Consumer<StoredEvent>> events) {
    Map<SlotId, ClientOrderId> accepted = new HashMap<>();
    Set<ClientOrderId> unresolved = new HashSet<>();
    events.accept(
        event -> {
          if (StoredOrders.isReadable(event, StoredIntents::complain)) {
            id(event).ifPresent(id -> fold(event, id, accepted, unresolved));
          }
        });
    return new StoredIntents(accepted, unresolved);
  }

  /** Returns whether an order was sent and no end of it is known. */
  public boolean has(ClientOrderId id) {
    return unresolved.contains(id) || id.equals(accepted.get(id.slot()));
  }

  private static void complain(String line) {
    LOG.error("{}; the order manager of this symbol cannot recover", line);
  }

  private static void fold(
      StoredEvent event,
      ClientOrderId id,
      Map<SlotId, ClientOrderId> accepted,
      Set<ClientOrderId> unresolved) {
    if (event.type() == OrderJournalEvent.IntentWritten.class) {
      unresolved.add(id);
      return;
    }
    unresolved.remove(id);
    if (event.type() == OrderJournalEvent.OrderEnded.class) {
      accepted.remove(id.slot(), id);
    } else if (event.payload().path("outcome").asText().equals(IntentOutcome.ACCEPTED.toString())) {
      accepted.merge(id.slot(), id, (one, other) -> one.n() > other.n() ? one : other);
    }
  }

  private static Optional<ClientOrderId> id(StoredEvent event) {
    JsonNode intent = event.payload().path("intent");
    JsonNode holder = intent.isMissingNode() ? event.payload() : intent;
    return ClientOrderId.parse(holder.path("clientOrderId").asText());
  }
}
