package dev.maxdiff.state;

import dev.maxdiff.domain.ExitWish;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.domain.Wish;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;

public final class StateFixture {

  private StateFixture() {}

  public static StateSettings settings(Path root) {
    return settings(root, Duration.ofMillis(5));
  }

  public static StateSettings settings(Path root, Duration writePause) {
    return new StateSettings(
        root, "", Duration.ofDays(7), writePause, StateSettings.Durability.PROCESS, 1_000, 2);
  }

  public static Wish exit(String price) {
    return new ExitWish(
        WatcherKey.parse("BTCUSD|buy|maxdiff"),
        Price.parse(price),
        null,
        new BigDecimal("0.001"),
        null,
        Duration.ofSeconds(1),
        false,
        false);
  }

  public static StateDirectory directory(Path root) {
    return StateDirectory.open(settings(root), Venue.EMBEDDED);
  }
}
