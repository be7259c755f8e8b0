package dev.maxdiff.state;

import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import java.time.Duration;

final class StateFixture {

  private StateFixture() {}

  static StateSettings settings(Path root) {
    return settings(root, Duration.ofMillis(5));
  }

  static StateSettings settings(Path root, Duration writePause) {
    return new StateSettings(
        root, "", Duration.ofDays(7), writePause, StateSettings.Durability.PROCESS, 1_000, 2);
  }

  static StateDirectory directory(Path root) {
    return StateDirectory.open(settings(root), Venue.EMBEDDED);
  }
}
