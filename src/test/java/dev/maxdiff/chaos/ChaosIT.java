package dev.maxdiff.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minute of chaos in every build; {@code mvn -B verify -Pchaos -Dchaos.minutes=10 -Dchaos.seed=7}
 * for longer, or to see one schedule again.
 */
@Tag("process")
class ChaosIT {

  private static final int MINUTES = Integer.getInteger("chaos.minutes", 1);
  private static final long SEED = Long.getLong("chaos.seed", 20131125L);

  @TempDir Path folder;

  @Test
  void noPromiseIsBroken() throws Exception {
    assertThat(new ChaosRun(folder, SEED, Duration.ofMinutes(MINUTES)).violations()).isEmpty();
  }
}
