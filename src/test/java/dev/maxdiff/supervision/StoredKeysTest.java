package dev.maxdiff.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.state.StateException;
import dev.maxdiff.state.journal.StoredEvent;
import dev.maxdiff.supervision.wishes.KeyState;
import dev.maxdiff.supervision.wishes.SlotEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The rows of supervisors that a start reads from the journal. */
class StoredKeysTest {

  private static final String ID = StoredKeys.PREFIX + "BTCUSD_buy_maxdiff";
  private static final String JSON =
      "{\"slot\":\"exit\",\"generation\":3,\"at\":\"2026-01-05T15:00:00Z\"}";

  @Test
  void anEventOfASupervisorIsRead() throws Exception {
    assertThat(StoredKeys.event(stored("watcher.done", SlotEvent.Done.class)))
        .isEqualTo(new SlotEvent.Done(Slot.EXIT, 3, Instant.parse("2026-01-05T15:00:00Z")));
  }

  @Test
  void anUnknownNameIsRefusedBecauseAWishWouldBeLost() throws Exception {
    StoredEvent unknown = stored("watcher.of-tomorrow", null);

    assertThatThrownBy(() -> StoredKeys.event(unknown))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "journal: event 7 of Watcher|BTCUSD_buy_maxdiff: stored name watcher.of-tomorrow"
                + " (expected: one that this version knows)");
  }

  @Test
  void aNameOfAnotherTypeIsRefusedInWords() throws Exception {
    StoredEvent foreign = stored("watcher.state", KeyState.class);

    assertThatThrownBy(() -> StoredKeys.event(foreign))
        .isInstanceOf(StateException.class)
        .hasMessage(
            "journal: event 7 of Watcher|BTCUSD_buy_maxdiff: stored name watcher.state"
                + " (expected: an event of a watcher)");
  }

  private static StoredEvent stored(String name, Class<?> type) throws JsonProcessingException {
    JsonNode payload = new ObjectMapper().readTree(JSON);
    return new StoredEvent(7, ID, 4, name, type, payload);
  }
}
