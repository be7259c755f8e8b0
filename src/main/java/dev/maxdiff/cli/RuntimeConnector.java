package dev.maxdiff.cli;

import dev.maxdiff.cli.context.Location;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.http.RuntimeClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Reaches the runtime of a place over loopback HTTP. */
public final class RuntimeConnector implements Function<Location, WatcherService> {

  /** Longer than a runtime waits for anything itself, so that its own words are heard. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RuntimeFinder files;

  public RuntimeConnector(RuntimeFinder files) {
    this.files = files;
  }

  /**
   * @throws NoRuntimeException when none runs there
   * @throws InvalidValueException when several do and no venue was named
   */
  @Override
  public WatcherService apply(Location location) {
    List<RuntimeAddress> found = files.find(location);
    if (found.isEmpty()) {
      throw new NoRuntimeException("no runtime is running in " + location);
    }
    if (found.size() > 1) {
      throw new InvalidValueException("venue", "none", "one of " + found + ", several run");
    }
    RuntimeAddress runtime = found.get(0);
    return new RuntimeClient(runtime.address(), runtime.token(), PATIENCE);
  }
}
