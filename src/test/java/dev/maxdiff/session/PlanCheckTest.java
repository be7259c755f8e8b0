package dev.maxdiff.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.session.model.SessionSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check of a plan; the exchange's time is 1970-01-01T00:00:00Z. */
class PlanCheckTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));
  private static final String HEADER =
      "at,symbol,side,strategy,action,entry,takeprofit,qty,expires,exit-expires,again\n";

  @TempDir Path folder;

  private final FakeWatchers watchers = new FakeWatchers();

  @Test
  void saysRowByRowWhatThePlanWouldDoAndSendsNothing() throws Exception {
    watchers.preview = this::preview;

    List<PlanCheckLine> lines =
        check(
            HEADER
                + ",BTCUSD,buy,a,hold,900,950,0.5,,,\n"
                + ",BTCUSD,buy,b,hold,NaN,950,0.5,,,\n"
                + "1970-01-02T00:00:00Z,BTCUSD,buy,c,hold,900,,0.5,,,\n"
                + "1969-01-01T00:00:00Z,BTCUSD,buy,d,hold,900,,0.5,,,\n"
                + "1969-01-02T00:00:00Z,BTCUSD,buy,d,hold,,940,,,,\n"
                + ",BTCUSD,buy,e,stop,,,,,,\n"
                + ",BTCUSD,buy,f,hold,900,950,0.5,1969-12-31T00:00:00Z,,\n");

    assertThat(lines)
        .extracting(PlanCheckTest::text)
        .containsExactly(
            "2 a entry WISHED at 900; dear",
            "2 a exit HELD at 950",
            "3 - - REFUSED entry: NaN (expected: a decimal number > 0)",
            "4 c - WAITS until 1970-01-02T00:00:00Z",
            "5 d - OVERTAKEN by a newer row of its key",
            "6 d exit DONE at 940",
            "7 e - UNCHANGED no wish to withdraw",
            "8 - - REFUSED expires: 1969-12-31T00:00:00Z (expected: in the future)",
            "8 f exit DONE at 950");
    assertThat(lines).filteredOn(PlanCheckLine::isWrong).hasSize(3);
    assertThat(watchers.wishes).isEmpty();
    assertThat(watchers.stops).isEmpty();
  }

  /** What the check asks about is what the session sends. */
  @Test
  void asksForTheWishesThatASessionSends() throws Exception {
    check(HEADER + ",BTCUSD,buy,a,hold,900,950,0.5,,,2\n");

    assertThat(watchers.previewed).extracting(WishRequest::slot).containsExactly(Slot.values());
    WishRequest entry = watchers.previewed.get(0);
    WishRequest exit = watchers.previewed.get(1);
    assertThat(entry.source()).isEqualTo(WishRequest.Source.LOOP);
    assertThat(entry.trade().again()).isEqualTo("2");
    assertThat(exit.exitOf().trade()).isEqualTo(entry.trade());
    assertThat(exit.exitOf().limit()).isEqualTo(entry.price());
    assertThat(exit.exitOf().quantity()).isEqualTo(entry.quantity());
  }

  @Test
  void aLongPlanIsAskedForInParts() throws Exception {
    StringBuilder plan = new StringBuilder(HEADER);
    for (int i = 0; i < 1100; i++) {
      plan.append(",BTCUSD,buy,s").append(i).append(",hold,,").append(900 + i).append(",,,,\n");
    }

    List<PlanCheckLine> lines = check(plan.toString());

    assertThat(lines).hasSize(1100);
    assertThat(lines.get(1099).words()).isEqualTo("at 1999");
  }

  @Test
  void refusesAFileWithoutAReadableRow() {
    assertThatThrownBy(() -> check("no plan at all\n"))
        .hasCauseInstanceOf(InvalidValueException.class)
        .hasMessageContaining("plan.csv");
  }

  private WishPreview preview(WishRequest request) {
    WishPreview accepted = FakeWatchers.accepted(request);
    boolean entry = request.slot() == Slot.ENTRY;
    WishPreview.Verdict verdict =
        entry
            ? WishPreview.Verdict.WISHED
            : accepted.key().strategy().toString().equals("a")
                ? WishPreview.Verdict.HELD
                : WishPreview.Verdict.DONE;
    return new WishPreview(verdict, accepted.key(), request.slot(), accepted.words(), "dear");
  }

  private List<PlanCheckLine> check(String content) throws Exception {
    Path plan = Files.writeString(folder.resolve("plan.csv"), content, StandardCharsets.UTF_8);
    return new PlanCheck(SETTINGS, watchers, () -> Instant.MAX)
        .of(plan)
        .toCompletableFuture()
        .get();
  }

  private static String text(PlanCheckLine line) {
    String strategy =
        line.key() == null ? "-" : line.key().substring(line.key().lastIndexOf('|') + 1);
    return line.line()
        + " "
        + strategy
        + " "
        + (line.slot() == null ? "-" : line.slot())
        + " "
        + line.effect()
        + " "
        + line.words();
  }
}
