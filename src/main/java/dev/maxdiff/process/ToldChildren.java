package dev.maxdiff.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The children that the runtime has told its sentinel of, and what is proven to descend from them.
 *
 * <p>A child is proven by pid and start time alone: the runtime itself has started it, on this
 * boot, so no copied directory can name another's. What is in a session that a proven process leads
 * descends from it, because a session is entered by birth only; and while anything is in it, its
 * number is given to no other process and no other session. So one proven process in it proves the
 * others, also when its leader has gone. What was proven once stays so, by its own start time.
 *
 * <p>Safe for use by several threads.
 */
final class ToldChildren {

  private final ProcFs proc;
  private final Set<ProcessIdentity> proven = new LinkedHashSet<>();

  ToldChildren(ProcFs proc) {
    this.proc = proc;
  }

  synchronized void accept(ChildFact fact) {
    var child = new ProcessIdentity(fact.pid(), fact.startTicks(), proc.bootId());
    if (fact.started()) {
      proven.add(child);
    } else {
      proven.remove(child);
    }
  }

  /** Those that live, with the living members of their sessions. Reads all of {@code /proc}. */
  synchronized List<ProcessIdentity> living() {
    if (proven.isEmpty()) {
      return List.of();
    }
    List<ProcFs.Stat> all =
        proc.pids().stream()
            .filter(pid -> pid > 1)
            .flatMap(pid -> proc.stat(pid).stream())
            .toList();
    Set<Integer> sessions = sessions();
    List<ProcessIdentity> living =
        all.stream()
            .filter(stat -> !stat.isDead())
            .filter(
                stat -> sessions.contains(stat.session()) || proven.contains(proc.identity(stat)))
            .map(proc::identity)
            .toList();
    proven.addAll(living);
    return living;
  }

  /**
   * The sessions that proven processes lead and are in. Asked for after the others were read: who
   * is in a session now was in it then, for nobody returns to one.
   */
  private Set<Integer> sessions() {
    Set<Integer> leaders =
        proven.stream().map(ProcessIdentity::pid).collect(Collectors.toUnmodifiableSet());
    return proven.stream()
        .flatMap(
            process ->
                proc
                    .stat(process.pid())
                    .filter(stat -> stat.startTicks() == process.startTicks())
                    .stream())
        .map(ProcFs.Stat::session)
        .filter(leaders::contains)
        .collect(Collectors.toUnmodifiableSet());
  }
}
