package dev.maxdiff.execution.ledger;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.BTC;
import static dev.maxdiff.execution.model.Samples.own;
import static dev.maxdiff.execution.model.Samples.position;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.Position;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.model.CoinFees;
import dev.maxdiff.execution.model.OwnOrder;
import dev.maxdiff.execution.model.Samples;
import dev.maxdiff.execution.upstream.KnownOrders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Splits net positions among the keys. */
class PositionLedgerTest {

  private static final BigDecimal NO_FEE = BigDecimal.ZERO;
  private static final BigDecimal FEE = new BigDecimal("0.0025");
  private static final BigDecimal TAKER_FEE = new BigDecimal("0.005");

  private final List<OwnOrder> orders = new ArrayList<>();
  private final Set<String> rested = new HashSet<>();

  private void filled(WatcherKey key, Slot slot, String quantity) {
    int n = orders.size() + 1;
    orders.add(own(key.slot(slot), n, quantity, quantity, "100", OrderStatus.FILLED));
  }

  private SymbolLedger symbolLedger(BigDecimal fee, Symbol symbol, String position) {
    List<Position> positions =
        new BigDecimal(position).signum() == 0
            ? List.of()
            : List.of(position(symbol.text(), position));
    return PositionLedger.of(new CoinFees(fee, TAKER_FEE), positions, orders, List.of(), rested)
        .symbolLedger(symbol);
  }

  @Test
  void eachKeyOwnsItsEntriesLessItsExits() {
    filled(A, Slot.ENTRY, "0.3");
    filled(B, Slot.ENTRY, "0.2");
    filled(A, Slot.EXIT, "0.1");

    SymbolLedger entry = symbolLedger(NO_FEE, BTC, "0.45");

    assertThat(entry.owned(A)).isEqualByComparingTo("0.2");
    assertThat(entry.owned(B)).isEqualByComparingTo("0.2");
    assertThat(entry.unowned()).isEqualByComparingTo("0.05");
    assertThat(entry.shortfall()).isZero();
  }

  @Test
  void theFillsOfASlotsGenerationsAreCountedWhateverWasSold() {
    SlotId entry = A.slot(Slot.ENTRY);
    PositionLedger before = PositionLedger.of(CoinFees.NONE, List.of(), orders, List.of(), rested);
    for (long generation = 1; generation <= 4; generation++) {
      OwnOrder one = own(entry, orders.size() + 1, "1", "0.1", "100", OrderStatus.CANCELED);
      orders.add(new OwnOrder(entry, generation, one.order()));
      filled(A, Slot.EXIT, "0.1");
    }
    PositionLedger ledger = PositionLedger.of(CoinFees.NONE, List.of(), orders, List.of(), rested);

    assertThat(before.filled(entry, 1, Long.MAX_VALUE)).isZero();
    assertThat(ledger.filled(A)).isZero();
    assertThat(ledger.filled(entry, 1, Long.MAX_VALUE)).isEqualByComparingTo("0.4");
    assertThat(ledger.filled(entry, 2, 3)).isEqualByComparingTo("0.2");
    assertThat(ledger.filled(entry, 5, Long.MAX_VALUE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    // e = an entry of the row (generations 2 and 3), m = of another, x = an exit, - = an empty
    // entry
    "e,       false",
    "ex,      true",
    "exm,     true", // who bought later is not the row
    "exe,     false",
    "em,      false",
    "emx,     false", // half is left
    "emxx,    true",
    "'',      true",
    "-,       true",
    "m-,      false", // held from before the row
    "mx-,     true",
    "m-x,     true",
    "-m,      true",
  })
  void aTradeIsClosedOnceTheKeyHasBeenFlatSinceItBought(String story, boolean closed) {
    SlotId entry = A.slot(Slot.ENTRY);
    long generation = 1;
    for (char step : story.toCharArray()) {
      if (step == 'x') {
        filled(A, Slot.EXIT, "0.1");
      } else {
        boolean ofTheRow = step != 'm';
        boolean rowHasBegun = generation > 1;
        generation = ofTheRow ? (rowHasBegun ? 3 : 2) : (rowHasBegun ? 4 : 1);
        String filled = step == '-' ? "0" : "0.1";
        OwnOrder one = own(entry, orders.size() + 1, "1", filled, "100", OrderStatus.CANCELED);
        orders.add(new OwnOrder(entry, generation, one.order()));
      }
    }
    PositionLedger ledger = PositionLedger.of(CoinFees.NONE, List.of(), orders, List.of(), rested);

    assertThat(ledger.wasClosed(entry, 2, 3, new BigDecimal("0.0001"))).isEqualTo(closed);
  }

  @Test
  void partialFillsOfEndedOrdersCount() {
    orders.add(own(A.slot(Slot.ENTRY), 1, "1", "0.4", "100", OrderStatus.CANCELED));
    orders.add(own(A.slot(Slot.ENTRY), 2, "0.6", "0.1", "110", OrderStatus.PARTIALLY_FILLED));

    SymbolLedger entry = symbolLedger(NO_FEE, BTC, "0.5");

    assertThat(entry.owned(A)).isEqualByComparingTo("0.5");
    assertThat(entry.holding(A).averagePrice()).isEqualByComparingTo("102");
  }

  @Test
  void anExitThatClosedUnownedQuantityLeavesNoDebt() {
    filled(A, Slot.ENTRY, "0.3");
    filled(A, Slot.EXIT, "1");
    filled(A, Slot.ENTRY, "0.2");

    assertThat(symbolLedger(NO_FEE, BTC, "0.2").owned(A)).isEqualByComparingTo("0.2");
  }

  @ParameterizedTest
  @CsvSource({
    // two buys of 0.5, fee at most 0.25 % in coin; position, owned, unowned
    "0.99749959, 0.99749959,  0", // whole fee taken, rounded up on many fills
    "0.9975,     0.99749959,  0.00000041", // rounded up on few fills
    "0.9989,     0.99749959,  0.00140041", // a person bought less than the fees are
    "1,          0.99749959,  0.00250041", // a person bought as much as the fees are
    "1.1,        0.99749959,  0.10250041",
    "0.9,        0.99499959,  -0.09499959", // the doubtful part of the fees is nobody's
    "0,          0.99499959,  -0.99499959",
  })
  void p12AKeyOwnsWhatItsFillsLeftAndNothingThatAPersonHasBought(
      String position, String owned, String unowned) {
    filled(A, Slot.ENTRY, "0.5");
    filled(A, Slot.ENTRY, "0.5");

    SymbolLedger entry = symbolLedger(FEE, BTC, position).doubted();

    assertThat(entry.owned(A)).isEqualByComparingTo(owned);
    assertThat(entry.unowned()).isEqualByComparingTo(unowned);
  }

  @ParameterizedTest
  @CsvSource({"0.997, 0", "0.9, 0.097499795", "0, 0.997499795"})
  void whatFeesExplainIsNoShortfall(String position, String shortfall) {
    filled(A, Slot.ENTRY, "1");

    assertThat(symbolLedger(FEE, BTC, position).shortfall()).isEqualByComparingTo(shortfall);
  }

  @Test
  void aFeeThatWasRoundedUpLeavesTheKeyFlat() {
    filled(A, Slot.ENTRY, "0.3");
    filled(A, Slot.EXIT, "0.299249997");

    assertThat(symbolLedger(FEE, BTC, "0").owned(A)).isZero();
  }

  @Test
  void aSmallRemainderOfAnExitIsStillOwned() {
    filled(A, Slot.ENTRY, "0.3");
    filled(A, Slot.EXIT, "0.29915");

    assertThat(symbolLedger(FEE, BTC, "0.0001").owned(A)).isEqualByComparingTo("0.000099795");
  }

  /** Without this the last of several keys could not close, because the others owned too much. */
  @ParameterizedTest
  @CsvSource({"0.3, 0.00212347", "11.4, 0.01123471", "0.002, 0.00031237"})
  void aFeeThatIsRoundedUpFillByFillNeverMakesAKeyOwnWhatItDoesNotHave(String size, String fill) {
    BigDecimal left = new BigDecimal(size);
    BigDecimal got = BigDecimal.ZERO;
    for (int i = 0; left.signum() > 0; i++) {
      BigDecimal part = new BigDecimal(fill).multiply(BigDecimal.valueOf(1 + i % 7)).min(left);
      got = got.add(part).subtract(part.multiply(FEE).setScale(9, RoundingMode.UP));
      left = left.subtract(part);
    }

    filled(A, Slot.ENTRY, size);

    assertThat(symbolLedger(FEE, BTC, got.toPlainString()).owned(A))
        .isLessThanOrEqualTo(got)
        .isGreaterThan(got.multiply(new BigDecimal("0.99999")));
  }

  /** The order took liquidity: the broker charges the taker fee, at a better price. */
  @Test
  void anEntryThatTookAQuoteOwnsLess() {
    OwnOrder resting = own(A.slot(Slot.ENTRY), 1, "1", "1", "100", OrderStatus.FILLED);
    orders.add(Samples.filledAt(resting, "99.5"));

    assertThat(symbolLedger(FEE, BTC, "0.995").owned(A)).isEqualByComparingTo("0.994999795");
  }

  /** B has paid the taker fee; A is known to have rested, so its quantity is not in doubt. */
  @Test
  void aKeyWhoseOrderWasSeenWaitingOwnsAllOfItWhoeverElsePaidMore() {
    filled(A, Slot.ENTRY, "1");
    rested.add(orders.get(0).order().id());
    filled(B, Slot.ENTRY, "1");

    SymbolLedger entry = symbolLedger(FEE, BTC, "1.9925").doubted();

    assertThat(entry.owned(A)).isEqualByComparingTo("0.997499795");
    assertThat(entry.owned(B)).isEqualByComparingTo("0.994999795");
  }

  /**
   * A buy that takes liquidity exactly at its limit pays the taker fee and looks like a resting
   * order. In any mixture of the two no key owns more than it received, nothing is lost when all
   * have rested, and a key known to have rested loses nothing to the others.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void p12WhoPaidTheHigherFeeAtItsLimitNeverOwnsWhatIsAnothers(int keys) {
    for (int takers = 0; takers < 1 << keys; takers++) {
      for (int seen = 0; seen < 1 << keys; seen++) {
        if ((takers & seen) == 0) { // an order that takes liquidity is never seen resting
          whoPaidTheHigherFeeNeverOwnsWhatIsAnothers(keys, takers, seen);
        }
      }
    }
  }

  private void whoPaidTheHigherFeeNeverOwnsWhatIsAnothers(int keys, int takers, int seen) {
    orders.clear();
    rested.clear();
    Map<WatcherKey, BigDecimal> received = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      WatcherKey key = WatcherKey.parse("BTCUSD|buy|k" + i);
      BigDecimal size = new BigDecimal(41 - 7 * i);
      filled(key, Slot.ENTRY, size.toPlainString());
      BigDecimal fee = (takers >> i & 1) == 1 ? TAKER_FEE : FEE;
      received.put(key, size.subtract(size.multiply(fee).setScale(9, RoundingMode.UP)));
      if ((seen >> i & 1) == 1) {
        rested.add(orders.get(i).order().id());
      }
    }
    BigDecimal position = received.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);

    SymbolLedger entry = symbolLedger(FEE, BTC, position.toPlainString());
    SymbolLedger doubted = entry.doubted();

    received.forEach((key, size) -> assertThat(doubted.owned(key)).isLessThanOrEqualTo(size));
    if (takers == 0) {
      assertThat(doubted).isEqualTo(entry);
    }
    for (int i = 0; i < keys; i++) {
      if (takers == 0 || (seen >> i & 1) == 1) {
        WatcherKey key = orders.get(i).slot().key();
        assertThat(doubted.owned(key)).isEqualByComparingTo(entry.owned(key));
      }
    }
  }

  @Test
  void sharesHaveNoFeeInCoin() {
    var key = WatcherKey.parse("AAPL|buy|a");
    filled(key, Slot.ENTRY, "10");

    assertThat(symbolLedger(FEE, key.symbol(), "10").owned(key)).isEqualByComparingTo("10");
  }

  @Test
  void shortsAreOwnedOnTheirOwnSide() {
    filled(Samples.SHORT, Slot.ENTRY, "10");
    filled(Samples.SHORT, Slot.EXIT, "4");

    SymbolLedger entry = symbolLedger(NO_FEE, Samples.SHORT.symbol(), "-8");

    assertThat(entry.owned(Samples.SHORT)).isEqualByComparingTo("6");
    assertThat(entry.ownedNet()).isEqualByComparingTo("-6");
    assertThat(entry.unowned()).isEqualByComparingTo("-2");
    assertThat(entry.unowned(Side.SELL)).isEqualByComparingTo("2");
    assertThat(entry.unowned(Side.BUY)).isZero();
    assertThat(entry.line().owned().get(Samples.SHORT)).isEqualByComparingTo("-6");
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0.25, 0.15, 0.1", "0, 0.5, 0, 0", "-1, 0.5, 0, 0", "0.5, 0, 0.3, 0.2"})
  void aShortfallIsCutProRata(String position, String missing, String ofA, String ofB) {
    filled(A, Slot.ENTRY, "0.3");
    filled(B, Slot.ENTRY, "0.2");

    SymbolLedger entry = symbolLedger(NO_FEE, BTC, position);

    assertThat(entry.shortfall()).isEqualByComparingTo(missing);
    assertThat(entry.shrunk().owned(A)).isEqualByComparingTo(ofA);
    assertThat(entry.shrunk().owned(B)).isEqualByComparingTo(ofB);
  }

  @Test
  void onlyOrdersOfThisInstallationAreOurs() {
    var slot = A.slot(Slot.ENTRY);
    var theirs =
        Samples.order("mdx-zzz999-BTCUSD-b-a-e-1-1", slot, 1, "1", "1", "100", OrderStatus.FILLED);
    var mislabelled =
        Samples.order("mdx-abc123-ETHUSD-b-a-e-1-1", slot, 2, "1", "1", "100", OrderStatus.FILLED);

    assertThat(KnownOrders.ownOf(Samples.US, theirs)).isEmpty();
    assertThat(KnownOrders.ownOf(Samples.US, mislabelled)).isEmpty();
  }
}
