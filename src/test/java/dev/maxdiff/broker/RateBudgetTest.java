package dev.maxdiff.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.RateBudget.Purpose;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateBudgetTest {

  private long now = Long.MAX_VALUE - 5; // the monotonic clock may be anywhere, and wrap
  private final RateBudget budget = new RateBudget(200, () -> now);

  @Test
  void noMinuteSeesMoreReadsThanTheAllowance() {
    List<Long> reads = new ArrayList<>();
    for (int i = 0; i < 3 * 60 * 20; i++) {
      while (budget.allows(Purpose.READ)) {
        budget.spend();
        reads.add(now);
      }
      pass(Duration.ofMillis(50));
    }
    for (long from : reads) {
      long inAMinute =
          reads.stream()
              .filter(at -> at - from >= 0 && at - from < Duration.ofMinutes(1).toNanos())
              .count();
      assertThat(inAMinute).isLessThanOrEqualTo(200);
    }
    assertThat(reads).as("in three minutes").hasSizeGreaterThan(460);
  }

  @Test
  void ordersPassAlwaysAndReadsPayForThem() {
    for (int i = 0; i < 60; i++) {
      assertThat(budget.allows(Purpose.ORDER)).isTrue();
      budget.spend();
    }
    assertThat(budget.allows(Purpose.READ)).isFalse();
    assertThat(budget.allows(Purpose.LOOKUP)).isFalse();

    pass(Duration.ofSeconds(5)); // 10 of debt and one more, at 5 in 2 s
    assertThat(budget.allows(Purpose.LOOKUP)).isTrue();
    assertThat(budget.allows(Purpose.READ)).isFalse();
    pass(Duration.ofSeconds(9));
    assertThat(budget.allows(Purpose.READ)).isTrue();
  }

  @Test
  void aReadLeavesHalfOfTheBucketToLookUps() {
    while (budget.allows(Purpose.READ)) {
      budget.spend();
    }
    assertThat(budget.lastMinute()).isEqualTo(26);
    for (int i = 0; i < 24; i++) {
      assertThat(budget.allows(Purpose.LOOKUP)).isTrue();
      budget.spend();
    }
    assertThat(budget.allows(Purpose.LOOKUP)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({", 5", "2, 2", "30, 30", "86400, 60"})
  void aRefusalStopsReadsForAsLongAsTheBrokerSays(Long said, long seconds) {
    budget.rateLimited(said == null ? null : Duration.ofSeconds(said));

    assertThat(budget.allows(Purpose.ORDER)).isTrue();
    assertThat(budget.allows(Purpose.LOOKUP)).isFalse();
    pass(Duration.ofSeconds(seconds).minusNanos(1));
    assertThat(budget.allows(Purpose.READ)).isFalse();
    assertThat(budget.allows(Purpose.LOOKUP)).as("what an order needs").isTrue();
    pass(Duration.ofSeconds(10));
    assertThat(budget.allows(Purpose.READ)).isTrue();
  }

  @Test
  void namesTheTimeThatTheBrokerHasNamedUntilItHasPassed() {
    assertThat(budget.retryAfter()).isZero();
    budget.rateLimited(null);
    assertThat(budget.retryAfter()).as("the broker named none").isZero();
    budget.rateLimited(Duration.ofSeconds(30));
    budget.rateLimited(null);
    pass(Duration.ofSeconds(10));
    assertThat(budget.retryAfter()).hasSeconds(20);
    pass(Duration.ofSeconds(20));
    assertThat(budget.retryAfter()).isZero();
  }

  @Test
  void withoutALimitOnlyARefusalStopsReads() {
    RateBudget free = new RateBudget(0, () -> now);
    for (int i = 0; i < 10_000; i++) {
      assertThat(free.allows(Purpose.READ)).isTrue();
      free.spend();
    }
    free.rateLimited(null);
    assertThat(free.allows(Purpose.READ)).isFalse();
    pass(RateBudget.DEFAULT_PAUSE);
    assertThat(free.allows(Purpose.READ)).isTrue();
  }

  @Test
  void countsTheLastMinute() {
    budget.spend();
    pass(Duration.ofSeconds(59));
    budget.spend();
    assertThat(budget.lastMinute()).isEqualTo(2);
    pass(Duration.ofSeconds(1));
    assertThat(budget.lastMinute()).isEqualTo(1);
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
