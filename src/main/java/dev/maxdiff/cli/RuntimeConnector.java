package dev.maxdiff.cli;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.http.RuntimeClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Connects to the runtime of an installation over loopback HTTP. */
public final class RuntimeConnector implements Function<Location, WatcherService> {

  /** Exceeds every timeout inside the runtime, so that the runtime's own error arrives first. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);

  private final RuntimeFinder finder;

  public RuntimeConnector(RuntimeFinder finder) {
    this.finder = finder;
  }

  /**
   * @throws NoRuntimeException if no runtime of {@code location} runs
   * @throws InvalidValueException if several run and {@code location} names no venue
   */
  @Override
  public WatcherService apply(Location location) {
    return client(location, address(location));
  }

  RuntimeClient client(Location location, RuntimeAddress runtime) {
    return new RuntimeClient(
        runtime.address(), runtime.tokens(), location.directory(runtime.venue()), ANSWER_TIMEOUT);
  }

  RuntimeAddress address(Location location) {
    List<RuntimeAddress> found = finder.find(location);
    if (found.isEmpty()) {
      throw new NoRuntimeException("no runtime is running in " + location);
    }
    if (found.size() > 1) {
      throw new InvalidValueException("venue", "none", "one of " + found + ", several run");
    }
    return found.get(0);
  }
}
