package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.events.RuntimeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupEventBufferTest {

  private final StartupEventBuffer buffer = new StartupEventBuffer();
  private final List<String> shown = new ArrayList<>();
  private final List<String> recorded = new ArrayList<>();

  @Test
  void everyListenerReceivesEachEventOnceAndInOrder() {
    publish("first");
    publish("second");
    assertThat(shown).isEmpty();

    buffer.forwardTo(
        List.of(event -> shown.add(event.words()), event -> recorded.add(event.words())));
    publish("third");

    assertThat(shown).containsExactly("first", "second", "third");
    assertThat(recorded).isEqualTo(shown);
  }

  private void publish(String words) {
    buffer.accept(
        new RuntimeEvent(Instant.EPOCH, RuntimeEvent.Kind.STARTED, null, 0, null, null, words));
  }
}
