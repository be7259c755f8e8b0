package dev.maxdiff.session.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.FakeAccount;
import dev.maxdiff.session.model.TapeMarket;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SessionSummaryTest {

  private static final WatcherKey MAXDIFF = WatcherKey.parse("BTCUSD|buy|maxdiff");
  private static final WatcherKey HIGHLOW = WatcherKey.parse("BTCUSD|buy|highlow");
  private static final BigDecimal MONEY = new BigDecimal("1000");

  /** 100 when the account is opened after two hours, 110 at the end. */
  private final TapeMarket market = new TapeMarket(TapeMarket.hourly(90, 100, 105, 110));

  private final FakeAccount account =
      new FakeAccount(Instant.EPOCH.plus(Duration.ofHours(2)), MONEY, market);

  SessionSummaryTest() {
    market.moveTo(Instant.EPOCH.plus(Duration.ofHours(4)));
  }

  @Test
  void aRoundTripEarnsItsSpreadLessBothFees() {
    fill(MAXDIFF, Slot.ENTRY, "1", "100", "0.01", "0");
    fill(MAXDIFF, Slot.EXIT, "0.99", "110", "0", "0.50");

    KeyResult key = summary().keys().get(0);
    assertThat(key.roundTrips()).isEqualTo(1);
    assertThat(key.position()).isEqualByComparingTo("0");
    // 108.90 received less 0.50, less the 100 paid for a coin of which 0.99 arrived.
    assertThat(key.realised()).isEqualByComparingTo("8.40");
    assertThat(key.unrealised()).isEqualByComparingTo("0");
    assertThat(key.fees()).isEqualByComparingTo("1.50");
  }

  @Test
  void aPositionIsValuedAtTheLastTradeAgainstItsAverageCost() {
    fill(MAXDIFF, Slot.ENTRY, "1", "100", "0", "0");
    fill(MAXDIFF, Slot.ENTRY, "1", "104", "0", "0");
    fill(MAXDIFF, Slot.EXIT, "1", "106", "0", "0");

    KeyResult key = summary().keys().get(0);
    assertThat(key.realised()).isEqualByComparingTo("4");
    assertThat(key.unrealised()).isEqualByComparingTo("8");
    assertThat(key.roundTrips()).isZero();
  }

  @Test
  void buyAndHoldBuysAtThePriceOfTheOpening() {
    assertThat(summary().buyAndHold()).isEqualByComparingTo("100");
  }

  @Test
  void theKeysSumToTheAccountAfterAnySequenceOfFills() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    List<WatcherKey> keys = List.of(MAXDIFF, HIGHLOW, WatcherKey.parse("BTCUSD|sell|other"));
    for (int i = 0; i < 500; i++) {
      WatcherKey key = keys.get(random.nextInt(3));
      Slot slot = random.nextBoolean() ? Slot.ENTRY : Slot.EXIT;
      String quantity = BigDecimal.valueOf(1 + random.nextInt(3000), 3).toPlainString();
      String price = BigDecimal.valueOf(9000 + random.nextInt(3000), 2).toPlainString();
      fill(key, slot, quantity, price, random.nextBoolean() ? "0.0001" : "0", "0.07");
    }
    SessionSummary summary = summary();
    assertThat(summary.keys()).hasSize(3);
    assertThat(summary.unexplained()).as("seed %s", seed).isEqualByComparingTo("0");
  }

  @Test
  void foreignOrdersAndAnotherValuationAreShown() {
    fill(null, Slot.ENTRY, "1", "100", "0", "0");
    account.mark = () -> new BigDecimal("109");
    SessionSummary summary = summary();

    assertThat(summary.unexplained()).isEqualByComparingTo("-1");
    assertThat(SummaryFormatter.of(summary)).contains("(not ours)", "(valuation)", "$-1.00");
  }

  @Test
  void readsAsATable() {
    fill(MAXDIFF, Slot.ENTRY, "1", "100", "0.01", "0");
    fill(MAXDIFF, Slot.EXIT, "0.99", "110", "0", "0.50");
    String text = SummaryFormatter.of(summary());
    assertThat(text)
        .contains("| BTCUSD|buy|maxdiff |     2 |           1 |        0 | $1.50 |    $8.40 |")
        .contains("account       $8.40 (0.84 %), equity $1,008.40")
        .contains("buy and hold  $100.00 (10.00 %)")
        .endsWith("watchers left 0");
  }

  private SessionSummary summary() {
    return new SummaryCalculator(List.of(TapeMarket.BTC), Duration.ofHours(1), market, account)
        .calculate(new SessionCounters().counts(), 0);
  }

  private void fill(
      WatcherKey key, Slot slot, String quantity, String price, String feeCoin, String feeMoney) {
    Side side = slot.orderSide(key == null ? Side.BUY : key.side());
    SlotId slotId = key == null ? null : key.slot(slot);
    account.add(
        new AccountFill(
            account.nextSequence(),
            market.now(),
            "order",
            slotId,
            TapeMarket.BTC,
            side,
            new BigDecimal(quantity),
            new BigDecimal(price),
            new BigDecimal(feeCoin),
            new BigDecimal(feeMoney)));
  }
}
