package dev.maxdiff.cli;

import dev.maxdiff.domain.Venue;
import java.net.URI;

/**
 * Where a runtime listens, as its {@code runtime.json} says.
 *
 * @param address for example {@code http://127.0.0.1:8642}
 * @param pid of the runtime
 * @param token what its HTTP interface wants to see; never shown
 */
public record RuntimeAddress(URI address, long pid, String token, Venue venue) {

  @Override
  public String toString() {
    return venue + " runtime " + pid + " at " + address;
  }
}
