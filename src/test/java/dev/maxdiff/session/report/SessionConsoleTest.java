package dev.maxdiff.session.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.control.events.RuntimeEvent;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.session.model.SessionNote;
import dev.maxdiff.session.model.TapeMarket;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionConsoleTest {

  private static final RuntimeEvent FILLED =
      new RuntimeEvent(
          Instant.parse("2013-11-26T14:00:00Z"),
          RuntimeEvent.Kind.FILLED,
          WatcherKey.parse("BTCUSD|buy|maxdiff").slot(Slot.EXIT),
          3,
          Price.parse("905.1"),
          Quantity.parse("0.5"),
          "position is flat");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void pipedItPrintsPlainLines() {
    try (SessionConsole console = console(false, Map.of())) {
      console.follow(new TapeMarket(TapeMarket.hourly(1, 2)));
      console.onEvent(FILLED);
      console.note(new SessionNote(FILLED.at(), true, "line\u001b[2J\nbroken"));
    }
    assertThat(printed())
        .isEqualTo(
            "2013-11-26 14:00:00Z FILLED BTCUSD|buy|maxdiff exit 0.5 at 905.10  position is flat\n"
                + "2013-11-26 14:00:00Z PROBLEM line [2J broken\n");
  }

  @Test
  void onATerminalLinesArePrintedAboveTheBarAndTheEndRemovesIt() {
    var line = new ProgressLine(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    line.accept("replay 10% |=>  |");
    line.above("FILLED");
    line.close();
    line.above("summary");
    assertThat(printed())
        .isEqualTo(
            "\r\u001b[2Kreplay 10% |=>  |"
                + "\r\u001b[2KFILLED\nreplay 10% |=>  |"
                + "\r\u001b[2K"
                + "summary\n");
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', xterm, true",
    "true, 1, xterm, false",
    "true, '', dumb, false",
    "false, '', xterm, false"
  })
  void coloursOnlyOnATerminalAndNotAgainstNoColor(
      boolean terminal, String noColour, String kind, boolean coloured) {
    try (SessionConsole console = console(terminal, Map.of("NO_COLOR", noColour, "TERM", kind))) {
      console.onEvent(FILLED);
    }
    assertThat(printed().contains("\u001b[32m")).isEqualTo(coloured);
  }

  @Test
  void drawsTheBarOverTheReplayedTime() {
    var market = new TapeMarket(TapeMarket.hourly(1, 2, 3));
    market.moveTo(Instant.EPOCH.plusSeconds(3600));
    try (SessionConsole console = console(true, Map.of())) {
      console.follow(market);
    }
    assertThat(printed()).contains("replay").endsWith("\r\u001b[2K");
  }

  @Test
  void theBannerShowsVenueAndStop() {
    var banner =
        new SessionBanner(
            Venue.EMBEDDED,
            "PA1",
            new BigDecimal("100000"),
            null,
            null,
            "Bitstamp BTC/USD trades",
            List.of("times read as seconds since 1970"),
            Instant.parse("2013-11-26T00:00:00Z"),
            Instant.parse("2013-12-01T16:02:05Z"),
            360,
            true,
            null,
            Path.of("strategy_state"),
            false);
    assertThat(banner.text().lines())
        .containsExactly(
            "maxdiff  embedded session",
            "account  PA1, equity $100,000.00",
            "data     Bitstamp BTC/USD trades",
            "         times read as seconds since 1970",
            "time     from 2013-11-26 00:00:00Z to 2013-12-01 16:02:05Z",
            "speed    a simulated hour in 10 s",
            "wishes   by forecast, every hour",
            "state    strategy_state",
            "stop     Ctrl-C ends every watcher; the wishes stay for the next start");
  }

  @Test
  void theBannerOfARealBrokerShowsMoneyAndOpenOrders() {
    String order = "SELL 0.5 BTCUSD at 105000, new, mdx-abc123-BTCUSD-b-max-x-12-1";
    assertThat(atAlpaca(List.of(order)).text().lines())
        .containsExactly(
            "maxdiff  live session, REAL MONEY",
            "account  123456789, equity $100,000.00, buying power $40,000.50",
            "data     Alpaca",
            "orders   1 open",
            "         " + order,
            "wishes   by commands and programs only",
            "state    strategy_state",
            "stop     Ctrl-C ends every watcher; the wishes stay for the next start");
    assertThat(atAlpaca(List.of()).text()).contains("orders   none of ours is open");
  }

  private static SessionBanner atAlpaca(List<String> orders) {
    return new SessionBanner(
        Venue.LIVE,
        "123456789",
        new BigDecimal("100000"),
        new BigDecimal("40000.5"),
        orders,
        "Alpaca",
        List.of(),
        Instant.EPOCH,
        null,
        0,
        false,
        null,
        Path.of("strategy_state"),
        false);
  }

  @Test
  void theLiveBannerFramesRealMoney() {
    var banner = new LiveBanner("123456789", new BigDecimal("2500"), "https://api.alpaca.markets");
    assertThat(banner.text().lines())
        .hasSize(9)
        .allMatch(line -> line.length() == 78 && line.startsWith("##") && line.endsWith("##"))
        .anyMatch(line -> line.contains("R E A L   M O N E Y"))
        .anyMatch(line -> line.contains("live account 123456789, equity $2,500.00"))
        .anyMatch(line -> line.contains("https://api.alpaca.markets"));
  }

  private SessionConsole console(boolean terminal, Map<String, String> environment) {
    return SessionConsole.on(
        new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, environment);
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
