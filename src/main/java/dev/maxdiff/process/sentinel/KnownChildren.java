package dev.maxdiff.process.sentinel;

import dev.maxdiff.process.os.ProcFs;
import dev.maxdiff.process.os.ProcessIdentity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The children that the runtime has reported to its sentinel, and their proven descendants.
 *
 * <p>Pid and start time prove a child: the runtime itself started it on this boot, so a copied
 * directory cannot name the child of another directory. A process in a session whose leader is
 * proven is a descendant, because a process enters a session only by birth. While a session has
 * members, the kernel reuses its number neither for a process nor for a session. So one proven
 * member proves the others, also after the leader's end. A process that was proven once stays
 * proven by its own start time.
 *
 * <p>Thread-safe.
 */
final class KnownChildren {

  private final ProcFs proc;
  private final Set<ProcessIdentity> proven = new LinkedHashSet<>();

  KnownChildren(ProcFs proc) {
    this.proc = proc;
  }

  synchronized void accept(SentinelMessage message) {
    var child = new ProcessIdentity(message.pid(), message.startTicks(), proc.bootId());
    if (message.started()) {
      proven.add(child);
    } else {
      proven.remove(child);
    }
  }

  /**
   * Returns the living children and the living members of their sessions. Reads all of {@code
   * /proc}.
   */
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
   * Returns the sessions of proven processes whose leader is proven. The caller reads the processes
   * first: a process that is in a session at the second read was in it at the first, because no
   * process returns to a session.
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
