package dev.maxdiff.control;

import static java.util.Objects.requireNonNull;

import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.Quote;
import dev.maxdiff.control.Supervisors.SlotState;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.TradingDays;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.OrderGateway;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime's own {@link WatcherService}: checks what is asked, fills in what was left open, and
 * hands it to supervision in the order in which it was asked.
 */
public final class WatcherControl implements WatcherService {

  /**
   * Who does the work.
   *
   * @param broker asked for quotes, assets and the calendar only; its calls block
   * @param blocking where those calls run
   * @param history reads the journal
   * @param reconciled what the start's comparison of all records came to
   * @param clock the watchers' time: the exchange's under replay
   */
  public record Collaborators(
      Venue venue,
      Supervisors supervisors,
      OrderGateway gateway,
      Broker broker,
      Executor blocking,
      Function<HistoryQuery, CompletionStage<List<Happening>>> history,
      HappeningHub hub,
      WitnessSettings witnesses,
      Supplier<List<String>> reconciled,
      InstantSource clock) {

    public Collaborators {
      requireNonNull(venue, "venue");
      requireNonNull(supervisors, "supervisors");
      requireNonNull(gateway, "gateway");
      requireNonNull(broker, "broker");
      requireNonNull(blocking, "blocking");
      requireNonNull(history, "history");
      requireNonNull(hub, "hub");
      requireNonNull(witnesses, "witnesses");
      requireNonNull(clock, "clock");
    }
  }

  /** Wishes of one place keep their order, whatever strategy they resolve to. */
  private record Place(WatcherKey symbolAndSide, Slot slot) {
    static Place of(WishRequest request) {
      return new Place(
          new WatcherKey(request.symbol(), request.side(), Strategy.DEFAULT), request.slot());
    }
  }

  private record Checked(Wish wish, Increments increments) {}

  private static final Logger LOG = LoggerFactory.getLogger(WatcherControl.class);

  private final ControlSettings settings;
  private final Collaborators with;
  private final MarketFacts market;
  private final WishForm form;
  private final Admission admission;
  private final Interventions interventions;
  private final WitnessWatch witnesses;
  private final Turnstile<Place> turnstile = new Turnstile<>();

  public WatcherControl(ControlSettings settings, Collaborators collaborators) {
    this.settings = requireNonNull(settings, "settings");
    this.with = requireNonNull(collaborators, "collaborators");
    this.market = new MarketFacts(with.broker, with.blocking, settings, System::nanoTime);
    this.form = new WishForm(settings);
    this.admission = new Admission(settings.maxUndecided(), settings.maxQueued());
    this.witnesses =
        new WitnessWatch(
            with.witnesses,
            with.supervisors,
            with.gateway,
            market,
            with.hub,
            with.clock,
            System::nanoTime);
    this.interventions = new Interventions(with.gateway, settings.cancelPatience(), with.clock);
  }

  /** The first step of a shutdown: no wish is taken from here on; everything else still answers. */
  public void closeIntake() {
    admission.close();
  }

  /** What has been counted so far, and what is the case now. */
  public CompletionStage<List<Metric>> metrics() {
    return with.supervisors
        .slots()
        .thenApply(
            slots ->
                new Measurements(
                        with.hub.counts(), slots, witnesses.figures(), with.gateway.vitals())
                    .metrics());
  }

  /** Hears the witnesses of every wanted exit once; called again and again, by one at a time. */
  public void hearWitnesses() {
    witnesses.hear();
  }

  @Override
  public CompletionStage<WishAnswer> want(WishRequest request) {
    requireNonNull(request, "request");
    return turnstile.pass(
        Place.of(request), checked(request), checked -> handOver(request, checked));
  }

  @Override
  public CompletionStage<List<StopAnswer>> stop(StopRequest request) {
    return with.supervisors
        .slots()
        .thenApply(slots -> matching(request, slots))
        .thenCompose(slots -> withdraw(slots, request.keepOrders()));
  }

  @Override
  public CompletionStage<List<StopAnswer>> killAll(boolean cancelOrders) {
    StopRequest everything = new StopRequest(null, null, null, null, !cancelOrders);
    CompletionStage<List<StopAnswer>> stopped = stop(everything);
    return cancelOrders
        ? stopped.thenCompose(
            answers ->
                with.gateway
                    .cancelAllOrders(EnumSet.allOf(Slot.class), settings.cancelPatience())
                    .thenApply(open -> withUnconfirmed(answers, open)))
        : stopped;
  }

  @Override
  public CompletionStage<List<ActionLine>> pause(PauseScope scope) {
    return interventions.pause(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> resume(PauseScope scope) {
    return interventions.resume(scope);
  }

  @Override
  public CompletionStage<List<ActionLine>> cancelDuplicates(GuardRequest request) {
    return interventions.cancelDuplicates(request);
  }

  @Override
  public CompletionStage<StatusView> status() {
    return picture()
        .thenApply(
            picture ->
                picture.status(
                    with.venue,
                    with.clock.instant(),
                    witnesses.figures().now(),
                    with.reconciled.get()));
  }

  @Override
  public CompletionStage<List<WitnessView>> prove() {
    return picture()
        .thenCompose(
            picture ->
                learned(picture.symbols())
                    .thenApply(known -> picture.witnesses(market::knownIncrements)));
  }

  @Override
  public CompletionStage<List<Happening>> history(
      Set<Symbol> symbols, Set<Slot> slots, Instant since) {
    return with.history.apply(new HistoryQuery(symbols, slots, since));
  }

  @Override
  public AutoCloseable subscribe(Consumer<Happening> listener) {
    return with.hub.subscribe(listener);
  }

  private CompletableFuture<Checked> checked(WishRequest request) {
    Instant now = with.clock.instant();
    // A force that the loop's rank brought lifts no check; only one that was asked does.
    var quote =
        request.force()
            ? CompletableFuture.completedFuture(Optional.<Quote>empty())
            : market.quote(request.symbol());
    var increments = market.increments(request.symbol());
    var calendar =
        WishForm.needsCalendar(request)
            ? market.calendar(MarketCalendar.dateOf(now))
            : CompletableFuture.<TradingDays>completedFuture(MarketCalendar.RULES);
    return strategy(request)
        .thenCombine(calendar, (strategy, days) -> form.fill(request, strategy, now, days))
        .thenCombine(increments, Checked::new)
        .thenCombine(
            quote,
            (checked, known) -> {
              known.ifPresent(
                  usable -> PriceCheck.check(checked.wish, usable, settings.maxDistance()));
              refuseDust(checked);
              return checked;
            });
  }

  private static void refuseDust(Checked checked) {
    checked.increments.passive(checked.wish.slotId().orderSide(), checked.wish.price());
    checked
        .wish
        .quantity()
        .filter(quantity -> checked.increments.round(quantity.value()).signum() == 0)
        .ifPresent(
            quantity -> {
              String step = checked.increments.quantity().toPlainString();
              throw new InvalidValueException("target-qty", quantity, "at least " + step);
            });
  }

  private CompletableFuture<Strategy> strategy(WishRequest request) {
    if (request.strategy() != null) {
      return CompletableFuture.completedFuture(request.strategy());
    }
    return with.supervisors
        .slots()
        .thenApply(slots -> StrategyChoice.of(request.symbol(), request.side(), slots))
        .toCompletableFuture();
  }

  private CompletionStage<WishAnswer> handOver(WishRequest request, Checked checked) {
    boolean operator = request.source() == WishRequest.Source.OPERATOR;
    return admission
        .admit(
            () ->
                with.supervisors
                    .want(checked.wish, checked.increments, operator, request.retry())
                    .toCompletableFuture()
                    .copy()
                    .orTimeout(settings.answerWithin().toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(this::unresolved))
        .thenApply(verdict -> answer(checked, verdict))
        .whenComplete((answer, failure) -> warnOfAnOldBar(request, answer));
  }

  /** Prices of a loop rest on daily bars; an operator's own do not. */
  private void warnOfAnOldBar(WishRequest request, WishAnswer answer) {
    boolean launched =
        answer != null
            && (answer.outcome() == WishAnswer.Outcome.STARTED
                || answer.outcome() == WishAnswer.Outcome.REPLACED);
    boolean fromLoop = request.source() == WishRequest.Source.LOOP;
    Instant now = with.clock.instant();
    if (launched
        && fromLoop
        && !BarFreshness.isFresh(request.symbol(), now, MarketCalendar.RULES)) {
      LOG.info("{}: at {} the newest daily bar may not be there yet", answer.key(), now);
    }
  }

  private Supervisors.Verdict unresolved(Throwable failure) {
    Throwable cause = rootOf(failure);
    if (cause instanceof InvalidValueException || cause instanceof UnavailableException) {
      throw (RuntimeException) cause;
    }
    String reason =
        cause instanceof TimeoutException
            ? "no answer within " + settings.answerWithin().toSeconds() + " s"
            : oneLine(cause);
    return new Supervisors.Verdict(
        WishAnswer.Outcome.UNRESOLVED,
        0,
        null,
        reason + "; it is not known whether the wish was written, ask again");
  }

  private static WishAnswer answer(Checked checked, Supervisors.Verdict verdict) {
    SlotId slot = checked.wish.slotId();
    return new WishAnswer(
        verdict.outcome(),
        slot.key(),
        slot.slot(),
        verdict.generation(),
        WishWords.answer(checked.wish, checked.increments, verdict));
  }

  private static Set<SlotId> matching(StopRequest request, List<SlotState> slots) {
    return slots.stream()
        .filter(state -> state.wanted() || state.pid() > 0)
        .map(SlotState::slot)
        .filter(slot -> matches(request.symbol(), slot.key().symbol()))
        .filter(slot -> matches(request.side(), slot.key().side()))
        .filter(slot -> matches(request.strategy(), slot.key().strategy()))
        .filter(slot -> matches(request.slot(), slot.slot()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean matches(Object asked, Object actual) {
    return asked == null || asked.equals(actual);
  }

  /** Supervision cancels the orders; asking the gateway again waits until they are really gone. */
  private CompletionStage<List<StopAnswer>> withdraw(Set<SlotId> slots, boolean keepOrders) {
    if (slots.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    CompletionStage<List<StopAnswer>> stopped = with.supervisors.withdraw(slots, keepOrders);
    return keepOrders
        ? stopped
        : stopped.thenCompose(
            answers ->
                with.gateway
                    .cancelOrders(slots, settings.cancelPatience())
                    .thenApply(open -> withUnconfirmed(answers, open)));
  }

  private static List<StopAnswer> withUnconfirmed(List<StopAnswer> answers, List<Order> open) {
    List<StopAnswer> all = new ArrayList<>(answers);
    for (Order order : open) {
      String words = "order " + order.clientOrderId() + ": its cancel could not be confirmed";
      all.add(new StopAnswer(null, null, false, words));
    }
    return List.copyOf(all);
  }

  private CompletionStage<Picture> picture() {
    return with.supervisors.slots().thenCompose(this::picture);
  }

  private CompletionStage<Picture> picture(List<SlotState> slots) {
    return overview()
        .handle(
            (overview, failure) ->
                failure == null
                    ? new Picture(slots, overview, null)
                    : new Picture(slots, null, oneLine(rootOf(failure))));
  }

  /** Steps that are not known yet would make rounded quantities look like uncovered ones. */
  private CompletableFuture<Void> learned(Set<Symbol> symbols) {
    return CompletableFuture.allOf(
        symbols.stream()
            .map(
                symbol ->
                    market
                        .increments(symbol)
                        .exceptionally(failure -> market.knownIncrements(symbol)))
            .toArray(CompletableFuture[]::new));
  }

  private CompletionStage<OrderGateway.Overview> overview() {
    try {
      return with.gateway.overview();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static String oneLine(Throwable cause) {
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.replaceAll("\\s+", " ");
  }

  private static Throwable rootOf(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? rootOf(failure.getCause())
        : failure;
  }
}
