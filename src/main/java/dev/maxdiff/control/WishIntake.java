package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.control.checks.AssetCheck;
import dev.maxdiff.control.checks.BarFreshness;
import dev.maxdiff.control.checks.CashCheck;
import dev.maxdiff.control.checks.PriceCheck;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervisors;
import dev.maxdiff.supervision.wishes.CheckedWish;
import dev.maxdiff.supervision.wishes.WishOutcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The intake of wishes: checks a request, keeps the order of a slot's wishes, and passes each wish
 * to supervision. Thread-safe.
 */
final class WishIntake {

  private static final Logger LOG = LoggerFactory.getLogger(WishIntake.class);

  /** The key of the order of wishes; independent of the strategy, which is resolved later. */
  private record SlotOfRequest(WatcherKey symbolAndSide, Slot slot) {
    static SlotOfRequest of(WishRequest request) {
      return new SlotOfRequest(
          new WatcherKey(request.symbol(), request.side(), Strategy.DEFAULT), request.slot());
    }
  }

  /**
   * A wish that has passed the checks.
   *
   * @param warning what a person should know about its price and its cost; null = nothing
   */
  private record Admitted(CheckedWish wish, String warning) {}

  private final ControlSettings settings;
  private final Supervisors supervisors;
  private final MarketDataCache market;
  private final InstantSource clock;
  private final WishFactory wishFactory;
  private final ConcurrencyLimiter limiter;
  private final KeyedSequencer<SlotOfRequest> sequencer = new KeyedSequencer<>();

  /**
   * @param clock the watchers' time: the exchange's under replay
   */
  WishIntake(
      ControlSettings settings,
      Supervisors supervisors,
      MarketDataCache market,
      InstantSource clock) {
    this.settings = settings;
    this.supervisors = supervisors;
    this.market = market;
    this.clock = clock;
    this.wishFactory = new WishFactory(settings);
    this.limiter = new ConcurrencyLimiter(settings.maxUndecided(), settings.maxQueued());
  }

  /** Refuses wishes from now on. */
  void close() {
    limiter.close();
  }

  /** Executes {@link WatcherService#want}. */
  CompletionStage<WishAnswer> want(WishRequest request) {
    requireNonNull(request, "request");
    return sequencer.submit(
        SlotOfRequest.of(request), admitted(request), admitted -> submit(request, admitted));
  }

  /** Executes {@link WatcherService#preview}: one after the other, which bounds the load. */
  CompletionStage<List<WishPreview>> preview(List<WishRequest> requests) {
    CompletableFuture<List<WishPreview>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (WishRequest request : requests) {
      all = all.thenCompose(previews -> preview(request).thenApply(one -> with(previews, one)));
    }
    return all;
  }

  private static List<WishPreview> with(List<WishPreview> previews, WishPreview one) {
    previews.add(one);
    return previews;
  }

  private CompletableFuture<WishPreview> preview(WishRequest request) {
    return admitted(request)
        .thenCompose(
            admitted ->
                supervisors
                    .preview(admitted.wish())
                    .thenApply(
                        preview ->
                            WishPreview.of(
                                answer(admitted.wish(), admitted.warning(), preview.outcome()),
                                preview.isHeld())))
        .exceptionally(failure -> invalid(request, rootOf(failure)));
  }

  private static WishPreview invalid(WishRequest request, Throwable cause) {
    if (cause instanceof InvalidValueException invalid) {
      return WishPreview.invalid(request, invalid);
    }
    throw new CompletionException(cause);
  }

  private CompletableFuture<Admitted> admitted(WishRequest request) {
    Instant now = clock.instant();
    // only an explicit force lifts the warning, not a force that follows from a loop's rank
    var quote =
        request.force()
            ? CompletableFuture.completedFuture(Optional.<Quote>empty())
            : market.quote(request.symbol());
    var asset = market.asset(request.symbol());
    var calendar =
        WishFactory.needsCalendar(request)
            ? market.calendar(MarketCalendar.dateOf(now))
            : CompletableFuture.<TradingDays>completedFuture(MarketCalendar.RULES);
    return strategy(request)
        .thenCombine(calendar, (strategy, days) -> wishFactory.create(request, strategy, now, days))
        .thenCombine(
            asset,
            (wish, known) -> {
              known.ifPresent(rules -> AssetCheck.check(wish, rules));
              return new CheckedWish(
                  wish,
                  increments(request.symbol(), known),
                  request.source() == WishRequest.Source.OPERATOR,
                  request.retry(),
                  request.exitOf());
            })
        .thenCombine(quote, this::admitted)
        .thenCombine(cash(request), WishIntake::withCost);
  }

  private Admitted admitted(CheckedWish checked, Optional<Quote> quote) {
    requireTradable(checked);
    Optional<String> warning =
        quote.flatMap(
            usable ->
                PriceCheck.warning(
                    checked.wish(), checked.increments(), usable, settings.maxDistance()));
    return new Admitted(checked, warning.orElse(null));
  }

  private CompletableFuture<Optional<BigDecimal>> cash(WishRequest request) {
    return request.slot() == Slot.ENTRY
        ? market.cash()
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static Admitted withCost(Admitted admitted, Optional<BigDecimal> cash) {
    return cash.flatMap(known -> CashCheck.warning(admitted.wish.wish(), known))
        .map(cost -> admitted.warning == null ? cost : admitted.warning + "; " + cost)
        .map(warning -> new Admitted(admitted.wish, warning))
        .orElse(admitted);
  }

  /** While the broker cannot be asked, the form of the symbol decides what is assumed. */
  private static Increments increments(Symbol symbol, Optional<Asset> known) {
    if (known.isEmpty()) {
      LOG.warn("{} is assumed to be of class {}", symbol, symbol.assetClass().brokerName());
    }
    return known.map(Asset::increments).orElse(Increments.of(symbol.assetClass()));
  }

  static void requireTradable(CheckedWish checked) {
    checked.increments().passive(checked.wish().slotId().orderSide(), checked.wish().price());
    checked
        .wish()
        .quantity()
        .filter(quantity -> checked.increments().round(quantity.value()).signum() == 0)
        .ifPresent(
            quantity -> {
              String step = checked.increments().quantity().toPlainString();
              throw new InvalidValueException("target-qty", quantity, "at least " + step);
            });
  }

  private CompletableFuture<Strategy> strategy(WishRequest request) {
    if (request.strategy() != null) {
      return CompletableFuture.completedFuture(request.strategy());
    }
    List<SlotView> slots = supervisors.slots();
    return CompletableFuture.completedFuture(slots)
        .thenApply(known -> StrategyResolver.of(request.symbol(), request.side(), known));
  }

  private CompletionStage<WishAnswer> submit(WishRequest request, Admitted admitted) {
    return limiter
        .admit(
            () ->
                supervisors
                    .want(admitted.wish())
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(this::unresolved))
        .thenApply(outcome -> answer(admitted.wish(), admitted.warning(), outcome))
        .whenComplete((answer, failure) -> logOldBar(request, answer));
  }

  /** Logs an old daily bar, from which a loop computes its prices. */
  private void logOldBar(WishRequest request, WishAnswer answer) {
    boolean launched = answer != null && isLaunched(answer.outcome());
    boolean fromLoop = request.source() == WishRequest.Source.LOOP;
    Instant now = clock.instant();
    if (launched
        && fromLoop
        && !BarFreshness.isFresh(request.symbol(), now, MarketCalendar.RULES)) {
      LOG.info("{}: at {} the newest daily bar may not be there yet", answer.key(), now);
    }
  }

  private static boolean isLaunched(WishAnswer.Outcome outcome) {
    return outcome == WishAnswer.Outcome.STARTED || outcome == WishAnswer.Outcome.REPLACED;
  }

  private WishOutcome unresolved(Throwable failure) {
    Throwable cause = rootOf(failure);
    if (cause instanceof InvalidValueException || cause instanceof UnavailableException) {
      throw (RuntimeException) cause;
    }
    String reason =
        cause instanceof TimeoutException
            ? "no answer within " + settings.answerWithin().toSeconds() + " s"
            : oneLine(cause);
    return WishOutcome.unresolved(
        reason + "; it is not known whether the wish was written, ask again");
  }

  /** An equal wish changes nothing, wherever the market is: only a new one carries its warning. */
  static WishAnswer answer(CheckedWish checked, String warning, WishOutcome outcome) {
    SlotId slot = checked.wish().slotId();
    WishAnswer.Outcome kind = WishAnswer.Outcome.valueOf(outcome.kind().name());
    return new WishAnswer(
        kind,
        slot.key(),
        slot.slot(),
        outcome.generation(),
        WishMessages.answer(checked.wish(), checked.increments(), outcome),
        isLaunched(kind) ? warning : null);
  }

  static String oneLine(Throwable cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.replaceAll("\\s+", " ");
  }

  static Throwable rootOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? rootOf(failure.getCause())
        : failure;
  }
}
