package dev.maxdiff.broker.paper.tape;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.MarketCalendar;
import dev.maxdiff.domain.Symbol;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as exchanges, data vendors and libraries write them. */
class TapeReaderTest {

  private static final String TRADES = "timestamp,price,amount\n1385424000,800.5,2\n";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "1735689600,             2025-01-01T00:00:00Z",
    "1735689600.25,          2025-01-01T00:00:00.250Z",
    "1.7356896E9,            2025-01-01T00:00:00Z",
    "1735689600123,          2025-01-01T00:00:00.123Z",
    "1735689600123456,       2025-01-01T00:00:00.123Z",
    "1735689600123456789,    2025-01-01T00:00:00.123Z",
    "20240102,               2024-01-02T00:00:00Z",
    "20240102093000,         2024-01-02T09:30:00Z",
    "2024-01-02,             2024-01-02T00:00:00Z",
    "2024/01/02,             2024-01-02T00:00:00Z",
    "2024-01-02 09:30,       2024-01-02T09:30:00Z",
    "2024-01-02 09:30:15.5,  2024-01-02T09:30:15.500Z",
    "2024-01-02T09:30:15.123456789Z, 2024-01-02T09:30:15.123Z",
    "2024-01-02 09:30:15+01, 2024-01-02T08:30:15Z",
    "2024-01-02 09:30:15.895+0130, 2024-01-02T08:00:15.895Z",
    "2024-01-02 09:30:15 +01:00, 2024-01-02T08:30:15Z",
    "2024-01-02 09:30:15 UTC, 2024-01-02T09:30:15Z"
  })
  void tellsTheFormOfATime(String text, String expected) {
    MarketTape tape = Tapes.csv("timestamp,price,amount\n" + text + ",800.5,2\n");

    assertThat(tape.start()).isEqualTo(expected);
  }

  @Test
  void saysInWhichUnitsItHasReadTheTimes() {
    assertThat(Tapes.csv("time,price,qty\n1735516800000,1,1\n1735689600000000,1,1\n").notes())
        .contains("times read as milliseconds and microseconds since 1970");
    assertThat(Tapes.csv("time,price,qty\n2024-01-02 09:30,1,1\n").notes())
        .contains("times without a zone read as UTC for coins, New York for stocks");
    assertThat(Tapes.csv("time,price,qty\n2024-01-02T09:30:00Z,1,1\n").notes())
        .noneMatch(note -> note.startsWith("times"));
  }

  @Test
  void readsTheTimeOfAStockWithoutAZoneInNewYork() {
    MarketTape tape = Tapes.csv("time,symbol,price,qty\n2024-01-02 09:30:00,AAPL,185,1\n");

    assertThat(tape.start()).isEqualTo("2024-01-02T14:30:00Z");
  }

  /** Stamped with the date, midnight of New York, of UTC, the opening or the close: one session. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-03-08|2024-03-11|2024-03-12",
        "20240308|20240311|20240312",
        "2024-03-08 05:00:00+00:00|2024-03-11 04:00:00+00:00|2024-03-12 04:00:00+00:00",
        "2024-03-08 00:00:00-05:00|2024-03-11 00:00:00-04:00|2024-03-12 00:00:00-04:00",
        "2024-03-08 00:00:00|2024-03-11 00:00:00|2024-03-12 00:00:00",
        "2024-03-08T00:00:00Z|2024-03-11T00:00:00Z|2024-03-12T00:00:00Z",
        "2024-03-08T14:30:00Z|2024-03-11T13:30:00Z|2024-03-12T13:30:00Z",
        "2024-03-08T21:00:00Z|2024-03-11T20:00:00Z|2024-03-12T20:00:00Z",
        "2024-03-12 05:00:00+00:00|2024-03-11 05:00:00+00:00|2024-03-08 05:00:00+00:00",
      })
  void putsADailyBarOfAStockIntoItsSession(String stamps) {
    String rows =
        Stream.of(stamps.split("\\|"))
            .map(stamp -> stamp + ",XYZ,10,14,8,12,4\n")
            .collect(Collectors.joining());
    MarketTape tape = Tapes.csv("timestamp,symbol,open,high,low,close,volume\n" + rows);

    assertThat(tape.start()).isEqualTo("2024-03-08T14:30:00Z");
    assertThat(IntStream.range(0, tape.size()).mapToObj(tape::trade))
        .hasSize(12)
        .allMatch(trade -> MarketCalendar.isOpen(trade.at()));
    assertThat(tape.last(new Symbol("XYZ"), tape.end()).orElseThrow().at())
        .isAfter("2024-03-12T13:30:00Z");
  }

  /** 21 hours lie between the closes of a whole and a short day; 20:30 in New York is 01:30 UTC. */
  @ParameterizedTest
  @CsvSource({
    "2024-07-02T20:00:00Z, 2024-07-03T17:00:00Z, 2024-07-02T13:30:00Z",
    "2024-02-27T20:30:00-05:00, 2024-02-28T20:30:00-05:00, 2024-02-27T14:30:00Z"
  })
  void findsTheDayOfABarThatIsStampedWithTheClose(String first, String second, String opens) {
    MarketTape tape =
        Tapes.csv(
            "timestamp,symbol,open,high,low,close,volume\n"
                + (first + ",XYZ,10,14,8,12,4\n")
                + (second + ",XYZ,10,14,8,12,4\n"));

    assertThat(tape.start()).isEqualTo(opens);
    assertThat(IntStream.range(0, tape.size()).mapToObj(tape::trade))
        .allMatch(trade -> MarketCalendar.isOpen(trade.at()));
  }

  @Test
  void saysThatADayHasNoSession() {
    MarketTape tape =
        Tapes.csv("date,symbol,open,high,low,close,volume\n2024-03-09,XYZ,1,1,1,1,1\n");

    assertThat(tape.notes()).contains("bars of days without a session, in which nothing fills: 1");
  }

  @Test
  void readsFilesThatNameNoColumnsWhereTheirFormIsKnown() {
    MarketTape kraken = Tapes.csv("1714521600,60000.0,60010.0,59990.0,60001.0,0.5,3\n");
    MarketTape trades = Tapes.csv("1714521600,60000.0,0.5\n");
    MarketTape binance =
        Tapes.csv("1735689600000000,93000,93040,92965,93012,120,1735693199999999,11,900,60,5,0\n");

    assertThat(kraken.size()).isEqualTo(4);
    assertThat(kraken.notes())
        .contains("no names of columns: read as time, open, high, low, close, volume, count");
    assertThat(trades.trade(0).size()).isEqualByComparingTo("0.5");
    assertThat(binance.start()).isEqualTo("2025-01-01T00:00:00Z");
    assertThat(binance.trade(0).size()).isEqualByComparingTo("30");
  }

  @Test
  void leavesOutWhatStandsBeforeTheNamesAndBehindTheRows() {
    MarketTape tape =
        Tapes.csv(
            "https://www.CryptoDataDownload.com\n"
                + "unix,date,symbol,open,high,low,close,Volume USD,Volume BTC\n"
                + "1714777200,2024-05-03 23:00:00,BTC/USD,60210,60260,60165,60220,5027535,84\n"
                + "1714773600,2024-05-03 22:00:00,BTC/USD,60180,60230,60135,60190,4964850,80\n"
                + "\n(2 rows)\n");

    assertThat(tape.start()).isEqualTo("2024-05-03T22:00:00Z");
    assertThat(tape.trade(0).size()).isEqualByComparingTo("20");
    assertThat(tape.notes())
        .contains("newest first: read from the end", "left out at the end: line 6");
  }

  @Test
  void keepsTheOrderOfTradesOfOneInstantInAFileThatIsNewestFirst() {
    MarketTape tape = Tapes.csv("timestamp,price,amount\n2,4,1\n2,3,1\n1,2,1\n1,1,1\n");

    assertThat(IntStream.range(0, 4).mapToObj(i -> tape.trade(i).price().intValue()))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void leavesOutRowsWithoutAPrice() {
    MarketTape tape =
        Tapes.csv(
            "Date,Open,High,Low,Close,Adj Close,Volume\n"
                + "2024-05-01,50,51,49,50,50,800\n"
                + "2024-05-02,null,null,null,null,null,null\n"
                + "2024-05-03,52,53,51,52,52,800\n"
                + "2024-05-04,,,,,,900\n");

    assertThat(tape.size()).isEqualTo(8);
    assertThat(tape.notes()).contains("rows without a price, left out: 2; the first is line 3");
  }

  @Test
  void fillsNothingInBarsWithoutVolume() {
    MarketTape without = Tapes.csv("date,open,high,low,close\n2024-05-01,50,51,49,50\n");
    MarketTape empty = Tapes.csv("date,open,high,low,close,volume\n2024-05-01,50,51,49,50,null\n");

    assertThat(without.trade(0).size()).isZero();
    assertThat(empty.trade(0).size()).isZero();
    assertThat(without.notes()).contains("no column volume: nothing fills in these bars");
  }

  @Test
  void takesARoundingErrorForNone() {
    MarketTape tape =
        Tapes.csv(
            "date,open,high,low,close,volume\n2024-02-26,100.5,101.49999999999999,99.5,101.5,9\n");

    assertThat(tape.trade(2).price()).isEqualByComparingTo("101.5");
    assertThatThrownBy(
            () ->
                Tapes.csv("date,open,high,low,close,volume\n2024-02-26,100.5,101.2,99.5,101.5,9\n"))
        .hasMessageContaining("line 2, high");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timestamp;price;amount\n1385424000;800.5;2\n",
        "timestamp\tprice\tamount\n1385424000\t800.5\t2\n",
        "timestamp|price|amount\n1385424000|800.5|2\n",
        "\uFEFFtimestamp,price,amount\r\n1385424000,800.5,2\r\n",
        "timestamp,name,price,amount\n1385424000,\"Bitcoin, US Dollar\",800.5,2\n",
        "timestamp,price,amount,\n1385424000,800.5,2,\n",
        "# from a database\ntimestamp,price,amount\n1385424000,800.5,2\n",
        "Timestamp , PRICE , Amount \n1385424000 , 800.5 , 2 \n",
      })
  void readsSeparatorsQuotesAndMarks(String text) {
    MarketTape tape = Tapes.csv(text);

    assertThat(tape.start()).isEqualTo("2013-11-26T00:00:00Z");
    assertThat(tape.trade(0).price()).isEqualByComparingTo("800.5");
    assertThat(tape.trade(0).size()).isEqualByComparingTo("2");
  }

  @Test
  void readsQuotedThousandsWhereTheyAreNoDecimalComma() {
    MarketTape tape = Tapes.csv("timestamp,price,amount\n1,\"42,000.5\",\"1,234,567\"\n");

    assertThat(tape.trade(0).price()).isEqualByComparingTo("42000.5");
    assertThat(tape.trade(0).size()).isEqualByComparingTo("1234567");
  }

  @Test
  void readsCompressedFilesAndUtf16() throws IOException {
    assertThat(read("trades.csv.gz", gzip(TRADES)).size()).isEqualTo(1);
    assertThat(read("trades.zip", zip(List.of("trades.csv"))).size()).isEqualTo(1);
    assertThat(read("excel.csv", TRADES.getBytes(UTF_16)).size()).isEqualTo(1);
    assertThat(read("shell.csv", ("\uFEFF" + TRADES).getBytes(UTF_16LE)).size()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoFileOfText() throws IOException {
    assertRefused(() -> read("two.zip", zip(List.of("a.csv", "b.csv"))), "an archive with one CSV");
    assertRefused(() -> read("latin.csv", (TRADES + "1,ä,1").getBytes("ISO-8859-1")), "UTF-8");
    assertRefused(() -> read("cut.csv.gz", first(20, gzip(TRADES))), "cut.csv.gz");
    assertRefused(() -> read("picture.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G'}), "UTF-8");
    assertRefused(() -> read("zeros.csv", new byte[1 << 20]), "at most 65536 characters");
    byte[] longLine = (TRADES + "1".repeat(1 << 20)).getBytes(UTF_8);
    assertRefused(() -> read("long.csv", longLine), "long.csv line 3");
    assertRefused(() -> MarketTape.read(directory, Optional.empty(), Tapes.BTC), "a regular file");
  }

  @ParameterizedTest
  @CsvSource({
    "AAPL.csv,             AAPL",
    "BRK.B.csv,            BRK.B",
    "BTC-USD.csv,          BTCUSD",
    "XBTUSD_60.csv,        XBTUSD",
    "BTCUSDT-1m-2024-01.zip.csv, BTCUSDT",
    "AAPL_daily.txt,       AAPL",
    "klines_2025.csv,      ETHUSD"
  })
  void namesTheSymbolAfterTheFile(String file, String expected) throws IOException {
    assertThat(readNamed(file, null).symbols()).containsExactly(new Symbol(expected));
    assertThat(readNamed(file, "MSFT").symbols()).containsExactly(new Symbol("MSFT"));
  }

  @Test
  void asksForTheSymbolWhereTheFileLeavesADoubt() {
    assertRefused(() -> readNamed("NASDAQ_AAPL, 1D.csv", null), "--symbol");
    String weekdays =
        IntStream.range(0, 14)
            .mapToObj(LocalDate.of(2024, 3, 4)::plusDays)
            .filter(day -> MarketCalendar.session(day).isPresent())
            .map(day -> day + ",10,10,10,10,4\n")
            .collect(Collectors.joining());
    assertRefused(() -> Tapes.csv("date,open,high,low,close,volume\n" + weekdays), "--symbol");
  }

  @Test
  void choosesTheRowsOfTheSymbolThatTheUserNames() throws IOException {
    Path file = directory.resolve("both.csv");
    Files.writeString(file, "timestamp,symbol,price,amount\n1,AAPL,1,1\n2,BTC/USD,2,1\n");

    MarketTape tape = MarketTape.read(file, Optional.of(Tapes.BTC), Tapes.AAPL);

    assertThat(tape.size()).isEqualTo(1);
    assertThat(tape.trade(0).price()).isEqualByComparingTo("2");
  }

  private MarketTape readNamed(String file, String symbol) throws IOException {
    Path path = directory.resolve(file);
    Files.writeString(path, TRADES);
    return MarketTape.read(
        path, Optional.ofNullable(symbol).map(Symbol::new), new Symbol("ETHUSD"));
  }

  private MarketTape read(String name, byte[] content) throws IOException {
    Path file = directory.resolve(name);
    Files.write(file, content);
    return MarketTape.read(file, Optional.empty(), Tapes.BTC);
  }

  private interface Reading {
    MarketTape read() throws IOException;
  }

  private static void assertRefused(Reading reading, String words) {
    assertThatThrownBy(reading::read)
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(words);
  }

  private static byte[] first(int length, byte[] bytes) {
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(List<String> names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(TRADES.getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
