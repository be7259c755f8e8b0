package dev.maxdiff.cli.context;

import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which installation a command means.
 *
 * @param stateDir the state directory
 * @param asked the venue that was named; null = the one that runs, else embedded
 * @param suffix empty, or {@code _} and a name: several installations share one state directory
 */
public record Location(Path stateDir, Venue asked, String suffix) {

  /** The venue that was named. */
  public Optional<Venue> venue() {
    return Optional.ofNullable(asked);
  }

  /** Where a venue keeps everything of its own: {@code {state-dir}/{venue}{_SUFFIX}}. */
  public Path directory(Venue venue) {
    return stateDir.resolve(venue + suffix);
  }

  /** Where the files about a venue's watchers lie, those of the older system among them. */
  public Path watchers(Venue venue) {
    return stateDir.resolve("maxdiff_watchers_" + venue + suffix);
  }

  /** In the words of a message. */
  @Override
  public String toString() {
    return asked == null ? stateDir.toString() : directory(asked).toString();
  }
}
