package dev.maxdiff.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.events.RuntimeEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupEventBufferTest {

  private final StartupEventBuffer happenings = new StartupEventBuffer();
  private final List<String> shown = new ArrayList<>();
  private final List<String> recorded = new ArrayList<>();

  @Test
  void everyoneHearsOnceAndInOrderWhatCameBeforeAndAfter() {
    happen("first");
    happen("second");
    assertThat(shown).isEmpty();

    happenings.passOnTo(
        List.of(
            happening -> shown.add(happening.words()),
            happening -> recorded.add(happening.words())));
    happen("third");

    assertThat(shown).containsExactly("first", "second", "third");
    assertThat(recorded).isEqualTo(shown);
  }

  private void happen(String words) {
    happenings.accept(
        new RuntimeEvent(Instant.EPOCH, RuntimeEvent.Kind.STARTED, null, 0, null, null, words));
  }
}
