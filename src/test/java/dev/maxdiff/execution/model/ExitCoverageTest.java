package dev.maxdiff.execution.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.OrderStatus;
import dev.maxdiff.control.Fakes;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a holding the working orders of its exit close. */
class ExitCoverageTest {

  private static final Increments INCREMENTS =
      new Increments(new BigDecimal("0.01"), new BigDecimal("0.0001"));
  private static final BigDecimal MINIMUM = new BigDecimal("0.01");
  private static final ClosingTerms OPEN = new ClosingTerms(INCREMENTS, MINIMUM, null);
  private static final ClosingTerms CLOSED =
      new ClosingTerms(INCREMENTS, MINIMUM, Instant.parse("2026-01-06T14:30:00Z"));

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, COVERED, COVERED",
    "0.5, 0.6, COVERED, COVERED",
    "0.50009, 0.5, COVERED, COVERED", // less than an increment
    "0.00009, 0, COVERED, COVERED",
    "0, 0, COVERED, COVERED",
    "-0.5, 0, COVERED, COVERED", // another side
    "0.5, 0.495, COVERED, COVERED", // a rest below the smallest order
    "0.5, 0.49, UNCOVERED, UNTIL_OPENING",
    "0.5, 0, UNCOVERED, UNTIL_OPENING",
    "0.01, 0, UNCOVERED, UNTIL_OPENING",
    "0.0099, 0, UNSELLABLE, UNSELLABLE"
  })
  void aHoldingIsCoveredByWhatItsOrdersClose(
      String owned, String closing, ExitCoverage.State atDay, ExitCoverage.State atNight) {
    List<OwnOrder> orders =
        closing.equals("0") ? List.of() : List.of(order(closing, OrderStatus.NEW));

    assertThat(of(owned, orders, OPEN).state()).isEqualTo(atDay);
    assertThat(of(owned, orders, CLOSED).state()).isEqualTo(atNight);
  }

  @ParameterizedTest
  @CsvSource({
    "NEW,COVERED",
    "PARTIALLY_FILLED,COVERED",
    "PENDING_CANCEL,UNCOVERED",
    "CANCELED,UNCOVERED"
  })
  void anOrderThatIsEndingClosesNothing(OrderStatus status, ExitCoverage.State state) {
    assertThat(of("0.5", List.of(order("0.5", status)), OPEN).state()).isEqualTo(state);
  }

  @Test
  void everyOwnerIsExaminedAndForeignSlotsCloseNothing() {
    WatcherKey other = WatcherKey.parse("BTCUSD|sell|other");
    SymbolPosition position =
        new SymbolPosition(
            Fakes.KEY.symbol(),
            BigDecimal.ONE,
            Map.of(Fakes.KEY, new BigDecimal("0.5"), other, new BigDecimal("-0.25")),
            BigDecimal.ZERO,
            BigDecimal.ONE,
            BigDecimal.ONE);

    assertThat(ExitCoverage.of(position, List.of(order("0.5", OrderStatus.NEW)), OPEN))
        .filteredOn(ExitCoverage::isUncovered)
        .singleElement()
        .satisfies(
            coverage -> {
              assertThat(coverage.exit()).isEqualTo(other.slot(Slot.EXIT));
              assertThat(coverage.missing()).isEqualByComparingTo("0.25");
            });
  }

  @Test
  void theWordsNameTheOpeningAndTheSmallestOrder() {
    assertThat(of("0.5", List.of(), CLOSED).words())
        .isEqualTo("0.5 are held and no order closes them; uncovered until 2026-01-06T14:30:00Z");
    assertThat(of("0.005", List.of(), OPEN).words())
        .isEqualTo("unsellable: 0.005 (expected: at least 0.01)");
  }

  @Test
  void aStockHasAnOpeningAndACoinHasNone() {
    Instant night = Instant.parse("2026-01-06T03:00:00Z");

    assertThat(ClosingTerms.of(Symbol.parse("AAPL"), Optional.empty(), night).opensAt())
        .isEqualTo(Instant.parse("2026-01-06T14:30:00Z"));
    assertThat(ClosingTerms.of(Symbol.parse("BTCUSD"), Optional.empty(), night).opensAt()).isNull();
  }

  private static ExitCoverage of(String owned, List<OwnOrder> orders, ClosingTerms terms) {
    return ExitCoverage.of(Fakes.EXIT, new BigDecimal(owned), orders, terms);
  }

  private static OwnOrder order(String quantity, OrderStatus status) {
    return new OwnOrder(Fakes.EXIT, 7, Fakes.order(Side.SELL, quantity, "105000", status));
  }
}
