package dev.maxdiff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstHappeningsTest {

  private final FirstHappenings happenings = new FirstHappenings();
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
        new Happening(Instant.EPOCH, Happening.Kind.STARTED, null, 0, null, null, words));
  }
}
