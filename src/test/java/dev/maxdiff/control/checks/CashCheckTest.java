package dev.maxdiff.control.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.Wish;
import dev.maxdiff.execution.model.Samples;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CashCheckTest {

  private static final Wish ENTRY = Samples.entry(Samples.A, "95", "2");

  @Test
  void anEntryThatTheAccountCannotPayIsAWarningWithBothAmounts() {
    assertThat(CashCheck.warning(ENTRY, new BigDecimal("189.99")))
        .contains(
            "the entry needs 190 in cash, the account has 189.99: it waits until the account can pay");
    assertThat(CashCheck.warning(ENTRY, BigDecimal.ZERO.setScale(2)))
        .get()
        .asString()
        .contains("the account has 0:");
  }

  @Test
  void anEntryThatTheAccountCanPayIsNone() {
    assertThat(CashCheck.warning(ENTRY, new BigDecimal("190"))).isEmpty();
  }

  @Test
  void anExitNeedsNoCash() {
    assertThat(CashCheck.warning(Samples.exit(Samples.A, "110"), BigDecimal.ZERO)).isEmpty();
  }
}
