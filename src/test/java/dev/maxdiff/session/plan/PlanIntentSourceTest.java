package dev.maxdiff.session.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.domain.PlannedTrade;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.SessionIntent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A plan file on a fake disk with a monotonic clock and an exchange clock set by the test. */
class PlanIntentSourceTest {

  private static final String HEADER = "at,symbol,side,strategy,action,takeprofit\n";
  private static final Instant NOON = Instant.parse("2013-11-26T12:00:00Z");

  private final Disk disk = new Disk();
  private final List<String> problems = new ArrayList<>();
  private final List<String> alerts = new ArrayList<>();
  private long nanos = Long.MAX_VALUE - Duration.ofMillis(600).toNanos();
  private final PlanFilePoller poller =
      new PlanFilePoller(disk, () -> nanos, Duration.ofMillis(250), Duration.ofSeconds(1));
  private final PlanIntentSource plan =
      new PlanIntentSource(poller, "plans.csv", Duration.ofHours(3), problems::add, alerts::add);

  @Test
  void isReadAfterASecondWithoutAChange() {
    disk.write(HEADER + ",BTCUSD,buy,a,hold,900\n");
    assertThat(plan.due(NOON)).isEmpty();
    pass(Duration.ofMillis(750));
    assertThat(plan.due(NOON)).isEmpty();
    disk.write(HEADER + ",BTCUSD,buy,a,hold,950\n");
    pass(Duration.ofMillis(750));
    assertThat(plan.due(NOON)).isEmpty();
    pass(Duration.ofMillis(1000));
    assertThat(due(NOON)).containsExactly("a at 950");
    pass(Duration.ofSeconds(5));
    assertThat(plan.due(NOON)).isEmpty();
  }

  @Test
  void returnsTheTimeUntilAChangedFileCanBeRead() {
    assertThat(plan.nextCheckIn()).isEmpty();
    disk.write(HEADER);
    plan.due(NOON);
    assertThat(plan.nextCheckIn()).contains(Duration.ofSeconds(1));
    pass(Duration.ofMillis(900));
    assertThat(plan.nextCheckIn()).contains(Duration.ofMillis(100));
    plan.due(NOON);
    assertThat(plan.nextCheckIn()).contains(Duration.ofMillis(250));
    pass(Duration.ofMillis(300));
    assertThat(plan.nextCheckIn()).contains(Duration.ZERO);
    plan.due(NOON);
    assertThat(plan.nextCheckIn()).isEmpty();
  }

  /** The operator has wished an exit since: a lifted hold must not withdraw it. */
  @Test
  void aStopThatWasCarriedOutIsNotRepeatedWhenAHoldIsLifted() {
    disk.write(
        HEADER
            + "2013-11-26T10:00:00Z,BTCUSD,buy,a,hold,900\n"
            + "2013-11-26T11:00:00Z,BTCUSD,buy,a,stop,\n"
            + "2013-11-26T13:00:00Z,BTCUSD,buy,a,hold,950\n");
    settle();
    assertThat(plan.due(NOON)).hasSize(1);

    plan.again(new WatcherKey(new Symbol("BTCUSD"), Side.BUY, new Strategy("a")));

    assertThat(plan.due(NOON)).as("neither the stop nor the row before it").isEmpty();
    assertThat(due(NOON.plus(Duration.ofHours(1)))).containsExactly("a at 950");
  }

  @Test
  void isPolledEvery250MillisecondsOnly() {
    disk.write(HEADER);
    settle();
    plan.due(NOON);
    int polls = disk.polls;
    for (int i = 0; i < 249; i++) {
      pass(Duration.ofMillis(1));
      plan.due(NOON);
    }
    assertThat(disk.polls).isEqualTo(polls);
  }

  @Test
  void aRowWaitsForItsTimeOnTheExchangesClock() {
    disk.write(HEADER + "2013-11-26T13:00:00Z,BTCUSD,buy,a,hold,900\n,BTCUSD,buy,b,hold,910\n");
    settle();
    assertThat(due(NOON)).containsExactly("b at 910");
    assertThat(due(NOON.plusSeconds(3599))).isEmpty();
    assertThat(due(NOON.plusSeconds(3600))).containsExactly("a at 900");
    assertThat(due(NOON.plusSeconds(7200))).isEmpty();
  }

  @Test
  void ofSeveralDueRowsOfAKeyTheNewestIsFollowed() {
    disk.write(
        HEADER
            + "2013-11-26T11:00:00Z,BTCUSD,buy,a,hold,900\n"
            + "2013-11-26T10:00:00Z,BTCUSD,buy,a,hold,890\n"
            + "2013-11-26T09:00:00Z,BTCUSD,buy,b,hold,910\n"
            + ",BTCUSD,buy,b,hold,920\n");
    settle();
    assertThat(due(NOON)).containsExactly("a at 900", "b at 920");
  }

  @Test
  void aChangedFileWishesItsRowsAgainAndAMissingRowStopsNothing() {
    disk.write(HEADER + ",BTCUSD,buy,a,hold,900\n,BTCUSD,buy,b,hold,910\n");
    settle();
    assertThat(due(NOON)).containsExactly("a at 900", "b at 910");

    disk.write(HEADER + ",BTCUSD,buy,b,hold,910\n");
    settle();
    assertThat(due(NOON)).containsExactly("b at 910");
  }

  @Test
  void p11_aWhollyInvalidFileKeepsThePendingRows() {
    disk.write(HEADER + "2013-11-26T13:00:00Z,BTCUSD,buy,a,hold,900\n");
    settle();
    assertThat(due(NOON)).isEmpty();
    disk.write("garbage\n");
    settle();
    assertThat(due(NOON.plusSeconds(3600))).containsExactly("a at 900");
    assertThat(problems)
        .containsExactly(
            "plan plans.csv: line 1: column: garbage (expected: one of "
                + PlanRowReader.COLUMNS
                + ")");
  }

  @Test
  void p11_aProblemIsReportedOnce() {
    disk.write(HEADER + ",BTCUSD,buy,a,hold,-1\n");
    settle();
    due(NOON);
    disk.write(HEADER + ",BTCUSD,buy,a,hold,-1\n,BTCUSD,buy,b,hold,910\n");
    settle();
    assertThat(due(NOON)).containsExactly("b at 910");
    assertThat(problems)
        .containsExactly("plan plans.csv: line 2: takeprofit: -1 (expected: a decimal number > 0)");
  }

  @Test
  void p11_aMissingFileIsReportedOnceAndMayBeCreatedLater() {
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(1));
      assertThat(due(NOON)).isEmpty();
    }
    assertThat(problems).containsExactly("plan plans.csv: no such file");
    disk.write(HEADER + ",BTCUSD,buy,a,hold,900\n");
    settle();
    assertThat(due(NOON)).containsExactly("a at 900");
  }

  @Test
  void stopWithdrawsAndAnExpiredRowIsNamed() {
    disk.write(
        "symbol,side,strategy,action,takeprofit,expires\n"
            + "BTCUSD,buy,a,stop,,\n"
            + "BTCUSD,buy,b,hold,900,2013-11-26T11:00:00Z\n");
    settle();
    List<SessionIntent> due = plan.due(NOON);
    assertThat(due).hasSize(1).first().isInstanceOf(SessionIntent.Withdraw.class);
    assertThat(problems)
        .containsExactly(
            "plan plans.csv: line 3: expires: 2013-11-26T11:00:00Z (expected: in the future)");
  }

  @Test
  void aPlanThatCannotBeReadAlertsOnceAndTheLastOneStands() {
    disk.write(HEADER + ",BTCUSD,buy,a,hold,900\n2013-11-26T13:00:00Z,BTCUSD,buy,b,hold,910\n");
    settle();
    assertThat(due(NOON)).containsExactly("a at 900");

    disk.write("");
    settle();
    assertThat(plan.due(NOON)).isEmpty();
    settle();
    assertThat(due(NOON.plusSeconds(3600))).containsExactly("b at 910");

    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0)).startsWith("plan plans.csv cannot be read: no header");
  }

  @Test
  void expiresEndsTheEntryAndLeavesTheExitUntilFlat() {
    disk.write(
        "symbol,side,strategy,action,entry,takeprofit,qty,expires,exit-expires,again\n"
            + "BTCUSD,buy,a,hold,890,900,0.5,2013-11-26T13:00:00Z,,\n"
            + "BTCUSD,buy,b,hold,890,900,0.5,2013-11-26T11:00:00Z,,\n"
            + "BTCUSD,buy,c,hold,890,900,0.5,,2013-11-26T14:00:00Z,2\n"
            + "BTCUSD,buy,d,hold,,900,,2013-11-26T13:00:00Z,,\n");
    settle();

    List<SessionIntent.Hold> holds =
        plan.due(NOON).stream().map(SessionIntent.Hold.class::cast).toList();

    assertThat(holds)
        .extracting(hold -> hold.key().strategy().toString())
        .containsExactly("a", "b", "c", "d");
    assertThat(holds)
        .extracting(SessionIntent.Hold::exitExpiry)
        .containsExactly(null, null, NOON.plusSeconds(7200), NOON.plusSeconds(3600));
    assertThat(holds.get(0).entryExpiry()).isEqualTo(NOON.plusSeconds(3600));
    assertThat(holds.get(0).trade()).isEqualTo(new PlannedTrade(null, null, false, 0));
    assertThat(holds.get(1).entry()).isNull();
    assertThat(holds.get(2).trade()).isEqualTo(new PlannedTrade(null, "2", true, 0));
    assertThat(problems)
        .containsExactly(
            "plan plans.csv: line 3: expires: 2013-11-26T11:00:00Z (expected: in the future)");
  }

  private void pass(Duration time) {
    nanos += time.toNanos(); // past the end of the range: only differences count
  }

  /** Polls the changed file and advances the clock, so that the next call reads the file. */
  private void settle() {
    pass(Duration.ofSeconds(1));
    poller.poll();
    pass(Duration.ofSeconds(1));
  }

  private List<String> due(Instant now) {
    return plan.due(now).stream()
        .map(SessionIntent.Hold.class::cast)
        .map(hold -> hold.key().strategy() + " at " + hold.takeProfit())
        .toList();
  }

  private static final class Disk implements PlanFile {
    private String content;
    private int version;
    private int polls;

    void write(String text) {
      content = text;
      version++;
    }

    @Override
    public String name() {
      return "plans.csv";
    }

    @Override
    public Stamp stamp() throws IOException {
      polls++;
      if (content == null) {
        throw new NoSuchFileException("plans.csv");
      }
      return new Stamp(content.length(), Instant.ofEpochSecond(version), "file");
    }

    @Override
    public byte[] content() {
      return content.getBytes(StandardCharsets.UTF_8);
    }
  }
}
