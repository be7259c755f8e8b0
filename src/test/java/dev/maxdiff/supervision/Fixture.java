package dev.maxdiff.supervision;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.files.WatcherFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The collaborators of a supervisor; all except the watcher files are fakes. */
public final class Fixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-01-05T14:30:00Z");
  static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  static final SlotId EXIT = KEY.slot(Slot.EXIT);
  static final SlotId ENTRY = KEY.slot(Slot.ENTRY);
  static final SupervisionSettings SETTINGS =
      SupervisionSettings.from(ConfigFactory.defaultReference());

  final FakeRunner runner = new FakeRunner();
  final FakeOrderAuthority orderAuthority = new FakeOrderAuthority();
  final List<WatcherNotification> events = new CopyOnWriteArrayList<>();
  final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  final AtomicLong nanos = new AtomicLong();
  final Path root;
  final WatcherFiles files;
  final AllKeysHold allKeys;
  final SlotViews slotViews;
  final SupervisionPorts ports;

  Fixture(Path root) {
    this.root = root;
    StateDirectory directory = StateDirectory.open(settings(root), Venue.EMBEDDED);
    files = WatcherFiles.open(directory, settings(root), InstantSource.fixed(NOW));
    allKeys = AllKeysHold.open(directory);
    slotViews = new SlotViews(files, allKeys);
    ports =
        new SupervisionPorts(
            runner,
            orderAuthority,
            orderAuthority,
            files,
            allKeys,
            events::add,
            () -> new WatcherProgram(List.of("maxdiff"), true, null),
            directory.logs(),
            root,
            now::get,
            nanos::get,
            new Random(1));
  }

  static StateSettings settings(Path root) {
    return new StateSettings(
        root,
        "",
        Duration.ofDays(7),
        Duration.ofMillis(5),
        StateSettings.Durability.PROCESS,
        1_000,
        2);
  }

  public static ExitWish exit(String price) {
    return exit(price, null, Duration.ofSeconds(1));
  }

  static ExitWish exit(String price, Instant expiresAt, Duration poll) {
    return new ExitWish(
        KEY, Price.parse(price), null, new BigDecimal("0.001"), expiresAt, poll, false, false);
  }

  public static EntryWish entry(String price) {
    return new EntryWish(
        KEY,
        Price.parse(price),
        Quantity.parse("0.5"),
        new BigDecimal("0.0066"),
        NOW.plus(Duration.ofHours(24)),
        Duration.ofMillis(500),
        false,
        null);
  }

  List<WatcherNotification> events(Class<? extends WatcherNotification> type) {
    return events.stream().filter(type::isInstance).toList();
  }

  /**
   * Waits until the key's supervisor has handled all earlier messages, by a request without effect;
   * the key may have no entry wish. Call this before manual time passes: a timer that an earlier
   * message starts after that never elapses.
   */
  static void settle(Supervision supervision) throws Exception {
    supervision
        .withdraw(Set.of(ENTRY), true, "never wished")
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    files.close();
  }
}
