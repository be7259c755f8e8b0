package dev.maxdiff.supervision.wishes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.PlannedEntry;
import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.supervision.wishes.WishOutcome.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The entry of a plan row over restarts and edits: its supervisor's decisions, one after the other.
 */
class PlannedTradesTest {

  private static final Instant NOON = Instant.parse("2013-11-26T12:00:00Z");
  private static final Instant ONE = NOON.plusSeconds(3600);
  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|mine");

  private KeyState state = KeyState.EMPTY;
  private Instant now = NOON;

  /** Bought quantity by generation; null while the broker has not answered. */
  private Map<Long, BigDecimal> bought = new HashMap<>();

  /** Whether the key has been flat since; empty while the broker has not answered. */
  private Optional<Boolean> closed = Optional.of(false);

  @Test
  void anExpiredEntryIsNotRevived() {
    assertThat(want(row(null, null), "900", "0.5")).isEqualTo(Kind.STARTED);
    pass(Duration.ofHours(3));
    state = state.on(new SlotEvent.Expired(Slot.ENTRY, generation(), now));

    assertThat(want(row(null, null), "900", "0.5")).isEqualTo(Kind.DONE);
    assertThat(want(row(null, null), "900.000", "0.50")).isEqualTo(Kind.DONE);
  }

  @Test
  void anEntryThatExpiredWhileNoRuntimeRanIsNotRevived() {
    want(row(null, null), "900", "0.5");
    pass(Duration.ofHours(5));

    assertThat(want(row(null, null), "900", "0.5")).isEqualTo(Kind.DONE);
  }

  @Test
  void anotherReadingDoesNotProlongTheConfiguredLife() {
    want(row(null, null), "900", "0.5");
    pass(Duration.ofHours(1));

    assertThat(want(row(null, null), "900", "0.5")).isEqualTo(Kind.UNCHANGED);
    assertThat(standing().expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(3)));
  }

  @Test
  void anotherExpiresOfTheRowMovesTheEndOfAStandingEntry() {
    PlannedTrade row = new PlannedTrade(ONE, null, false, 0);
    want(row, "900", "0.5");
    pass(Duration.ofHours(1));

    assertThat(want(row, "900", "0.5")).isEqualTo(Kind.EXTENDED);
    assertThat(standing().trade().since()).isEqualTo(1);
  }

  @Test
  void atEntryQuantityAndAgainArmADoneRow() {
    want(row(NOON, null), "900", "0.5");
    end();

    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.DONE);
    assertThat(want(row(ONE, null), "900", "0.5")).isEqualTo(Kind.STARTED);
    end();
    assertThat(want(row(NOON, null), "901", "0.5")).isEqualTo(Kind.STARTED);
    end();
    assertThat(want(row(NOON, null), "900", "0.6")).isEqualTo(Kind.STARTED);
    end();
    assertThat(want(row(NOON, "2"), "900", "0.5")).isEqualTo(Kind.STARTED);
    end();
    assertThat(want(row(NOON, "2"), "900", "0.5")).isEqualTo(Kind.DONE);
    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.DONE);
  }

  @Test
  void aDifferenceBelowTheIncrementsArmsNothing() {
    want(row(NOON, null), "900.0000000001", "0.50000000001");
    end();

    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.DONE);
  }

  @Test
  void aWithdrawnRowContinuesItsTrade() {
    want(row(NOON, null), "900", "0.5");
    state = state.on(new SlotEvent.Withdrawn(Slot.ENTRY, 1, "stop", now));

    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.STARTED);
    assertThat(standing().trade().since()).isEqualTo(1);
  }

  @Test
  void aReplacedRowArmsAgainUnlessItHasBought() {
    want(row(NOON, null), "900", "0.5");
    assertThat(want(row(NOON, null), "905", "0.5")).isEqualTo(Kind.REPLACED);
    bought.put(2L, new BigDecimal("0.5"));

    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.REPLACED);
    assertThat(want(row(NOON, null), "905", "0.5")).isEqualTo(Kind.DONE);
  }

  @Test
  void withoutTheBrokersAnswerAReplacedRowIsDeniedAndNotDone() {
    want(row(NOON, null), "900", "0.5");
    want(row(NOON, null), "905", "0.5");
    bought = null;

    assertThat(want(row(NOON, null), "900", "0.5")).isEqualTo(Kind.DENIED);
  }

  @Test
  void anEqualWishOfAnotherRowNeedsAGenerationOnlyAfterAPurchase() {
    want(row(NOON, null), "900", "0.5");
    assertThat(want(row(ONE, null), "900", "0.5")).isEqualTo(Kind.EXTENDED);
    assertThat(standing().trade().at()).isEqualTo(ONE);
    bought.put(1L, new BigDecimal("0.5"));

    assertThat(want(row(NOON.plusSeconds(7200), null), "900", "0.5")).isEqualTo(Kind.REPLACED);
    assertThat(standing().trade().since()).isEqualTo(2);
  }

  @Test
  void aPersonsEqualWishBuysAgain() {
    want(row(NOON, null), "900", "0.5");
    bought.put(1L, new BigDecimal("0.5"));

    assertThat(want(null, "900", "0.5")).isEqualTo(Kind.REPLACED);
    assertThat(standing().trade()).isNull();
    assertThat(want(null, "900", "0.5")).isEqualTo(Kind.UNCHANGED);
  }

  @Test
  void anotherToleranceContinuesTheTrade() {
    want(row(NOON, null), "900", "0.5");
    bought.put(1L, new BigDecimal("0.5"));

    assertThat(want(row(NOON, null), "900", "0.5", "0.01")).isEqualTo(Kind.REPLACED);
    assertThat(standing().trade().since()).isEqualTo(1);
  }

  @Test
  void theExitOfARowThatIsDoneAndClosedIsNotSentAgain() {
    want(row(NOON, null), "900", "0.5");
    assertThat(wantExit(row(NOON, null), "900", "0.5", "950")).isEqualTo(Kind.STARTED);
    end();
    assertThat(wantExit(row(NOON, null), "900", "0.5", "960")).isEqualTo(Kind.REPLACED);
    state = state.on(new SlotEvent.Done(Slot.EXIT, state.exit().generation(), now));
    closed = Optional.of(true);

    assertThat(wantExit(row(NOON, null), "900", "0.5", "960")).isEqualTo(Kind.DONE);
    assertThat(wantExit(row(NOON, null), "900.0000000001", "0.5", "970")).isEqualTo(Kind.DONE);
    assertThat(wantExit(row(NOON, "2"), "900", "0.5", "960")).isEqualTo(Kind.STARTED);
  }

  @Test
  void theExitOfARowThatMayBuyIsSentAlthoughTheKeyIsFlat() {
    closed = Optional.of(true);
    want(row(NOON, null), "900", "0.5");
    assertThat(wantExit(row(NOON, null), "900", "0.5", "950")).isEqualTo(Kind.STARTED);
    state = state.on(new SlotEvent.Withdrawn(Slot.ENTRY, 1, "stop", now));
    assertThat(wantExit(row(NOON, null), "900", "0.5", "951")).isEqualTo(Kind.REPLACED);
    want(row(NOON, null), "900", "0.5");
    want(row(NOON, null), "905", "0.5");
    assertThat(wantExit(row(NOON, null), "900", "0.5", "952")).isEqualTo(Kind.REPLACED);
    bought.put(1L, new BigDecimal("0.5"));
    assertThat(wantExit(row(NOON, null), "900", "0.5", "953")).isEqualTo(Kind.DONE);
  }

  @Test
  void theExitOfAnEntryThatExpiredWhileNoRuntimeRanIsNotSentAgain() {
    want(row(NOON, null), "900", "0.5");
    pass(Duration.ofHours(5));
    closed = Optional.of(true);

    assertThat(wantExit(row(NOON, null), "900", "0.5", "950")).isEqualTo(Kind.DONE);
  }

  @Test
  void withoutTheBrokersAnswerTheExitOfADoneRowIsDeniedAndNotDone() {
    want(row(NOON, null), "900", "0.5");
    end();
    closed = Optional.empty();

    assertThat(wantExit(row(NOON, null), "900", "0.5", "950")).isEqualTo(Kind.DENIED);
    assertThat(wantExit(null, "900", "0.5", "950")).isEqualTo(Kind.STARTED);
  }

  @Test
  void aKeyForgetsItsOldestTradesOnly() {
    for (int i = 0; i <= PlannedTrades.KEPT; i++) {
      want(row(NOON.plusSeconds(i), null), "900", String.valueOf(i + 1));
      end();
    }

    assertThat(state.planned().lines()).hasSize(PlannedTrades.KEPT);
    assertThat(want(row(NOON.plusSeconds(1), null), "900", "2")).isEqualTo(Kind.DONE);
  }

  private static PlannedTrade row(Instant at, String again) {
    return new PlannedTrade(at, again, true, 0);
  }

  private Kind want(PlannedTrade trade, String price, String quantity) {
    return want(trade, price, quantity, "0.0066");
  }

  private Kind wantExit(PlannedTrade trade, String limit, String quantity, String takeProfit) {
    ExitWish wish =
        new ExitWish(
            KEY,
            Price.parse(takeProfit),
            null,
            BigDecimal.ZERO,
            null,
            Duration.ofSeconds(1),
            false,
            false);
    PlannedEntry row =
        trade == null
            ? null
            : new PlannedEntry(trade, Price.parse(limit), Quantity.parse(quantity));
    return decided(state.exit(), new CheckedWish(wish, Increments.CRYPTO, false, false, row));
  }

  private Kind decided(SlotState slot, CheckedWish wish) {
    KeyDecision key =
        new KeyDecision(state, GeneralHold.NONE, this::between, (first, last, step) -> closed);
    WishDecision.Decision decision = key.decide(slot, wish, 0, now);
    assertThat(key.outlook(slot, wish, 0, now))
        .isEqualTo(new WishOutlook(decision.outcome(), false));
    if (decision.event() != null) {
      state = state.on(decision.event());
    }
    return decision.outcome().kind();
  }

  private Kind want(PlannedTrade trade, String price, String quantity, String tolerance) {
    EntryWish wish =
        new EntryWish(
            KEY,
            Price.parse(price),
            Quantity.parse(quantity),
            new BigDecimal(tolerance),
            now.plus(Duration.ofHours(3)),
            Duration.ofSeconds(1),
            false,
            null,
            trade);
    return decided(state.entry(), new CheckedWish(wish, Increments.CRYPTO, false, false));
  }

  private Optional<BigDecimal> between(long first, long last) {
    return Optional.ofNullable(bought)
        .map(
            known ->
                known.entrySet().stream()
                    .filter(line -> first <= line.getKey() && line.getKey() <= last)
                    .map(Map.Entry::getValue)
                    .reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  private void end() {
    state = state.on(new SlotEvent.Expired(Slot.ENTRY, generation(), now));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private long generation() {
    return state.entry().generation();
  }

  private EntryWish standing() {
    return (EntryWish) ((SlotState.Active) state.entry()).wish();
  }
}
