package dev.maxdiff.session.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.SlotId;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.AccountFill;
import dev.maxdiff.session.model.FakeAccount;
import dev.maxdiff.session.model.SessionNote;
import dev.maxdiff.session.model.SessionSettings;
import dev.maxdiff.session.model.TapeMarket;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionRecorderTest {

  private static final SessionSettings SETTINGS =
      SessionSettings.from(ConfigFactory.defaultReference(), Venue.EMBEDDED)
          .on(List.of(new Symbol("BTCUSD")));
  private static final SlotId ENTRY = WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.ENTRY);
  private static final Instant OPENED = Instant.EPOCH.plus(Duration.ofHours(2));

  @TempDir Path directory;
  private final TapeMarket market = new TapeMarket(TapeMarket.hourly(90, 100, 105, 110));
  private final FakeAccount account = new FakeAccount(OPENED, new BigDecimal("1000"), market);
  private final List<SessionNote> notes = new ArrayList<>();

  SessionRecorderTest() {
    market.moveTo(OPENED);
  }

  @Test
  void aDirectoryIsCheckedBeforeTheSessionBegins() throws Exception {
    Path other = directory.resolve("other");
    SessionRecorder.requireUsable(other, false);
    assertThat(other).isEmptyDirectory();

    Files.writeString(other.resolve("trades.csv"), "sequence\n1\n");
    assertThatThrownBy(() -> SessionRecorder.requireUsable(other, false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("out: " + other)
        .hasMessageContaining("without the records of an earlier session");
    SessionRecorder.requireUsable(other, true);
    assertThat(other.resolve("trades.csv")).hasContent("sequence\n1\n");

    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> SessionRecorder.requireUsable(file, true))
        .hasMessageContaining("a directory to write to");
    Files.createDirectories(other.resolve("equity.csv"));
    assertThatThrownBy(() -> SessionRecorder.requireUsable(other, true))
        .hasMessageContaining("equity.csv cannot be written");
  }

  @Test
  void writesTheDocumentedColumns() throws Exception {
    try (SessionRecorder recorder = open(false)) {
      recorder.start();
      account.add(fill());
      recorder.onEvent(
          new RuntimeEvent(
              OPENED,
              RuntimeEvent.Kind.FILLED,
              ENTRY,
              3,
              Price.parse("100.50"),
              Quantity.parse("0.5"),
              "by \"us\"\n"));
      recorder.onEvent(
          new RuntimeEvent(
              OPENED, RuntimeEvent.Kind.ALERT, null, 0, null, null, "disk nearly full"));
    }
    assertThat(lines("trades.csv"))
        .containsExactly(
            "sequence,at,symbol,side,strategy,slot,order_side,quantity,price,value,"
                + "fee_quantity,fee_money,order_id",
            "1,1970-01-01T02:00:00Z,BTCUSD,buy,maxdiff,entry,buy,0.5,100.5,50.25,0.00125,0,"
                + "\"a,b\"");
    assertThat(lines("equity.csv"))
        .startsWith("at,cash,equity,buy_and_hold")
        .last()
        .isEqualTo("1970-01-01T02:00:00Z,949.75,1002.11875,1050");
    assertThat(lines("events.jsonl"))
        .containsExactly(
            "{\"at\":\"1970-01-01T02:00:00Z\",\"kind\":\"filled\",\"symbol\":\"BTCUSD\","
                + "\"side\":\"buy\",\"strategy\":\"maxdiff\",\"slot\":\"entry\",\"generation\":3,"
                + "\"price\":100.5,\"quantity\":0.5,\"words\":\"by \\\"us\\\"\\n\"}",
            "{\"at\":\"1970-01-01T02:00:00Z\",\"kind\":\"alert\",\"words\":\"disk nearly full\"}");
    assertThat(notes).isEmpty();
  }

  @Test
  void aResumedSessionGoesOnWhereTheFilesEndAndCutsOffAnUnfinishedLine() throws Exception {
    account.add(fill());
    try (SessionRecorder recorder = open(false)) {
      recorder.start();
    }
    Files.writeString(directory.resolve("trades.csv"), "2,1970-01", StandardOpenOption.APPEND);
    account.add(fill());
    try (SessionRecorder recorder = open(true)) {
      recorder.start();
    }
    assertThat(lines("trades.csv"))
        .hasSize(3)
        .extracting(line -> line.split(",", 2)[0])
        .containsExactly("sequence", "1", "2");
  }

  @Test
  void doesNotMixTwoSessions() throws Exception {
    try (SessionRecorder recorder = open(false)) {
      recorder.start();
    }
    assertThatThrownBy(() -> open(false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("out: " + directory + " (expected: a directory without");
  }

  @Test
  void p11_namesAPlaceThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(
            () -> SessionRecorder.open(file, false, SETTINGS, market, account, notes::add))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("out: " + file + " (expected: a directory to write to");
  }

  private SessionRecorder open(boolean resumed) {
    return SessionRecorder.open(directory, resumed, SETTINGS, market, account, notes::add);
  }

  private AccountFill fill() {
    return new AccountFill(
        account.nextSequence(),
        OPENED,
        "a,b",
        ENTRY,
        TapeMarket.BTC,
        Side.BUY,
        new BigDecimal("0.5"),
        new BigDecimal("100.50"),
        new BigDecimal("0.00125"),
        BigDecimal.ZERO);
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(directory.resolve(name));
  }
}
