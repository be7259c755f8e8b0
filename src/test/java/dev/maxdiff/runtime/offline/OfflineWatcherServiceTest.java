package dev.maxdiff.runtime.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.supervision.AllKeysHold;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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

  @Test
  void withoutARuntimeWishesArePreviewedOnTheJournalAlone() {
    Config config =
        ConfigFactory.load()
            .withValue("maxdiff.state.root", ConfigValueFactory.fromAnyRef(root.toString()));
    StateDirectory directory = StateDirectory.open(root, Venue.PAPER, "");
    JournalStore.of(directory, StateSettings.from(config)).prepare();
    AllKeysHold holds = AllKeysHold.open(directory);
    WatcherService offline =
        OfflineWatcherService.find(config, Venue.PAPER, Map.of()).orElseThrow();
    WatcherKey key = WatcherKey.parse("BTCUSD|buy|mine");
    List<WishRequest> wishes =
        List.of(
            WishRequest.entry(key, Price.parse("900"), Quantity.parse("0.5")),
            WishRequest.entry(key, Price.parse("900"), Quantity.parse("0.0000000001")));

    assertThat(verdicts(offline, wishes))
        .containsExactly(WishPreview.Verdict.WISHED, WishPreview.Verdict.REFUSED);
    holds.hold(Instant.EPOCH);
    assertThat(verdicts(offline, wishes))
        .containsExactly(WishPreview.Verdict.HELD, WishPreview.Verdict.REFUSED);
  }

  private static List<WishPreview.Verdict> verdicts(
      WatcherService offline, List<WishRequest> wishes) {
    return offline.preview(wishes).toCompletableFuture().join().stream()
        .map(WishPreview::verdict)
        .toList();
  }
}
