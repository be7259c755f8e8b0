package dev.maxdiff.cli.context;

import dev.maxdiff.domain.Venue;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The installation that a command works on.
 *
 * @param stateDir the state directory of all venues
 * @param requestedVenue the venue of {@code --venue}; null = the venue of the running runtime, else
 *     embedded
 * @param suffix empty, or {@code _} and a name; installations with different suffixes share one
 *     state directory
 */
public record Location(Path stateDir, Venue requestedVenue, String suffix) {

  /** The venue of {@code --venue}. */
  public Optional<Venue> venue() {
    return Optional.ofNullable(requestedVenue);
  }

  /** The private directory of a venue: {@code {state-dir}/{venue}{_SUFFIX}}. */
  public Path directory(Venue venue) {
    return stateDir.resolve(venue + suffix);
  }

  /** The directory of a venue's watcher files, including those of the older system. */
  public Path watchers(Venue venue) {
    return stateDir.resolve("maxdiff_watchers_" + venue + suffix);
  }

  /** The directory, for messages. */
  @Override
  public String toString() {
    return requestedVenue == null ? stateDir.toString() : directory(requestedVenue).toString();
  }
}
