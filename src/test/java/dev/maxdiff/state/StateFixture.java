package dev.maxdiff.state;

import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import java.time.Duration;

final class StateFixture {

  private StateFixture() {}

  static StateSettings settings(Path root) {
    return new StateSettings(
        root,
        "",
        Duration.ofDays(7),
        Duration.ofMillis(5),
        StateSettings.Durability.PROCESS,
        1_000,
        2);
  }

  static StateDirectory directory(Path root) {
    return StateDirectory.open(settings(root), Venue.EMBEDDED);
  }
}
