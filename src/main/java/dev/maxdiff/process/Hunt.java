package dev.maxdiff.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** What the registry lets threads of its own do, because it reads all of {@code /proc} or files. */
final class Hunt {

  private static final Duration GRACE = Duration.ofMillis(500);

  private final ProcessTools tools;
  private final LogTrimmer logs;
  private final OrphanSweep orphans;

  Hunt(ProcessTools tools) {
    this.tools = tools;
    this.logs = new LogTrimmer(tools.settings());
    this.orphans = new OrphanSweep(tools.scan(), GRACE, tools.settings().sweepDeadline());
  }

  /** Ends whatever carries the runtime's mark. */
  CompletionStage<OrphanSweep.Result> everything() {
    return end(mark -> mark.runtime().equals(tools.mark()));
  }

  /**
   * Ends what watchers that have ended left behind. A generation that has ended never starts again,
   * so whatever still carries its mark has escaped; a launch since then has a higher one.
   *
   * @param ended the highest generation of each slot of which the process has ended
   */
  CompletionStage<OrphanSweep.Result> escapees(Map<String, Long> ended) {
    Map<String, Long> generations = Map.copyOf(ended);
    return end(
        mark ->
            mark.runtime().equals(tools.mark())
                && mark.generation() <= generations.getOrDefault(mark.slot(), Long.MIN_VALUE));
  }

  /** Trims logs and reaps adopted zombies. */
  void keepHouse(Collection<Path> files) {
    tools
        .scans()
        .execute(
            () -> {
              logs.trim(files);
              tools.system().reapAdopted();
            });
  }

  /** What was found, or nothing when the hunt itself failed. */
  static OrphanSweep.Result found(OrphanSweep.Result result) {
    return result == null ? new OrphanSweep.Result(List.of(), 0, List.of()) : result;
  }

  private CompletionStage<OrphanSweep.Result> end(Predicate<ProcessMark> wanted) {
    return CompletableFuture.supplyAsync(
        () -> {
          OrphanSweep.Result result = orphans.end(wanted);
          tools.system().reap(result.ended());
          return result;
        },
        tools.scans());
  }
}
