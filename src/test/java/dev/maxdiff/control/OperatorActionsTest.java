package dev.maxdiff.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.events.EventBus;
import dev.maxdiff.domain.EntryPause;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.supervision.SlotView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OperatorActionsTest {

  private final Fakes.FakeGateway gateway = new Fakes.FakeGateway();
  private final Fakes.FakeSupervisors supervisors = new Fakes.FakeSupervisors();
  private final EventBus events = new EventBus(10, 10);
  private final OperatorActions interventions =
      new OperatorActions(
          gateway,
          new HoldActions(supervisors, events, () -> Fakes.NOW),
          Duration.ofSeconds(1),
          () -> Fakes.NOW);

  /** The gateway lifts pauses on a thread of its own, after a delay. */
  @Test
  void aLiftedPauseIsNotReportedAsActive() throws Exception {
    List<Runnable> later = new ArrayList<>();
    gateway.lifting = later::add;
    gateway.pauses.add(new EntryPause(PauseScope.EVERYTHING, "by hand", Fakes.NOW, null));

    var answer =
        interventions.resume(
            new ResumeRequest(null, null, null, false, WishRequest.Source.OPERATOR));
    later.forEach(Runnable::run);

    assertThat(answer.toCompletableFuture().get(60, TimeUnit.SECONDS))
        .extracting(ActionLine::done)
        .containsExactly(true);
  }

  @Test
  void resumeOfASymbolLiftsItsHoldsExitsFirstAndAnnouncesThem() throws Exception {
    supervisors.slots = List.of(held(Fakes.ENTRY), held(Fakes.EXIT));

    List<ActionLine> lines = resume("BTCUSD", false, WishRequest.Source.OPERATOR);

    assertThat(supervisors.lifted).containsExactly(Fakes.EXIT, Fakes.ENTRY);
    assertThat(lines)
        .extracting(ActionLine::words)
        .anyMatch(line -> line.contains("no longer held"));
    assertThat(resume("ETHUSD", false, WishRequest.Source.OPERATOR)).allMatch(ActionLine::done);
    assertThat(supervisors.lifted).hasSize(2);
  }

  @Test
  void aLoopLiftsNoHoldAndPlainResumeLiftsPausesOnly() throws Exception {
    supervisors.slots = List.of(held(Fakes.EXIT));

    assertThat(resume("BTCUSD", false, WishRequest.Source.LOOP))
        .anyMatch(line -> !line.done() && line.words().contains("only an operator"));
    assertThat(resume(null, true, WishRequest.Source.LOOP)).anyMatch(line -> !line.done());
    assertThat(resume(null, false, WishRequest.Source.OPERATOR))
        .anyMatch(line -> line.done() && line.words().contains("1 slots stay held"));

    assertThat(supervisors.lifted).isEmpty();
  }

  @Test
  void onlyResumeAllLiftsTheHoldOfAllKeys() throws Exception {
    supervisors.general = supervisors.general.held(Fakes.NOW);
    supervisors.known = Set.of(Fakes.KEY);

    assertThat(resume("BTCUSD", false, WishRequest.Source.OPERATOR))
        .anyMatch(line -> line.words().contains("not known yet stay held by kill-all"));
    assertThat(supervisors.lifted).containsExactly(Fakes.EXIT, Fakes.ENTRY);
    assertThat(supervisors.general.since()).isEqualTo(Fakes.NOW);

    resume(null, true, WishRequest.Source.OPERATOR);
    assertThat(supervisors.general.since()).isNull();
  }

  private List<ActionLine> resume(String symbol, boolean all, WishRequest.Source source)
      throws Exception {
    Symbol only = symbol == null ? null : Symbol.parse(symbol);
    return interventions
        .resume(new ResumeRequest(only, null, null, all, source))
        .toCompletableFuture()
        .get(60, TimeUnit.SECONDS);
  }

  private static SlotView held(SlotId slot) {
    return new SlotView(slot, 1, 1, null, false, 0, 0, "held", null, null, 0, null, Fakes.NOW);
  }
}
