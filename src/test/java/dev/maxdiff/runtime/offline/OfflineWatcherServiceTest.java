package dev.maxdiff.runtime.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.state.journal.JournalStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfflineWatcherServiceTest {

  @TempDir Path root;

  @Test
  void anEmptyJournalShowsTheStateAtItsCreation() {
    Config config =
        ConfigFactory.load()
            .withValue("maxdiff.state.root", ConfigValueFactory.fromAnyRef(root.toString()));
    StateSettings settings = StateSettings.from(config);
    assertThat(OfflineWatcherService.find(config, Venue.EMBEDDED, Map.of())).isEmpty();
    StateDirectory directory = StateDirectory.open(root, Venue.EMBEDDED, "");
    JournalStore journal = JournalStore.of(directory, settings);
    journal.prepare();

    StatusView status =
        OfflineWatcherService.find(config, Venue.EMBEDDED, Map.of())
            .orElseThrow()
            .status()
            .toCompletableFuture()
            .join();

    assertThat(status.at()).isEqualTo(journal.madeAt().orElseThrow());
    assertThat(status.watchers()).isEmpty();
    assertThat(status.holds()).isEmpty();
  }

  @Test
  void aKillAllWithoutARuntimeIsShownAsAHold() {
    Config config =
        ConfigFactory.load()
            .withValue("maxdiff.state.root", ConfigValueFactory.fromAnyRef(root.toString()));
    StateSettings settings = StateSettings.from(config);
    StateDirectory directory = StateDirectory.open(settings, Venue.EMBEDDED);
    JournalStore.of(directory, settings).prepare();
    new WithdrawnFile(Instant.EPOCH, Set.of(), true, true).write(directory);

    StatusView status =
        OfflineWatcherService.find(config, Venue.EMBEDDED, Map.of())
            .orElseThrow()
            .status()
            .toCompletableFuture()
            .join();

    assertThat(status.holds())
        .singleElement()
        .asString()
        .contains("every key is held by an operator since 1970-01-01T00:00:00Z", "resume --all");
  }
}
