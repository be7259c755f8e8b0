package dev.maxdiff.execution.model;

import static dev.maxdiff.execution.model.Samples.A;
import static dev.maxdiff.execution.model.Samples.B;
import static dev.maxdiff.execution.model.Samples.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.broker.TimeInForce;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.execution.ledger.CommittedCash;
import dev.maxdiff.execution.ledger.PositionLedger;
import dev.maxdiff.execution.risk.EntryChecks;
import dev.maxdiff.execution.risk.Exposure;
import dev.maxdiff.execution.risk.ProposedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits on the value at risk by entries. */
class RiskLimitsTest {

  private static final String OPEN = "passes";

  @ParameterizedTest
  @CsvSource({
    // limits of order, symbol, open; 500 and 900 are at risk; the order is worth 100
    "none,   none, none, passes",
    "100,    none, none, passes",
    "99.99,  none, none, brake_order_notional",
    "none,   600,  none, passes",
    "none,   599,  none, brake_symbol_notional",
    "none,   none, 1000, passes",
    "none,   none, 999,  brake_open_notional",
  })
  void anEntryStaysWithinEachLimit(String order, String symbol, String open, String outcome) {
    RiskLimits limits = limits(order, symbol, open, "none");
    Exposure exposure = new Exposure(new BigDecimal("500"), new BigDecimal("900"));
    ProposedOrder entry =
        new ProposedOrder(
            new WatcherAuthority(Samples.entry(A, "100", "1"), 1),
            Side.BUY,
            BigDecimal.ONE,
            Price.parse("100"),
            TimeInForce.GTC,
            null);

    assertThat(EntryChecks.limits(limits, entry, exposure).map(OrderRefusal::reason).orElse(OPEN))
        .isEqualTo(outcome);
  }

  @Test
  void aDenialNamesTheSettingTheFigureAndTheLimit() {
    ProposedOrder entry =
        new ProposedOrder(
            new WatcherAuthority(Samples.entry(A, "100", "1"), 1),
            Side.BUY,
            BigDecimal.ONE,
            Price.parse("100"),
            TimeInForce.GTC,
            null);

    assertThat(
            EntryChecks.limits(limits("50", "none", "none", "none"), entry, Exposure.NONE)
                .orElseThrow()
                .message())
        .isEqualTo("denied: the order would be worth 100 (expected: at most order-notional 50)");
  }

  @Test
  void whatIsAtStakeIsEveryPositionAndEveryOrderThatOpensOne() {
    WatcherKey short1 = Samples.SHORT;
    var ledger =
        PositionLedger.of(
            CoinFees.NONE,
            List.of(Samples.position("BTCUSD", "2"), Samples.position("AAPL", "-3")),
            List.of(),
            List.of(
                own(B.slot(Slot.EXIT), 1, "1", "0", "30", OrderStatus.NEW).order(),
                own(B.slot(Slot.ENTRY), 2, "1", "0", "7", OrderStatus.NEW).order()),
            Set.of());
    CommittedCash committed =
        CommittedCash.NONE
            .atLeast(A.slot(Slot.ENTRY), new BigDecimal("1000"))
            .atLeast(B.slot(Slot.ENTRY), new BigDecimal("100"))
            .atLeast(short1.slot(Slot.ENTRY), new BigDecimal("50"));

    Exposure exposure = Exposure.beside(A.slot(Slot.ENTRY), ledger, committed);

    // a position is worth 10 a unit; the foreign sell closes, the foreign buy opens
    assertThat(exposure.symbol()).isEqualByComparingTo("127");
    assertThat(exposure.open()).isEqualByComparingTo("207");
  }

  @ParameterizedTest
  @CsvSource({"0", "-5", "much", "''"})
  void aLimitThatIsNoAmountIsRefused(String limit) {
    assertThatThrownBy(() -> limits(limit, "none", "none", "none"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("maxdiff.execution.brakes.order-notional")
        .hasMessageContaining("an amount of money above 0, or none");
  }

  private static RiskLimits limits(String order, String symbol, String open, String loss) {
    return RiskLimits.from(
        ConfigFactory.parseMap(
            Map.of(
                "order-notional", order,
                "symbol-notional", symbol,
                "open-notional", open,
                "daily-loss", loss)));
  }
}
