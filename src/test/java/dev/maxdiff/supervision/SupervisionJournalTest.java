package dev.maxdiff.supervision;

import static dev.maxdiff.supervision.Fixture.EXIT;
import static dev.maxdiff.supervision.Fixture.KEY;
import static dev.maxdiff.supervision.Fixture.exit;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import dev.maxdiff.supervision.wishes.WithdrawalOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Supervisors on a real journal file. */
class SupervisionJournalTest {

  @TempDir Path root;

  @Test
  void p6AnAcknowledgedWishIsThereAfterARestart() throws Exception {
    try (Runtime runtime = new Runtime(root)) {
      WishOutcome outcome =
          get(
              runtime.supervision.want(
                  new CheckedWish(exit("110250"), Increments.CRYPTO, false, false)));
      assertThat(outcome.kind()).isEqualTo(Kind.STARTED);
    }
    StoredKeys stored = StoredKeys.read(database().reader(StoredWatcherNames.ALL));
    assertThat(stored.active()).containsExactly(KEY);
    assertThat(stored.wanted())
        .containsExactly(new StoredKeys.StoredSlot(EXIT, 1, 1, exit("110250")));

    try (Runtime runtime = new Runtime(root)) {
      get(runtime.supervision.recover(stored.active(), Duration.ofSeconds(30)));
      runtime.awaitGeneration(2);
      assertThat(runtime.fixture.runner.alive(EXIT).command())
          .contains("--takeprofit-price=110250");
      WishOutcome again =
          get(
              runtime.supervision.want(
                  new CheckedWish(exit("110250"), Increments.CRYPTO, false, false)));
      assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);

      List<WithdrawalOutcome> withdrawn =
          get(runtime.supervision.withdraw(Set.of(EXIT), false, "stop"));
      assertThat(withdrawn).containsExactly(new WithdrawalOutcome(EXIT, true, "withdrawn"));
      assertThat(StoredKeys.read(database().reader(StoredWatcherNames.ALL)).active()).isEmpty();
      assertThat(StoredKeys.read(database().reader(StoredWatcherNames.ALL)).known())
          .containsExactly(KEY);
    }
    List<String> events = new ArrayList<>();
    StoredKeys.events(
        database().reader(StoredWatcherNames.ALL),
        (key, event) -> events.add(event.getClass().getSimpleName()));
    assertThat(events).containsSubsequence("ExitWanted", "RestartPlanned", "Launched", "Withdrawn");
  }

  @Test
  void p6EveryReplaceIsDurableWhenItIsAnsweredAndStartsOnce() throws Exception {
    try (Runtime runtime = new Runtime(root)) {
      for (int i = 0; i < 200; i++) {
        WishOutcome outcome =
            get(
                runtime.supervision.want(
                    new CheckedWish(
                        exit(String.valueOf(100_000 + i)), Increments.CRYPTO, false, false)));
        assertThat(outcome.generation()).isEqualTo(i + 1);
      }
      assertThat(runtime.fixture.runner.launches()).hasSize(200);
    }
    assertThat(StoredKeys.read(database().reader(StoredWatcherNames.ALL)).wanted())
        .containsExactly(new StoredKeys.StoredSlot(EXIT, 200, 200, exit("100199")));
  }

  private JournalStore database() {
    StateSettings settings = Fixture.settings(root);
    return JournalStore.of(StateDirectory.open(settings, Venue.EMBEDDED), settings);
  }

  /** One run of a runtime, limited to supervision. */
  private static final class Runtime implements AutoCloseable {
    final Fixture fixture;
    final ActorTestKit kit;
    final Supervision supervision;

    Runtime(Path root) {
      fixture = new Fixture(root);
      StateSettings settings = Fixture.settings(root);
      JournalStore database =
          JournalStore.of(StateDirectory.open(settings, Venue.EMBEDDED), settings);
      database.prepare();
      kit =
          ActorTestKit.create(
              database.pluginConfig().withFallback(ConfigFactory.defaultReference()).resolve());
      SupervisionSettings noPause =
          SupervisionSettings.from(
              ConfigFactory.parseString("maxdiff.supervision.start-pause = 0s")
                  .withFallback(ConfigFactory.defaultReference()));
      supervision = Supervision.start(kit.system(), kit::spawn, noPause, fixture.ports);
    }

    void awaitGeneration(long generation) {
      kit.createTestProbe()
          .awaitAssert(
              Duration.ofSeconds(10),
              () -> {
                assertThat(supervision.slots())
                    .anyMatch(view -> view.processGeneration() == generation);
                return null;
              });
    }

    @Override
    public void close() {
      kit.shutdownTestKit();
      fixture.close();
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
