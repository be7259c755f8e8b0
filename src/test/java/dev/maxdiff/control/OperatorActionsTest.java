package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperatorActionsTest {

  private final Fakes.FakeGateway gateway = new Fakes.FakeGateway();
  private final OperatorActions interventions =
      new OperatorActions(gateway, Duration.ofSeconds(1), () -> Fakes.NOW);

  /** The gateway lifts pauses on a thread of its own, after a delay. */
  @Test
  void aLiftedPauseIsNotReportedAsActive() throws Exception {
    List<Runnable> later = new ArrayList<>();
    gateway.lifting = later::add;
    gateway.pauses.add(new EntryPause(PauseScope.EVERYTHING, "by hand", Fakes.NOW, null));

    var answer = interventions.resume(PauseScope.EVERYTHING);
    later.forEach(Runnable::run);

    assertThat(answer.toCompletableFuture().get(60, TimeUnit.SECONDS))
        .extracting(ActionLine::done)
        .containsExactly(true);
  }
}
