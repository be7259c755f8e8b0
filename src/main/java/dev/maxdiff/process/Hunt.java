package dev.maxdiff.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What the registry lets threads of its own do, because it reads all of {@code /proc}. */
final class Hunt {

  private static final Duration GRACE = Duration.ofMillis(500);

  private final ProcessTools tools;
  private final OrphanSweep orphans;

  Hunt(ProcessTools tools) {
    this.tools = tools;
    this.orphans = new OrphanSweep(tools.scan(), GRACE, tools.settings().sweepDeadline());
  }

  /** Ends whatever carries the runtime's mark, and what it has adopted from watchers. */
  CompletionStage<OrphanSweep.Result> everything() {
    return end(
        () -> orphans.marked(mark -> mark.runtime().equals(tools.mark())), tools.system()::adopted);
  }

  /**
   * Ends what watchers that have ended left behind. A generation that has ended never starts again,
   * so whatever still carries its mark has escaped; a launch since then has a higher one.
   *
   * <p>Watchers that live are not looked at: with a thousand of them that would be nearly all of
   * the work, once a second while wishes are replaced.
   *
   * @param ended the highest generation of each slot of which the process has ended
   */
  CompletionStage<OrphanSweep.Result> escapees(Map<String, Long> ended) {
    Map<String, Long> generations = Map.copyOf(ended);
    Predicate<ProcessMark> escaped =
        mark ->
            mark.runtime().equals(tools.mark())
                && mark.generation() <= generations.getOrDefault(mark.slot(), Long.MIN_VALUE);
    return end(
        () -> orphans.marked(escaped, tools.system()::isOwnChild), tools.system()::adoptedOfEnded);
  }

  /** Reaps adopted zombies. */
  void reapAdopted() {
    tools.scans().execute(tools.system()::reapAdopted);
  }

  private CompletionStage<OrphanSweep.Result> end(
      Supplier<List<OrphanSweep.Target>> marked, Supplier<List<ProcessIdentity>> adopted) {
    return CompletableFuture.supplyAsync(
        () -> {
          OrphanSweep.Result result = orphans.end(() -> targets(marked.get(), adopted.get()));
          tools.system().reap(result.ended());
          return result;
        },
        tools.scans());
  }

  private List<OrphanSweep.Target> targets(
      List<OrphanSweep.Target> marked, List<ProcessIdentity> adopted) {
    List<OrphanSweep.Target> targets = new ArrayList<>(marked);
    List<ProcessIdentity> known = marked.stream().map(OrphanSweep.Target::process).toList();
    adopted.stream()
        .filter(process -> !known.contains(process))
        .map(process -> new OrphanSweep.Target(process, () -> tools.system().isAdopted(process)))
        .forEach(targets::add);
    return targets;
  }
}
