package dev.maxdiff.runtime.offline;

import com.typesafe.config.Config;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.ControlSettings;
import dev.maxdiff.control.HoldMessages;
import dev.maxdiff.control.OfflinePreviews;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.UnavailableException;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.runtime.context.JournalNames;
import dev.maxdiff.runtime.start.JournalHistory;
import dev.maxdiff.state.DirectoryLock;
import dev.maxdiff.state.PausesFile;
import dev.maxdiff.state.StateDirectory;
import dev.maxdiff.state.StateSettings;
import dev.maxdiff.state.WithdrawnFile;
import dev.maxdiff.state.journal.JournalReader;
import dev.maxdiff.state.journal.JournalStore;
import dev.maxdiff.supervision.AllKeysHold;
import dev.maxdiff.supervision.StoredKeys;
import dev.maxdiff.supervision.StoredKeys.StoredSlot;
import dev.maxdiff.supervision.wishes.GeneralHold;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers from the journal of a venue while no runtime runs (DESIGN 4.4): the standing wishes, the
 * history and previews of wishes. At a real broker it also cancels duplicate orders. It changes
 * nothing else; a call that needs a runtime fails with an {@link UnavailableException}.
 *
 * <p>Calls block, hold the venue's lock during the read, and fail with an {@link
 * dev.maxdiff.state.OwnedElsewhereException} when a runtime holds the lock.
 */
public final class OfflineWatcherService implements WatcherService {

  private static final String BROKER =
      "no runtime is running, so the broker was not asked; its orders and positions may stand";

  private final StateDirectory directory;
  private final JournalStore journal;
  private final Venue venue;
  private final OfflineDuplicateOrderGuard guard;
  private final ControlSettings settings;

  private OfflineWatcherService(
      StateDirectory directory,
      JournalStore journal,
      Venue venue,
      OfflineDuplicateOrderGuard guard,
      ControlSettings settings) {
    this.directory = directory;
    this.journal = journal;
    this.venue = venue;
    this.guard = guard;
    this.settings = settings;
  }

  /**
   * Returns the service; empty when the venue has no journal.
   *
   * @param environment source of the broker keys, for the duplicate-order guard only
   */
  public static Optional<OfflineWatcherService> find(
      Config config, Venue venue, Map<String, String> environment) {
    StateSettings settings = StateSettings.from(config);
    return StateDirectory.find(settings, venue)
        .map(
            directory ->
                new OfflineWatcherService(
                    directory,
                    JournalStore.of(directory, settings),
                    venue,
                    new OfflineDuplicateOrderGuard(config, venue, directory, environment),
                    ControlSettings.from(config)))
        .filter(stored -> stored.journal.exists());
  }

  @Override
  public CompletionStage<StatusView> status() {
    return read(this::status);
  }

  private StatusView status(JournalReader reader) {
    StoredKeys keys = StoredKeys.read(reader);
    return new StatusView(
        venue,
        lastEvent(reader),
        BROKER,
        null,
        List.of(),
        List.of(),
        keys.wanted().stream().map(OfflineWatcherService::line).toList(),
        List.of(),
        PausesFile.read(directory).pauses().stream().map(EntryPause::words).toList(),
        HoldMessages.lines(generalHold(), keys.held()),
        List.of(),
        List.of(),
        List.of());
  }

  /** Returns the hold of all keys; a kill-all without a runtime holds from the next start on. */
  private GeneralHold generalHold() {
    GeneralHold stored = AllKeysHold.open(directory).current();
    return WithdrawnFile.read(directory)
        .filter(WithdrawnFile::hold)
        .map(file -> stored.held(file.at()))
        .orElse(stored);
  }

  /** Returns the time of the newest event; of an empty journal, the time of its creation. */
  private Instant lastEvent(JournalReader reader) {
    AtomicReference<Instant> last = new AtomicReference<>(journal.madeAt().orElseGet(Instant::now));
    StoredKeys.events(reader, (key, event) -> last.set(event.at()));
    return last.get();
  }

  private static StatusView.WatcherLine line(StoredSlot stored) {
    Wish wish = stored.wish();
    return new StatusView.WatcherLine(
        stored.slot().key(),
        stored.slot().slot(),
        stored.generation(),
        true,
        false,
        0,
        "no runtime",
        wish.price(),
        wish.quantity().orElse(null),
        wish.tolerance(),
        null,
        wish.expiry().orElse(null),
        null,
        0,
        null,
        null);
  }

  @Override
  public CompletionStage<List<RuntimeEvent>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    HistoryQuery query = new HistoryQuery(symbols, slots, since);
    return read(reader -> new JournalHistory(reader, Runnable::run).apply(query))
        .thenCompose(Function.identity());
  }

  private <T> CompletionStage<T> read(Function<JournalReader, T> reading) {
    try {
      DirectoryLock lock = DirectoryLock.acquire(directory);
      try {
        return CompletableFuture.completedFuture(reading.apply(journal.reader(JournalNames.NAMES)));
      } finally {
        lock.close();
      }
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    return read(
        reader -> {
          Instant now = venue == Venue.EMBEDDED ? lastEvent(reader) : Instant.now();
          StoredDecisions decisions =
              new StoredDecisions(StoredKeys.read(reader), generalHold(), now);
          OfflinePreviews previews = new OfflinePreviews(settings, now, decisions::outlook);
          return requests.stream().map(previews::of).toList();
        });
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(ResumeRequest request) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<ActionLine>> acceptLedger(AcceptLedgerRequest request) {
    return needsRuntime();
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(CancelDuplicatesRequest request) {
    return read(reader -> guard.round(request));
  }

  @Override
  public CompletionStage<List<ConsistencyView>> prove() {
    return needsRuntime();
  }

  @Override
  public AutoCloseable subscribe(Consumer<RuntimeEvent> listener) {
    throw new UnavailableException("no runtime is running");
  }

  private static <T> CompletionStage<T> needsRuntime() {
    return CompletableFuture.failedFuture(new UnavailableException("no runtime is running"));
  }
}
