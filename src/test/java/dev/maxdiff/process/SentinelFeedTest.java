package dev.maxdiff.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.process.os.FakeSystem.FakeProcess;
import dev.maxdiff.process.os.ProcessIdentity;
import dev.maxdiff.process.sentinel.SentinelMessage;
import org.junit.jupiter.api.Test;

class SentinelFeedTest {

  private static final ProcessIdentity FIRST = new ProcessIdentity(4711, 11, "boot");
  private static final ProcessIdentity SECOND = new ProcessIdentity(4712, 12, "boot");

  private final SentinelFeed sentinelFeed = new SentinelFeed();
  private final FakeProcess sentinel = new FakeProcess(1000);

  @Test
  void tellsEachStartAndEndAtOnce() {
    sentinelFeed.attachSentinel(sentinel);

    sentinelFeed.started(FIRST);
    sentinelFeed.started(SECOND);
    sentinelFeed.ended(FIRST);

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "+ 4712 12\n", "- 4711 11\n");
  }

  @Test
  void p5ANewSentinelReceivesTheLivingChildren() {
    sentinelFeed.attachSentinel(new FakeProcess(999));
    sentinelFeed.started(FIRST);
    sentinelFeed.started(SECOND);
    sentinelFeed.ended(FIRST);

    sentinelFeed.attachSentinel(sentinel);

    assertThat(sentinel.written).containsExactly("+ 4712 12\n");
  }

  @Test
  void p5AMessageThatThePipeDidNotTakeIsSentLater() {
    sentinelFeed.attachSentinel(sentinel);
    sentinelFeed.started(FIRST);
    sentinel.takes = false;
    sentinelFeed.ended(FIRST);
    sentinelFeed.started(SECOND);
    assertThat(sentinel.written).containsExactly("+ 4711 11\n");

    sentinel.takes = true;
    sentinelFeed.sendPending();

    assertThat(sentinel.written).containsExactly("+ 4711 11\n", "- 4711 11\n", "+ 4712 12\n");
  }

  @Test
  void aChildThatEndedBeforeItsStartWasSentIsNotSent() {
    sentinel.takes = false;
    sentinelFeed.attachSentinel(sentinel);
    sentinelFeed.started(FIRST);
    sentinelFeed.ended(FIRST);

    sentinel.takes = true;
    sentinelFeed.sendPending();

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
