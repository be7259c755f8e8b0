package dev.maxdiff.execution.orders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.maxdiff.domain.Price;
import dev.maxdiff.execution.decisions.OrderJournalEvent;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentResolved;
import dev.maxdiff.execution.decisions.OrderJournalEvent.IntentWritten;
import dev.maxdiff.execution.decisions.OrderJournalEvent.LedgerCorrected;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderEnded;
import dev.maxdiff.execution.decisions.OrderJournalEvent.OrderReplaced;
import dev.maxdiff.execution.model.IntentOutcome;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.OrderIntent;
import dev.maxdiff.execution.model.ReplaceReport;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.StoredEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the order events of all order managers from the journal, event by event in the order of
 * their writing, without a gateway. Not thread-safe.
 */
public final class StoredOrders {

  /** Prefix of the persistence ids of the order managers. */
  public static final String PREFIX = "OrderDesk-";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Map<String, OrderIntent> intents = new HashMap<>();

  /** An order event and its time on the watchers' clock. */
  public record HistoryEntry(Instant at, OrderEvent event) {}

  /** Whether an order manager wrote the event. */
  public static boolean isOfOrderManager(StoredEvent stored) {
    return stored.persistenceId().startsWith(PREFIX);
  }

  /**
   * Whether {@link #read(StoredEvent)} can read an event of an order manager. An event that it
   * cannot read concerns the orders of one symbol: readers leave it out and report it.
   *
   * @param complaints receives one line that names an unreadable event
   */
  public static boolean isReadable(StoredEvent stored, Consumer<String> complaints) {
    boolean readable = stored.isA(OrderJournalEvent.class);
    if (!readable) {
      complaints.accept(stored.refusal("an event of an order manager"));
    }
    return readable;
  }

  /**
   * Passes every replacement in the journal to the consumer, oldest first; blocks.
   *
   * @param complaints receives one line for each unreadable event
   */
  public static void replaceReports(
      JournalReader reader, Consumer<ReplaceReport> consumer, Consumer<String> complaints) {
    reader.events(
        PREFIX,
        0,
        stored -> {
          if (isReadable(stored, complaints) && stored.type() == OrderReplaced.class) {
            consumer.accept(read(stored, OrderReplaced.class).receipt());
          }
        });
  }

  /** Returns the history entry of a readable event; empty if it has none. */
  public Optional<HistoryEntry> read(StoredEvent stored) {
    if (stored.type() == IntentWritten.class) {
      return written(read(stored, IntentWritten.class));
    } else if (stored.type() == IntentResolved.class) {
      return resolved(read(stored, IntentResolved.class));
    } else if (stored.type() == OrderEnded.class) {
      return Optional.of(ended(read(stored, OrderEnded.class)));
    } else if (stored.type() == OrderReplaced.class) {
      return Optional.of(replaced(read(stored, OrderReplaced.class)));
    } else if (stored.type() == LedgerCorrected.class) {
      return Optional.of(corrected(read(stored, LedgerCorrected.class)));
    }
    return Optional.empty();
  }

  private Optional<HistoryEntry> written(IntentWritten event) {
    intents.put(event.intent().clientOrderId(), event.intent());
    return Optional.empty();
  }

  private Optional<HistoryEntry> resolved(IntentResolved event) {
    OrderIntent intent = intents.get(event.clientOrderId());
    if (event.outcome() != IntentOutcome.ACCEPTED) {
      intents.remove(event.clientOrderId());
      return Optional.empty();
    }
    return intent == null
        ? Optional.empty()
        : Optional.of(new HistoryEntry(event.at(), OrderEvent.Sent.of(intent)));
  }

  private HistoryEntry ended(OrderEnded event) {
    OrderIntent intent = intents.remove(event.clientOrderId());
    Price price = intent == null ? null : intent.price();
    return new HistoryEntry(
        event.at(),
        new OrderEvent.Ended(
            event.slot(), event.generation(), price, event.status(), event.filled()));
  }

  private static HistoryEntry replaced(OrderReplaced event) {
    return new HistoryEntry(event.receipt().until(), new OrderEvent.Replaced(event.receipt()));
  }

  private static HistoryEntry corrected(LedgerCorrected event) {
    LedgerCorrection correction = event.correction();
    return new HistoryEntry(correction.at(), new OrderEvent.Alert(correction.words()));
  }

  private static <T extends OrderJournalEvent> T read(StoredEvent stored, Class<T> type) {
    try {
      return MAPPER.treeToValue(stored.payload(), type);
    } catch (JsonProcessingException e) {
      throw new StateException(
          "journal: event %d of %s: %s (expected: a readable %s)"
              .formatted(
                  stored.ordering(),
                  stored.persistenceId(),
                  e.getOriginalMessage(),
                  type.getSimpleName()),
          e);
    }
  }
}
