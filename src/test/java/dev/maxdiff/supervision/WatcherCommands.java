package dev.maxdiff.supervision;

import dev.maxdiff.domain.Wish;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What a bundled watcher of a wish is started with, for simulations in other packages. */
public final class WatcherCommands {

  private static final WatcherProgram CHILD = new WatcherProgram(List.of("child"), true);

  private WatcherCommands() {}

  /** Without the program itself. */
  public static List<String> of(Wish wish, long sinceGeneration, Instant now) {
    List<String> command = WatcherCommand.of(CHILD, wish, sinceGeneration, Path.of("none"), now);
    return command.subList(1, command.size());
  }
}
