package dev.maxdiff.session;

import dev.maxdiff.control.StatusView;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.session.PlanCheckLine.Effect;
import dev.maxdiff.session.model.SessionIntent;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.plan.PlanOutlook;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says row by row what a plan file would do now, by the code that follows it; sends nothing. */
public final class PlanCheck {

  /** Wishes in one request; bounds the answer of a runtime and the work before it. */
  private static final int CHUNK = 500;

  private final SessionSettings settings;
  private final WatcherService watchers;
  private final InstantSource clock;

  /**
   * @param clock the machine's time: a real broker's
   */
  public PlanCheck(SessionSettings settings, WatcherService watchers, InstantSource clock) {
    this.settings = settings;
    this.watchers = watchers;
    this.clock = clock;
  }

  /**
   * Checks a plan file. The stage fails with an {@link dev.maxdiff.domain.InvalidValueException}
   * when no row of the file can be read.
   */
  public CompletionStage<List<PlanCheckLine>> of(Path plans) {
    return watchers.status().thenCompose(status -> check(plans, status));
  }

  private CompletionStage<List<PlanCheckLine>> check(Path plans, StatusView status) {
    Instant now = status.venue() == Venue.EMBEDDED ? status.at() : clock.instant();
    List<PlanOutlook.Line> rows = PlanOutlook.of(plans, settings.entryLife(), now);
    List<WishRequest> requests = rows.stream().flatMap(row -> requests(row).stream()).toList();
    return previews(requests)
        .thenApply(
            previews -> {
              Map<WishRequest, WishPreview> answers = new HashMap<>();
              for (int i = 0; i < requests.size(); i++) {
                answers.put(requests.get(i), previews.get(i));
              }
              return rows.stream().flatMap(row -> lines(row, answers, status).stream()).toList();
            });
  }

  private List<WishRequest> requests(PlanOutlook.Line row) {
    List<WishRequest> requests = new ArrayList<>();
    if (row instanceof PlanOutlook.InEffect in && in.intent() instanceof SessionIntent.Hold hold) {
      WishRequests wishes = new WishRequests(settings);
      if (hold.entry() != null) {
        requests.add(wishes.entry(hold));
      }
      if (hold.takeProfit() != null) {
        requests.add(wishes.exit(hold));
      }
    }
    return requests;
  }

  private CompletionStage<List<WishPreview>> previews(List<WishRequest> requests) {
    CompletionStage<List<WishPreview>> all =
        CompletableFuture.completedFuture(new ArrayList<WishPreview>());
    for (int from = 0; from < requests.size(); from += CHUNK) {
      List<WishRequest> chunk = requests.subList(from, Math.min(from + CHUNK, requests.size()));
      all =
          all.thenCompose(
              known ->
                  watchers
                      .preview(chunk)
                      .thenApply(
                          more -> {
                            known.addAll(more);
                            return known;
                          }));
    }
    return all;
  }

  private List<PlanCheckLine> lines(
      PlanOutlook.Line row, Map<WishRequest, WishPreview> answers, StatusView status) {
    if (row instanceof PlanOutlook.Refused refused) {
      return List.of(line(row, null, Effect.REFUSED, refused.words()));
    }
    if (row instanceof PlanOutlook.Waiting waiting) {
      return List.of(line(row, waiting.key(), Effect.WAITS, "until " + waiting.at()));
    }
    if (row instanceof PlanOutlook.Overtaken overtaken) {
      return List.of(line(row, overtaken.key(), Effect.OVERTAKEN, "by a newer row of its key"));
    }
    SessionIntent intent = ((PlanOutlook.InEffect) row).intent();
    return intent instanceof SessionIntent.Withdraw
        ? List.of(stop(row, intent, status))
        : requests(row).stream().map(request -> decided(row, answers.get(request))).toList();
  }

  private static PlanCheckLine stop(PlanOutlook.Line row, SessionIntent intent, StatusView status) {
    List<String> standing =
        status.watchers().stream()
            .filter(StatusView.WatcherLine::wanted)
            .filter(watcher -> watcher.key().equals(intent.key()))
            .map(watcher -> watcher.slot().toString())
            .toList();
    return standing.isEmpty()
        ? line(row, intent.key().toString(), Effect.UNCHANGED, "no wish to withdraw")
        : line(
            row,
            intent.key().toString(),
            Effect.STOPS,
            "withdraws the " + String.join(" and the ", standing));
  }

  private static PlanCheckLine decided(PlanOutlook.Line row, WishPreview preview) {
    String warning =
        preview.warning() == null || preview.verdict() != WishPreview.Verdict.WISHED
            ? ""
            : "; " + preview.warning();
    return new PlanCheckLine(
        row.line(),
        preview.key().toString(),
        preview.slot(),
        Effect.valueOf(preview.verdict().name()),
        preview.words() + warning);
  }

  private static PlanCheckLine line(PlanOutlook.Line row, String key, Effect effect, String words) {
    return new PlanCheckLine(row.line(), key, null, effect, words);
  }
}
