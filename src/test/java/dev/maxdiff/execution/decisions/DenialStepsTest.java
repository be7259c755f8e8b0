package dev.maxdiff.execution.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.SlotId;
import dev.maxdiff.execution.model.OrderEvent;
import dev.maxdiff.execution.model.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Repeated denials on manual time. */
class DenialStepsTest {

  private static final SlotId EXIT = OrderTaskMachineTest.EXIT_SLOT;
  private static final SlotId ENTRY = OrderTaskMachineTest.ENTRY_SLOT;
  private static final Duration POLL = Duration.ofSeconds(2);

  private final List<OrderEvent> published = new ArrayList<>();
  private final List<Duration> timers = new ArrayList<>();
  private OrderManagerWork work = OrderManagerWork.NONE;
  private Duration time = Duration.ZERO;
  private long counted;

  private void step(Consumer<StepDraft> steps) {
    Instant at = Samples.AT.plus(time);
    Moment moment =
        new Moment(time.toNanos(), OrderTaskMachineTest.CURRENT, OrderManagerState.EMPTY);
    StepDraft draft = new StepDraft(work, new Surroundings(moment, at, null, false, false, ""));
    steps.accept(draft);
    OrderManagerStep step = draft.step();
    work = step.work();
    for (OrderManagerEffect effect : step.effects()) {
      if (effect instanceof OrderManagerEffect.Plain plain
          && plain.effect() instanceof TaskEffect.Publish publish) {
        published.add(publish.event());
      } else if (effect instanceof OrderManagerEffect.StartTimer timer) {
        timers.add(timer.time());
      } else if (effect instanceof OrderManagerEffect.CountDenial) {
        counted++;
      }
    }
  }

  private static OrderEvent.Denied denied(SlotId slot, long generation, String reason) {
    return new OrderEvent.Denied(slot, generation, reason, "denied: " + reason);
  }

  private void deny(SlotId slot, long generation, String reason) {
    step(draft -> DenialSteps.denied(draft, denied(slot, generation, reason)));
    time = time.plus(POLL);
  }

  @Test
  void tenThousandDenialsAreOneLineThenTheirCountAndOneLineAtTheEnd() {
    for (int n = 0; n < 10_000; n++) {
      deny(EXIT, 3, "not_tradable");
    }
    step(draft -> DenialSteps.ended(draft, EXIT));

    OrderEvent.Denied first = denied(EXIT, 3, "not_tradable");
    assertThat(published).hasSize(7).first().isEqualTo(first);
    assertThat(published.subList(1, 6))
        .allMatch(OrderEvent.DeniedAgain.class::isInstance)
        .first()
        .isEqualTo(new OrderEvent.DeniedAgain(first, 1801, Samples.AT));
    OrderEvent.DenialEnded end = new OrderEvent.DenialEnded(first, 10_000, Samples.AT);
    assertThat(published).last().isEqualTo(end);
    assertThat(end.words())
        .isEqualTo("ended after 10000 times since " + Samples.AT + ": denied: not_tradable");
    assertThat(counted).isEqualTo(10_000);
  }

  @Test
  void aDenialThatIsNotRepeatedHasNoLineAtItsEnd() {
    deny(EXIT, 3, "beyond_book");
    step(draft -> DenialSteps.ended(draft, EXIT));

    assertThat(published).containsExactly(denied(EXIT, 3, "beyond_book"));
  }

  @Test
  void denialsThatAlternateAreOneLineEach() {
    for (int n = 0; n < 100; n++) {
      deny(EXIT, 3, "beyond_book");
      deny(EXIT, 3, "beyond_position");
    }

    assertThat(published)
        .containsExactly(denied(EXIT, 3, "beyond_book"), denied(EXIT, 3, "beyond_position"));
  }

  @Test
  void anotherSlotsDenialGoesOnWhenAnOrderIsAccepted() {
    deny(EXIT, 3, "paused");
    deny(ENTRY, 2, "paused");
    deny(ENTRY, 2, "paused");
    step(draft -> DenialSteps.ended(draft, EXIT));
    deny(ENTRY, 2, "paused");

    assertThat(published).containsExactly(denied(EXIT, 3, "paused"), denied(ENTRY, 2, "paused"));
  }

  @Test
  void theDenialOfANewWishIsPublished() {
    deny(EXIT, 3, "too_small");
    deny(EXIT, 3, "too_small");
    deny(EXIT, 4, "too_small");

    assertThat(published)
        .containsExactly(
            denied(EXIT, 3, "too_small"),
            new OrderEvent.DenialEnded(denied(EXIT, 3, "too_small"), 2, Samples.AT),
            denied(EXIT, 4, "too_small"));
  }

  @Test
  void aDenialThatIsNotAskedForAnyMoreEndsAfterAQuietTime() {
    deny(EXIT, 3, "no_cash");
    deny(EXIT, 3, "no_cash");
    assertThat(timers).containsExactly(DenialSteps.QUIET);
    time = DenialSteps.QUIET;
    step(DenialSteps::elapsed);
    assertThat(published).hasSize(1);
    assertThat(timers).hasSize(2);
    time = time.plus(DenialSteps.QUIET);
    step(DenialSteps::elapsed);

    assertThat(published).last().isInstanceOf(OrderEvent.DenialEnded.class);
    assertThat(timers).hasSize(2);
    assertThat(work.denials()).isEqualTo(RepeatedDenials.NONE);
  }
}
