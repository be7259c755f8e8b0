package dev.maxdiff.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minute of soak in every build; {@code mvn -B verify -Psoak -Dsoak.minutes=10 -Dsoak.seed=7}
 * runs longer, or with other wishes and faults.
 */
@Tag("process")
class SoakIT {

  private static final int MINUTES = Integer.getInteger("soak.minutes", 1);
  private static final long SEED = Long.getLong("soak.seed", 20131125L);

  /** The logs of a failed soak are kept. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void p10p12AccountsReconcileAfterAllFaults() throws Exception {
    assertThat(new Soak(folder, SEED, Duration.ofMinutes(MINUTES)).violations())
        .as("violations; the logs are in %s", folder)
        .isEmpty();
  }
}
