package dev.maxdiff.process;

import dev.maxdiff.process.os.OrphanSweep;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.os.ProcessMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Runs the registry's sweeps by mark on threads of their own, because each reads all of {@code
 * /proc}.
 */
final class EscapeeSweep {

  private static final Duration GRACE = Duration.ofMillis(500);

  private final ProcessContext context;
  private final OrphanSweep orphans;

  EscapeeSweep(ProcessContext context) {
    this.context = context;
    this.orphans = new OrphanSweep(context.scan(), GRACE, context.settings().sweepDeadline());
  }

  /** Ends every process with the runtime's mark, and every process adopted from a watcher. */
  CompletionStage<OrphanSweep.Result> endAllMarked() {
    return end(
        () -> orphans.marked(mark -> mark.runtime().equals(context.mark())),
        context.system()::adopted);
  }

  /**
   * Ends the processes that ended watchers have left. A generation that has ended does not start
   * again, so a process that still carries its mark has escaped; a later launch has a higher
   * generation.
   *
   * <p>Living watchers are not read. With a thousand of them they are nearly the whole cost of a
   * scan, which runs up to once a second while wishes are replaced.
   *
   * @param ended the highest ended generation of each slot
   */
  CompletionStage<OrphanSweep.Result> endEscapees(Map<String, Long> ended) {
    Map<String, Long> generations = Map.copyOf(ended);
    Predicate<ProcessMark> escaped =
        mark ->
            mark.runtime().equals(context.mark())
                && mark.generation() <= generations.getOrDefault(mark.slot(), Long.MIN_VALUE);
    return end(
        () -> orphans.marked(escaped, context.system()::isOwnChild),
        context.system()::adoptedOfEnded);
  }

  /** Reaps adopted zombies in the background. */
  void reapAdopted() {
    context.scans().execute(context.system()::reapAdopted);
  }

  private CompletionStage<OrphanSweep.Result> end(
      Supplier<List<OrphanSweep.Target>> marked, Supplier<List<ProcessIdentity>> adopted) {
    return CompletableFuture.supplyAsync(
        () -> {
          OrphanSweep.Result result = orphans.end(() -> targets(marked.get(), adopted.get()));
          context.system().reap(result.ended());
          return result;
        },
        context.scans());
  }

  private List<OrphanSweep.Target> targets(
      List<OrphanSweep.Target> marked, List<ProcessIdentity> adopted) {
    List<OrphanSweep.Target> targets = new ArrayList<>(marked);
    List<ProcessIdentity> known = marked.stream().map(OrphanSweep.Target::process).toList();
    adopted.stream()
        .filter(process -> !known.contains(process))
        .map(process -> new OrphanSweep.Target(process, () -> context.system().isAdopted(process)))
        .forEach(targets::add);
    return targets;
  }
}
