package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.FakeSystem.FakeProcess;
import org.junit.jupiter.api.Test;

class RosterTest {

  private static final ProcessIdentity FIRST = new ProcessIdentity(4711, 11, "boot");
  private static final ProcessIdentity SECOND = new ProcessIdentity(4712, 12, "boot");

  private final Roster roster = new Roster();
  private final FakeProcess sentinel = new FakeProcess(1000);

  @Test
  void tellsEachStartAndEndAtOnce() {
    roster.tellTo(sentinel);

    roster.started(FIRST);
    roster.started(SECOND);
    roster.ended(FIRST);

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "+ 4712 12\n", "- 4711 11\n");
  }

  @Test
  void p5ANewSentinelReceivesTheLivingChildren() {
    roster.tellTo(new FakeProcess(999));
    roster.started(FIRST);
    roster.started(SECOND);
    roster.ended(FIRST);

    roster.tellTo(sentinel);

    assertThat(sentinel.written).containsExactly("+ 4712 12\n");
  }

  @Test
  void p5AMessageThatThePipeDidNotTakeIsSentLater() {
    roster.tellTo(sentinel);
    roster.started(FIRST);
    sentinel.takes = false;
    roster.ended(FIRST);
    roster.started(SECOND);
    assertThat(sentinel.written).containsExactly("+ 4711 11\n");

    sentinel.takes = true;
    roster.tell();

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "- 4711 11\n", "+ 4712 12\n");
  }

  @Test
  void aChildThatEndedBeforeItsStartWasSentIsNotSent() {
    sentinel.takes = false;
    roster.tellTo(sentinel);
    roster.started(FIRST);
    roster.ended(FIRST);

    sentinel.takes = true;
    roster.tell();

    assertThat(sentinel.written).isEmpty();
  }

  @Test
  void aLineIsReadAsItWasWrittenAndNothingElseIsRead() {
    ChildFact fact = ChildFact.started(FIRST);
    assertThat(ChildFact.parse(fact.line().strip())).contains(fact);
    assertThat(ChildFact.parse(ChildFact.ended(FIRST).line().strip()))
        .contains(ChildFact.ended(FIRST));

    for (String text : new String[] {"", "+ 1 5", "+ 0 5", "+ -5 5", "+ 47", "47 5", "+ 47 5 6"}) {
      assertThat(ChildFact.parse(text)).as(text).isEmpty();
    }
  }
}
