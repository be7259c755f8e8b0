package dev.maxdiff.process;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The children that live, as the {@link Sentinel} is to know them. Nothing here blocks: what cannot
 * be told now is told later, and a new sentinel is told everything. Safe for use by several
 * threads.
 */
final class Roster {

  private final Set<ProcessIdentity> living = new LinkedHashSet<>();

  /** Those of whose start, or else end, the present sentinel does not know. */
  private final Set<ProcessIdentity> untold = new LinkedHashSet<>();

  private OwnProcess sentinel;

  /** To be called as soon as the child is there: what was not told dies with the runtime. */
  synchronized void started(ProcessIdentity child) {
    living.add(child);
    untold.add(child);
    tell();
  }

  /** Nothing is left of the child and its group. */
  synchronized void ended(ProcessIdentity child) {
    if (living.remove(child) && !untold.remove(child)) {
      untold.add(child);
      tell();
    }
  }

  /** From now on this one is told, in place of any earlier one. */
  synchronized void tellTo(OwnProcess newSentinel) {
    sentinel = newSentinel;
    untold.clear();
    untold.addAll(living);
    tell();
  }

  /** Tells what is untold, until the sentinel takes no more. */
  synchronized void tell() {
    boolean taken = sentinel != null;
    Iterator<ProcessIdentity> next = untold.iterator();
    while (taken && next.hasNext()) {
      ProcessIdentity child = next.next();
      taken = sentinel.write(fact(child).line());
      if (taken) {
        next.remove();
      }
    }
  }

  private ChildFact fact(ProcessIdentity child) {
    return living.contains(child) ? ChildFact.started(child) : ChildFact.ended(child);
  }
}
