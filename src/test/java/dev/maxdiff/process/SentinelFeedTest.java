package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.FakeSystem.FakeProcess;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.sentinel.SentinelMessage;
import org.junit.jupiter.api.Test;

class SentinelFeedTest {

  private static final ProcessIdentity FIRST = new ProcessIdentity(4711, 11, "boot");
  private static final ProcessIdentity SECOND = new ProcessIdentity(4712, 12, "boot");

  private final SentinelFeed roster = new SentinelFeed();
  private final FakeProcess sentinel = new FakeProcess(1000);

  @Test
  void tellsEachStartAndEndAtOnce() {
    roster.attachSentinel(sentinel);

    roster.started(FIRST);
    roster.started(SECOND);
    roster.ended(FIRST);

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "+ 4712 12\n", "- 4711 11\n");
  }

  @Test
  void p5ANewSentinelReceivesTheLivingChildren() {
    roster.attachSentinel(new FakeProcess(999));
    roster.started(FIRST);
    roster.started(SECOND);
    roster.ended(FIRST);

    roster.attachSentinel(sentinel);

    assertThat(sentinel.written).containsExactly("+ 4712 12\n");
  }

  @Test
  void p5AMessageThatThePipeDidNotTakeIsSentLater() {
    roster.attachSentinel(sentinel);
    roster.started(FIRST);
    sentinel.takes = false;
    roster.ended(FIRST);
    roster.started(SECOND);
    assertThat(sentinel.written).containsExactly("+ 4711 11\n");

    sentinel.takes = true;
    roster.sendPending();

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "- 4711 11\n", "+ 4712 12\n");
  }

  @Test
  void aChildThatEndedBeforeItsStartWasSentIsNotSent() {
    sentinel.takes = false;
    roster.attachSentinel(sentinel);
    roster.started(FIRST);
    roster.ended(FIRST);

    sentinel.takes = true;
    roster.sendPending();

    assertThat(sentinel.written).isEmpty();
  }

  @Test
  void aLineIsReadAsItWasWrittenAndNothingElseIsRead() {
    SentinelMessage fact = SentinelMessage.started(FIRST);
    assertThat(SentinelMessage.parse(fact.line().strip())).contains(fact);
    assertThat(SentinelMessage.parse(SentinelMessage.ended(FIRST).line().strip()))
        .contains(SentinelMessage.ended(FIRST));

    for (String text : new String[] {"", "+ 1 5", "+ 0 5", "+ -5 5", "+ 47", "47 5", "+ 47 5 6"}) {
      assertThat(SentinelMessage.parse(text)).as(text).isEmpty();
    }
  }
}
