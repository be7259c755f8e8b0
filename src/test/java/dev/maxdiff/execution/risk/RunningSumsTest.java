package dev.maxdiff.execution.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compared with the walk over every place. */
class RunningSumsTest {

  private static final int STEPS = 2_000;
  private static final int PLACES = 70;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void leavesWhatAWalkOverEveryPlaceLeaves(long seed) {
    Random random = new Random(seed);
    RunningSums sums = RunningSums.EMPTY;
    Map<Long, BigDecimal> walked = new TreeMap<>();

    for (int step = 0; step < STEPS; step++) {
      long place = random.nextInt(PLACES);
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(10) == 0 ? 0 : random.nextInt(900), 2);
      sums = sums.with(place, amount);
      walked.put(place, amount);
      BigDecimal money = BigDecimal.valueOf(random.nextInt(20_000) - 1_000, 2);
      long before = random.nextInt(PLACES + 10);

      assertThat(sums.left(money, before))
          .as("seed %s, step %s", seed, step)
          .isEqualByComparingTo(walk(walked, money, before));
    }
  }

  private static BigDecimal walk(Map<Long, BigDecimal> amounts, BigDecimal money, long before) {
    BigDecimal left = money;
    for (Map.Entry<Long, BigDecimal> line : amounts.entrySet()) {
      if (line.getKey() < before && line.getValue().compareTo(left) <= 0) {
        left = left.subtract(line.getValue());
      }
    }
    return left;
  }
}
