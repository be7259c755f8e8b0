package dev.maxdiff.supervision;

import akka.actor.typed.ActorRef;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.process.ProcessIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a supervisor holds in its hands about one slot: gone after a crash, made again from the
 * journal and the runner. Used by its supervisor's thread only.
 */
final class SlotRun {

  /** Whether the runner has yet to say what is in the slot. */
  enum Waiting {
    NOTHING,
    ATTACHED,
    STOPPED
  }

  final SlotId slot;
  final List<ActorRef<Withdrawal>> withdrawers = new ArrayList<>();
  Waiting waiting = Waiting.NOTHING;
  Failures failures = Failures.NONE;
  ProcessIdentity process;
  long processGeneration;
  Instant startedAt;
  String error;

  SlotRun(SlotId slot) {
    this.slot = slot;
  }

  void runs(long generation, ProcessIdentity identity) {
    process = identity;
    processGeneration = generation;
  }

  void gone(long generation) {
    if (processGeneration == generation) {
      process = null;
      processGeneration = 0;
    }
  }

  /** Nothing lives in the slot: whoever withdrew it is told. */
  void answerWithdrawers(boolean done, String words) {
    withdrawers.forEach(replyTo -> replyTo.tell(new Withdrawal(slot, done, words)));
    withdrawers.clear();
  }

  void forget() {
    waiting = Waiting.NOTHING;
    failures = Failures.NONE;
    process = null;
    processGeneration = 0;
    answerWithdrawers(false, "its supervisor was restarted, ask again");
  }
}
