package dev.maxdiff.embed;

import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.Supervisors;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Wish;
import dev.maxdiff.supervision.SlotView;
import dev.maxdiff.supervision.Supervision;
import dev.maxdiff.supervision.WishOutcome;
import dev.maxdiff.supervision.Withdrawal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Supervision as control sees it. */
final class SupervisorsPort implements Supervisors {

  private static final String REASON = "stopped by an operator";

  private final Supervision supervision;
  private volatile Translated translated = new Translated(List.of(), List.of());

  SupervisorsPort(Supervision supervision) {
    this.supervision = supervision;
  }

  @Override
  public CompletionStage<Verdict> want(
      Wish wish, Increments increments, boolean operator, boolean retry) {
    return supervision.want(wish, increments, operator, retry).thenApply(SupervisorsPort::verdict);
  }

  @Override
  public CompletionStage<List<StopAnswer>> withdraw(Set<SlotId> slots, boolean keepOrders) {
    return supervision
        .withdraw(slots, keepOrders, REASON)
        .thenApply(done -> done.stream().map(SupervisorsPort::answer).toList());
  }

  @Override
  public CompletionStage<List<SlotState>> slots() {
    List<SlotView> views = supervision.slots();
    Translated known = translated;
    if (known.views != views) {
      known = new Translated(views, views.stream().map(SupervisorsPort::state).toList());
      translated = known;
    }
    return CompletableFuture.completedFuture(known.states);
  }

  /** Supervision shows the same list while nothing changes, and so does this. */
  private record Translated(List<SlotView> views, List<SlotState> states) {}

  private static Verdict verdict(WishOutcome outcome) {
    return new Verdict(
        WishAnswer.Outcome.valueOf(outcome.kind().name()),
        outcome.generation(),
        outcome.replaced(),
        outcome.reason());
  }

  private static StopAnswer answer(Withdrawal withdrawal) {
    SlotId slot = withdrawal.slot();
    return new StopAnswer(slot.key(), slot.slot(), withdrawal.done(), withdrawal.words());
  }

  private static SlotState state(SlotView view) {
    return new SlotState(
        view.slot(),
        view.generation(),
        view.wish(),
        view.wanted(),
        view.pid(),
        view.processGeneration(),
        view.state(),
        view.startedAt(),
        view.updatedAt(),
        view.restarts(),
        view.error());
  }
}
