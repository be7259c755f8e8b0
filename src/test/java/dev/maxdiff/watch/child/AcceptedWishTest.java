package dev.maxdiff.watch.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.EntryWish;
import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.domain.WishBounds;
import dev.maxdiff.supervision.WatcherCommands;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** P11: a watcher starts with every wish that the runtime accepts, at both ends of each bound. */
class AcceptedWishTest {

  private static final WatcherKey KEY = WatcherKey.parse("BTCUSD|buy|maxdiff");
  private static final Instant NOW = Instant.parse("2026-01-05T14:30:00.123456789Z");
  private static final String LONGEST = "1234567890123456789.01234567890123456789";
  private static final String SMALLEST = "0.00000000000000000001";

  @ParameterizedTest
  @CsvSource({
    LONGEST + ", " + LONGEST + ", 0, PT0.000000001S, PT0.01S, -1000000",
    SMALLEST + ", " + SMALLEST + ", 1, PT87840H, PT1H, 1000000",
    "99999999999999999999, 1, 0.00000000000000000001, PT1H, PT0.0101S, 1"
  })
  void anEntryAtItsBoundsIsTaken(
      String price, String quantity, String tolerance, Duration life, Duration poll, int rank)
      throws Exception {
    EntryWish wish =
        new EntryWish(
            KEY,
            Price.parse(price),
            Quantity.parse(quantity),
            WishBounds.tolerance("tolerance-pct", new BigDecimal(tolerance)),
            WishBounds.end(NOW.plus(life), NOW),
            poll,
            true,
            WishBounds.rank(rank));

    ChildArguments taken = parsed(wish);

    assertThat(taken.price()).isEqualTo(wish.price());
    assertThat(taken.target()).isEqualTo(wish.targetQuantity());
    assertThat(taken.tolerance()).isEqualByComparingTo(wish.tolerance());
    assertThat(taken.expiresAt()).isEqualTo(wish.expiresAt());
  }

  @Test
  void anExitWhoseStoredEndIsTooLateIsTakenUpToTheBound() throws Exception {
    ExitWish wish =
        new ExitWish(
            KEY,
            Price.parse("850"),
            null,
            BigDecimal.ZERO,
            Instant.MAX,
            Duration.ofSeconds(1),
            false,
            false);

    assertThat(parsed(wish).expiresAt()).isEqualTo(WishBounds.latestEnd(NOW));
  }

  private static ChildArguments parsed(Wish wish) throws Exception {
    List<String> arguments = WatcherCommands.of(wish, 1, NOW);
    return ChildArguments.parse(arguments, Map.of());
  }
}
