package dev.maxdiff.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.Venue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndedSessionTest {

  private static final Instant NOON = Instant.parse("2013-12-01T12:00:00.5Z");

  @TempDir Path root;

  private StateDirectory directory;

  @BeforeEach
  void aSession() throws IOException {
    directory = StateDirectory.open(root, Venue.EMBEDDED, "");
    Files.createDirectory(directory.file("exchange"));
    for (String name :
        List.of(
            "lock",
            "installation.json",
            "holds.json",
            "carried-holds.json",
            "withdrawn.json",
            "journal.mv.db",
            "journal.json")) {
      Files.writeString(directory.file(name), "old");
    }
    Files.writeString(directory.file("exchange").resolve("audit.jsonl"), "old");
    Files.writeString(directory.watchers().resolve("BTCUSD_buy_exit_a_900.json"), "old");
  }

  @Test
  void movesTheSessionAndKeepsWhatBelongsToTheDirectory() throws IOException {
    String identity = Files.readString(directory.file("identity"));

    Path folder = new EndedSession(directory).move(NOON);

    assertThat(folder).isEqualTo(directory.file("ended").resolve("20131201T120000Z"));
    assertMoved(folder);
    assertThat(names(directory.folder()))
        .containsExactly(
            "carried-holds.json",
            "ended",
            "holds.json",
            "identity",
            "installation.json",
            "lock",
            "logs",
            "scratch",
            "withdrawn.json");
    assertThat(Files.readString(directory.file("identity"))).isEqualTo(identity);
    assertThat(new EndedSession(directory).complete()).isEmpty();
  }

  @Test
  void twoSessionsOfOneSecondHaveFoldersOfTheirOwn() throws IOException {
    Path first = new EndedSession(directory).move(NOON);
    Files.writeString(directory.file("journal.mv.db"), "new");

    Path second = new EndedSession(directory).move(NOON);

    assertThat(second).isNotEqualTo(first);
    assertThat(first.resolve("journal.mv.db")).hasContent("old");
    assertThat(second.resolve("journal.mv.db")).hasContent("new");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aMoveThatWasCutShortIsCompleted(int files) throws IOException {
    List<Path> moved = new ArrayList<>();
    EndedSession dying =
        new EndedSession(
            directory,
            file -> {
              moved.add(file);
              if (moved.size() == files) {
                throw new IllegalStateException("killed");
              }
            });
    assertThatThrownBy(() -> dying.move(NOON)).hasMessage("killed");

    Path folder = new EndedSession(directory).complete().orElseThrow();

    assertMoved(folder);
    assertThat(names(directory.file("ended"))).hasSize(1);
    Files.writeString(directory.file("journal.mv.db"), "new");
    assertThat(new EndedSession(directory).complete()).isEmpty();
    assertThat(directory.file("journal.mv.db")).hasContent("new");
  }

  private void assertMoved(Path folder) throws IOException {
    assertThat(names(folder))
        .containsExactly("exchange", "journal.json", "journal.mv.db", "watchers");
    assertThat(folder.resolve("exchange").resolve("audit.jsonl")).hasContent("old");
    assertThat(names(folder.resolve("watchers"))).containsExactly("BTCUSD_buy_exit_a_900.json");
    assertThat(names(directory.watchers())).isEmpty();
    assertThat(directory.file("journal.mv.db")).doesNotExist();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
