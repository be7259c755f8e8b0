package dev.maxdiff.runtime.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.control.events.RuntimeEvent.Kind;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.OrderEvent;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What becomes of the events of orders. */
class EventFeedTest {

  private static final Instant AT = Instant.parse("2026-01-05T17:00:00Z");
  private static final SlotId EXIT = WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.EXIT);
  private static final OrderEvent.Denied DENIED =
      new OrderEvent.Denied(EXIT, 3, "no_cash", "denied: no cash");

  @Test
  void aRepeatedDenialIsToldWithItsCountAndItsEndIsAResolution() {
    RuntimeEvent again = EventFeed.of(new OrderEvent.DeniedAgain(DENIED, 312, AT), AT);
    RuntimeEvent over = EventFeed.of(new OrderEvent.DenialEnded(DENIED, 400, AT), AT);

    assertThat(again.kind()).isEqualTo(Kind.ORDER_DENIED);
    assertThat(again.words()).isEqualTo("312 times since " + AT + ": denied: no cash");
    assertThat(over.kind()).isEqualTo(Kind.RESOLVED);
    assertThat(over.words()).isEqualTo("ended after 400 times since " + AT + ": denied: no cash");
    assertThat(over.slot()).isEqualTo(EXIT);
    assertThat(over.generation()).isEqualTo(3);
  }
}
