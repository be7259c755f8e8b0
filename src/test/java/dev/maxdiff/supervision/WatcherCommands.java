package dev.maxdiff.supervision;

import dev.maxdiff.domain.Wish;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The arguments of a bundled watcher for a wish, for simulations in other packages. */
public final class WatcherCommands {

  private static final WatcherProgram CHILD = new WatcherProgram(List.of("child"), true, null);

  private WatcherCommands() {}

  /** Returns the arguments without the program. */
  public static List<String> of(Wish wish, long sinceGeneration, Instant now) {
    List<String> command = WatcherCommand.of(CHILD, wish, sinceGeneration, Path.of("none"), now);
    return command.subList(1, command.size());
  }
}
