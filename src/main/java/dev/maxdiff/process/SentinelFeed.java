package dev.maxdiff.process;

import dev.maxdiff.process.os.OwnProcess;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.sentinel.SentinelMessage;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Sends starts and ends of children to the {@code Sentinel}. No method blocks: a message that the
 * pipe does not take is sent later, and a new sentinel receives all living children. Thread-safe.
 */
final class SentinelFeed {

  private final Set<ProcessIdentity> living = new LinkedHashSet<>();

  /** Children whose start, or whose end, the present sentinel has not received. */
  private final Set<ProcessIdentity> pending = new LinkedHashSet<>();

  private OwnProcess sentinel;

  /**
   * Queues and sends the start of a child. The caller does so right after the spawn: the sentinel
   * does not know a start that was not sent before the runtime was killed.
   */
  synchronized void started(ProcessIdentity child) {
    living.add(child);
    pending.add(child);
    sendPending();
  }

  /** Queues and sends the end of a child whose process group is empty. */
  synchronized void ended(ProcessIdentity child) {
    if (living.remove(child) && !pending.remove(child)) {
      pending.add(child);
      sendPending();
    }
  }

  /**
   * Sends to this sentinel, instead of any earlier sentinel, all living children and every later
   * change.
   */
  synchronized void attachSentinel(OwnProcess newSentinel) {
    sentinel = newSentinel;
    pending.clear();
    pending.addAll(living);
    sendPending();
  }

  /** Sends pending messages until the pipe takes no more. */
  synchronized void sendPending() {
    boolean accepted = sentinel != null;
    Iterator<ProcessIdentity> next = pending.iterator();
    while (accepted && next.hasNext()) {
      ProcessIdentity child = next.next();
      accepted = sentinel.write(message(child).line());
      if (accepted) {
        next.remove();
      }
    }
  }

  private SentinelMessage message(ProcessIdentity child) {
    return living.contains(child) ? SentinelMessage.started(child) : SentinelMessage.ended(child);
  }
}
