package dev.maxdiff.execution.decisions;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.decisions.RepeatedDenials.Cause;
import dev.maxdiff.execution.decisions.RepeatedDenials.Run;
import dev.maxdiff.execution.model.OrderEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * The steps that publish the denials of orders: a watcher that asks at every poll gets one line
 * when a denial begins, one with the count every hour, and one when it ends. Pure.
 */
final class DenialSteps {

  /** Time between two lines about the same denial. */
  static final Duration COUNT_INTERVAL = Duration.ofHours(1);

  /** A denial that was not repeated for this time has ended; longer than any pause of a watcher. */
  static final Duration QUIET = Duration.ofMinutes(15);

  private DenialSteps() {}

  static void denied(StepDraft draft, OrderEvent.Denied denied) {
    draft.effect(new OrderManagerEffect.CountDenial());
    Run run = draft.work().denials().runs().get(Cause.of(denied));
    if (run != null && run.isOf(denied)) {
      again(draft, run.again(denied, draft.nanos()));
    } else {
      begin(draft, denied);
    }
  }

  private static void again(StepDraft draft, Run run) {
    boolean isDue = draft.nanos() - run.publishedAt() >= COUNT_INTERVAL.toNanos();
    if (isDue) {
      draft.publish(new OrderEvent.DeniedAgain(run.newest(), run.count(), run.since()));
    }
    Run next = isDue ? run.published(draft.nanos()) : run;
    draft.work(draft.work().with(draft.work().denials().with(next)));
  }

  /** A new generation asks for another order: its denial is published, too. */
  private static void begin(StepDraft draft, OrderEvent.Denied denied) {
    boolean isTimed = !draft.work().denials().runs().isEmpty();
    end(draft, run -> Cause.of(run.newest()).equals(Cause.of(denied)));
    draft.publish(denied);
    Run run = new Run(denied, 1, draft.surroundings().at(), draft.nanos(), draft.nanos());
    draft.work(draft.work().with(draft.work().denials().with(run)));
    if (!isTimed) {
      draft.startTimer(new OrderManagerTimer.QuietDenials(), QUIET);
    }
  }

  /** The broker has accepted an order of the slot, or the slot wants none any more. */
  static void ended(StepDraft draft, SlotId slot) {
    end(draft, run -> run.newest().slot().equals(slot));
  }

  /** Ends the denials that have not been repeated for some time. */
  static void elapsed(StepDraft draft) {
    end(draft, run -> draft.nanos() - run.lastAt() >= QUIET.toNanos());
    if (!draft.work().denials().runs().isEmpty()) {
      draft.startTimer(new OrderManagerTimer.QuietDenials(), QUIET);
    }
  }

  private static void end(StepDraft draft, Predicate<Run> selected) {
    List<Run> ended = draft.work().denials().of(selected);
    if (ended.isEmpty()) {
      return;
    }
    draft.work(draft.work().with(draft.work().denials().without(ended)));
    ended.stream()
        .filter(run -> run.count() > 1)
        .map(run -> new OrderEvent.DenialEnded(run.newest(), run.count(), run.since()))
        .forEach(draft::publish);
  }
}
