package dev.maxdiff.execution.ledger;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.AT;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.Order;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.ForeignBaseline;
import dev.maxdiff.execution.model.LedgerCorrection;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What explains that the broker holds less than the keys own, and what is corrected then. */
class LedgerWatchTest {

  private static final long PATIENCE = Duration.ofSeconds(15).toNanos();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<OwnOrder> own = new ArrayList<>();
  private final List<Order> foreign = new ArrayList<>();
  private final List<LedgerCorrection> corrections = new ArrayList<>();
  private ForeignBaseline baseline = ForeignBaseline.NONE;
  private LedgerWatch watch = LedgerWatch.NONE;
  private LedgerReading read;
  private int placed;
  private long second;

  private void fill(WatcherKey key, Slot slot, String quantity) {
    own.add(Samples.own(key.slot(slot), ++placed, quantity, quantity, "100", OrderStatus.FILLED));
  }

  private void foreign(Side side, String quantity) {
    BigDecimal filled = new BigDecimal(quantity);
    foreign.add(
        new Order(
            "web-" + ++placed,
            "web-" + placed,
            BTC,
            side,
            "limit",
            TimeInForce.GTC,
            filled,
            filled,
            BigDecimal.TEN,
            BigDecimal.TEN,
            OrderStatus.FILLED,
            AT,
            AT.plusSeconds(placed),
            AT,
            null,
            null,
            null,
            null,
            null));
  }

  /** Reads the account a while after the last read. */
  private void read(String position, long after) {
    second += after;
    PositionLedger ledger =
        PositionLedger.of(
                CoinFees.NONE,
                new BigDecimal(position).signum() == 0
                    ? List.of()
                    : List.of(Samples.position("BTCUSD", position)),
                own,
                List.of(),
                Set.of())
            .withForeignFills(List.copyOf(foreign));
    int before = read == null ? 0 : read.all().own().size();
    read = LedgerReading.of(ledger, BTC, corrections, baseline);
    watch = watch.after(read, corrections, own.size() > before, second * SECOND, PATIENCE);
  }

  private Optional<Map<WatcherKey, BigDecimal>> writeOff() {
    return watch.hasLasted(second * SECOND, PATIENCE) ? watch.writeOff(read) : Optional.empty();
  }

  /** Journals the write-off that is due. */
  private void correct() {
    corrections.add(
        LedgerCorrection.of(
            corrections.size() + 1,
            LedgerCorrection.Kind.WRITE_OFF,
            writeOff().orElseThrow(),
            "a sale by hand",
            read.all().closed(BTC, AT.plusSeconds(placed)),
            AT.plusSeconds(placed)));
    baseline = read.counted(BigDecimal.ZERO);
    watch = LedgerWatch.NONE;
  }

  private BigDecimal owned(WatcherKey key) {
    return read.ofSymbol().owned(key);
  }

  @ParameterizedTest
  @CsvSource({
    // A and B own 0.3 and 0.2; position before, foreign sale and purchase, position after;
    // explained
    "0.5,  0.1,  0,    0.4,  true",
    "0.5,  0.5,  0,    0,    true",
    "0.5,  0,    0,    0.4,  false", // a lagging position list, a split, a renamed ticker
    "0.5,  0.05, 0,    0.4,  false", // explains a part only
    "0.5,  0.2,  0.1,  0.4,  true", // net of purchases
    "0.5,  0.1,  0.1,  0.4,  false",
    "0.6,  0.2,  0,    0.4,  true", // what had no owner goes first
    "0.6,  0.1,  0,    0.4,  false",
  })
  void isExplainedOnlyByForeignFillsBeyondWhatHadNoOwner(
      String before, String sold, String bought, String after, boolean explained) {
    fill(A, Slot.ENTRY, "0.3");
    fill(B, Slot.ENTRY, "0.2");
    read(before, 0);
    read(before, 20);
    foreign(Side.SELL, sold);
    foreign(Side.BUY, bought);
    read(after, 1);
    assertThat(writeOff()).isEmpty();
    read(after, 14);
    assertThat(writeOff()).isEmpty();
    read(after, 1);

    assertThat(writeOff().isPresent()).isEqualTo(explained);
  }

  @Test
  void p12IsWrittenOffProRataAndNeverOutOfALaterPurchase() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    fill(B, Slot.ENTRY, "0.5");
    read("0.7", 1);
    read("0.7", 15);
    correct();
    read("0.7", 1);

    assertThat(owned(A)).isEqualByComparingTo("0.2");
    assertThat(owned(B)).isEqualByComparingTo("0.5");
    assertThat(read.missing()).isZero();
  }

  @Test
  void sharesWhatIsGoneProRata() {
    fill(A, Slot.ENTRY, "0.3");
    fill(B, Slot.ENTRY, "0.2");
    read("0.5", 0);
    foreign(Side.SELL, "0.1");
    read("0.4", 1);
    read("0.4", 15);

    assertThat(writeOff().orElseThrow().get(A)).isEqualByComparingTo("-0.06");
    assertThat(writeOff().orElseThrow().get(B)).isEqualByComparingTo("-0.04");
  }

  @Test
  void aForeignFillIsUsedOnce() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    read("0.2", 15);
    correct();
    read("0.2", 1);
    read("0.1", 1); // the list lags, or something else has happened
    read("0.1", 60);

    assertThat(writeOff()).isEmpty();
    assertThat(read.missing()).isEqualByComparingTo("0.1");
  }

  @Test
  void aFillOfOursBeginsTheWaitAnew() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    fill(A, Slot.EXIT, "0.01");
    read("0.19", 14);
    read("0.19", 14);
    assertThat(writeOff()).isEmpty();
    read("0.19", 1);
    assertThat(writeOff()).isPresent();
  }

  /** The position shows the fill before the list of orders does, and a person sells as much. */
  @Test
  void aFillOfOursThatTurnsUpLaterReversesIt() {
    fill(A, Slot.ENTRY, "0.3");
    fill(B, Slot.ENTRY, "0.3");
    read("0.9", 0);
    foreign(Side.SELL, "0.6"); // 0.3 of it had no owner
    read("0.3", 1);
    read("0.3", 15);
    correct();
    read("0.3", 1);
    assertThat(owned(A)).isEqualByComparingTo("0.15");
    assertThat(owned(B)).isEqualByComparingTo("0.15");

    own.add(late(A, "0.3"));
    read("0.3", 1);
    read("0.3", 16); // it is journalled when the reads have shown the same for the patience
    assertThat(watch.hasLasted(second * SECOND, PATIENCE)).isTrue();
    Optional<LedgerCorrection> reversed = watch.reversed(read, corrections);
    watch = LedgerWatch.NONE; // a restart
    read("0.3", 1);
    read("0.3", 16);
    assertThat(watch.reversed(read, corrections)).isEqualTo(reversed);
    corrections.set(0, reversed.orElseThrow());
    read("0.3", 1);

    assertThat(owned(A)).isZero();
    assertThat(owned(B)).isEqualByComparingTo("0.3");
    assertThat(watch.reversed(read, corrections)).isEmpty();
  }

  @Test
  void figuresThatHaveNotLastedAreUnsettled() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    read("0.3", 20);
    assertThat(watch.isUnsettled(read, second * SECOND, PATIENCE)).isFalse();
    LedgerWatch before = watch;
    read("0", 1); // an exit fills between the read of the positions and of the orders
    assertThat(before.isUnsettled(read, second * SECOND, PATIENCE)).isTrue();
    assertThat(watch.isUnsettled(read, second * SECOND, PATIENCE)).isTrue();
    read("0", 15);
    assertThat(watch.isUnsettled(read, second * SECOND, PATIENCE)).isFalse();
    assertThat(LedgerWatch.NONE.isUnsettled(read, 0, PATIENCE)).isFalse();
  }

  /** An exit of before the write-off that was not known to have filled. */
  private static OwnOrder late(WatcherKey key, String quantity) {
    OwnOrder exit =
        Samples.own(key.slot(Slot.EXIT), 2, quantity, quantity, "100", OrderStatus.FILLED);
    return exit;
  }

  @Test
  void anExitThatFillsAfterTheWriteOffReversesNothing() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    read("0.2", 15);
    correct();
    read("0.2", 1);

    fill(A, Slot.EXIT, "0.2");
    read("0", 1);
    assertThat(watch.reversed(read, corrections)).isEmpty();
    assertThat(owned(A)).isZero();
  }

  @Test
  void coinsThatAPersonBuysLaterReverseNothing() {
    fill(A, Slot.ENTRY, "0.3");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    read("0.2", 15);
    correct();
    own.add(late(A, "0.1"));
    foreign(Side.BUY, "0.1");
    read("0.2", 1);

    assertThat(watch.reversed(read, corrections)).isEmpty();
  }

  @Test
  void nothingIsWrittenOffWhileAKeyHasSoldMoreThanItOwned() {
    fill(A, Slot.ENTRY, "0.3");
    fill(B, Slot.EXIT, "0.1");
    read("0.3", 0);
    foreign(Side.SELL, "0.1");
    read("0.2", 1);
    read("0.2", 15);

    assertThat(writeOff()).isEmpty();
  }

  /** A key never closes more than it owns, and the keys never own more than the broker holds. */
  @Test
  void p12WhateverIsGoneTheSharesFitThePositionAndNoKeyBearsMoreThanItOwns() {
    Random random = new Random(28);
    for (int run = 0; run < 2000; run++) {
      Map<WatcherKey, BigDecimal> then = new TreeMap<>();
      Map<WatcherKey, BigDecimal> now = new TreeMap<>();
      for (int key = 0; key < 1 + random.nextInt(5); key++) {
        WatcherKey one = WatcherKey.parse("BTCUSD|buy|k" + key);
        then.put(one, BigDecimal.valueOf(random.nextInt(1_000_000_000), 9));
        now.put(one, BigDecimal.valueOf(random.nextInt(1_000_000_000), 9));
      }
      BigDecimal all = now.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal gone =
          all.multiply(BigDecimal.valueOf(random.nextInt(1001), 3))
              .setScale(9, java.math.RoundingMode.DOWN);

      Map<WatcherKey, BigDecimal> shares = LedgerShares.of(gone, then, now);

      BigDecimal borne = shares.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).negate();
      assertThat(borne).isBetween(gone, gone.add(new BigDecimal("0.00000001")).min(all));
      shares.forEach((key, share) -> assertThat(share.negate()).isLessThanOrEqualTo(now.get(key)));
    }
  }
}
