package dev.maxdiff.cli;

import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.AccessTokens;
import java.net.URI;

/**
 * The address of a runtime, read from its {@code runtime.json}.
 *
 * @param address base URI of its HTTP interface, for example {@code http://127.0.0.1:8642}
 * @param pid process id of the runtime
 * @param startTicks start time of the process; 0 = not known, as in files of earlier versions
 * @param bootId the machine's boot; empty = not known
 * @param tokens bearer tokens of its HTTP interface; {@link #toString} omits them
 */
public record RuntimeAddress(
    URI address, long pid, long startTicks, String bootId, AccessTokens tokens, Venue venue) {

  @Override
  public String toString() {
    return venue + " runtime " + pid + " at " + address;
  }
}
