package dev.maxdiff.broker.alpaca.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.alpaca.selftest.AssumptionResult.Verdict;
import dev.maxdiff.execution.FakeBroker;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The question whether the broker takes a closing order below its minimum value. */
class PaperSelfTestTest {

  private final FakeBroker broker = new FakeBroker();

  private AssumptionResult asked() {
    List<AssumptionResult> results = new ArrayList<>();
    PaperSelfTest test =
        new PaperSelfTest(
            broker, InstantSource.fixed(FakeBroker.NOW), "run1", () -> false, results::add);
    test.run();
    assertThat(test.cleanUp()).isEmpty();
    assertThat(broker.open()).isEmpty();
    return results.stream()
        .filter(result -> result.words().contains("below the minimum value"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void bothAnswersAreRightAndShown() {
    broker.hold("BTCUSD", "2");
    AssumptionResult taken = asked();
    broker.tooSmall = "cost basis must be >= minimal amount of order 10";
    AssumptionResult refused = asked();

    assertThat(taken.verdict()).isEqualTo(Verdict.TRUE);
    assertThat(taken.seen()).isEqualTo("0.025000000 of the free 2 was taken as new");
    assertThat(refused.verdict()).isEqualTo(Verdict.TRUE);
    assertThat(refused.seen()).contains("was refused:", "minimal amount of order 10");
  }

  /** Then the runtime would take the refusal for another one, and would not call it unsellable. */
  @Test
  void aRefusalThatDoesNotNameTheSizeIsFalse() {
    broker.hold("BTCUSD", "2");
    broker.tooSmall = "forbidden";

    assertThat(asked().verdict()).isEqualTo(Verdict.FALSE);
  }

  @Test
  void aHoldingThatIsTooSmallIsSoldInFull() {
    broker.hold("BTCUSD", "0.001");

    assertThat(asked().seen()).startsWith("0.001 of the free 0.001");
  }

  @Test
  void withoutAHoldingItIsNotTried() {
    assertThat(asked().verdict()).isEqualTo(Verdict.NOT_TRIED);
  }
}
