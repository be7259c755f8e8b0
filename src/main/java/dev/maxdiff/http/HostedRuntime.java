package dev.maxdiff.http;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The runtime behind the routes.
 *
 * @param owns whether the runtime owns this state directory of a venue; a copy is another directory
 * @param shutdown begins the shutdown of the runtime; must not block
 */
public record HostedRuntime(Predicate<Path> owns, Runnable shutdown) {

  public HostedRuntime {
    requireNonNull(owns, "owns");
    requireNonNull(shutdown, "shutdown");
  }
}
