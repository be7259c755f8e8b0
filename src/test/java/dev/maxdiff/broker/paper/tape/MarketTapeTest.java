package dev.maxdiff.broker.paper.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.Symbol;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketTapeTest {

  @Test
  void readsTheRealTrades() {
    MarketTape tape = MarketTape.bitstamp();

    assertThat(tape.size()).isEqualTo(100_000);
    assertThat(tape.symbols()).containsExactly(Tapes.BTC);
    assertThat(tape.start()).isEqualTo(Instant.parse("2013-11-25T00:00:00Z"));
    assertThat(tape.trade(0).price()).isEqualByComparingTo("800.01");
    assertThat(tape.trade(0).size()).isEqualByComparingTo("0.1");
    assertThat(tape.last(Tapes.BTC, tape.end()).orElseThrow().price()).isEqualByComparingTo("999");
    assertThat(tape.trades(Tapes.BTC, tape.start(), tape.start().plusSeconds(14))).hasSize(4);
  }

  /** More trades than the initial capacity of the columns. */
  @Test
  void sortsByTimeAndLeavesThoseOfOneInstantAsTheyCame() {
    Random random = new Random(7);
    List<Trade> prints = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      Symbol symbol = List.of(Tapes.BTC, Tapes.AAPL, new Symbol("ETHUSD")).get(random.nextInt(3));
      Instant at = Tapes.START.plusSeconds(random.nextInt(500));
      prints.add(new Trade(symbol, at, BigDecimal.valueOf(i + 1), BigDecimal.ONE));
    }

    MarketTape tape = MarketTape.of("mixed", prints);

    List<Trade> sorted = prints.stream().sorted(Comparator.comparing(Trade::at)).toList();
    assertThat(IntStream.range(0, tape.size()).mapToObj(tape::trade))
        .containsExactlyElementsOf(sorted);
    assertThat(tape.symbols()).containsExactly(Tapes.AAPL, Tapes.BTC, new Symbol("ETHUSD"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          timestamp,price;1,2                      | test.csv line 1, columns:            | amount
          timestamp,amount;1,2                     | test.csv line 1, columns:            | price
          price,amount;1,2                         | test.csv line 1, columns:            | timestamp
          timestamp,open,high,low;1,2,3,1          | test.csv line 1, columns:            | volume
          timestamp,price,amount;1,1,1;2,1,1;1,1,1 | test.csv line 4, timestamp:          | not before
          timestamp,price,amount;1,x,1             | test.csv line 2, price: x            | a decimal number
          timestamp,price,amount;1,1e400,1         | test.csv line 2, price: 1e400        | a decimal number
          timestamp,price,amount;1,"42,000",1      | test.csv line 2, price: 42,000       | a decimal number with a point
          timestamp,price,amount;99999999999999,1,1 | test.csv line 2, timestamp: 999999  | from 1900 to 2199
          timestamp,price,amount;99999999999999999999,1,1 | test.csv line 2, timestamp:   | from 1900 to 2199
          timestamp,price,amount;2013-11-25T00:00:00Z,1,1;2013-11-27T00:00:00Z,1,1;2013-11-26T00:00:00Z,1,1 | test.csv line 4, timestamp: 2013-11-26 | not before
          timestamp,price,amount;3,1,1;1,1,1;2,1,1 | test.csv line 4, timestamp:          | not after
          timestamp,price,amount;01/02/2024,1,1    | test.csv line 2, timestamp:          | a time like
          1,2,3,4;2,3,4,5                          | test.csv line 1, columns: 1,2,3,4    | a line that names the columns
          ;some text                               | test.csv line 1, columns:            | a line that names the columns
          timestamp,price,amount;1,"1,1            | test.csv line 2, row:                | closed quotes
          timestamp,open,high,low,close,volume;1,1,1,1,1,1;1,1,1,1,1,1 | test.csv line 3, timestamp: | another time
          timestamp,price,amount;1,0,1             | test.csv line 2, price: 0            | 0.000000001
          timestamp,price,amount;1,NaN,1           | data: test.csv                       | at least one
          timestamp,price,amount;1,1,-1            | test.csv line 2, amount: -1          | >= 0
          timestamp,price,amount;1,1,1;2,2;3,1,1   | test.csv line 3, row: 2 fields       | 3 fields
          timestamp,price,amount;1,1,1;2,2;2,2;2,2;2,2 | test.csv line 3, row: 2 fields   | 3 fields
          timestamp,price,amount;1,1               | test.csv line 2, row: 2 fields       | 3 fields
          timestamp,price,amount;2013-13-01T00:00:00Z,1,1 | test.csv line 2, timestamp:   | a time like
          timestamp,price,amount,symbol;1,1,1,a b  | test.csv line 2, symbol: a b         | BTCUSD
          timestamp,price,price,amount;1,1,1,1     | test.csv line 1, columns: price      | once
          date,open,high,low,close,volume;2013-01-02,5,4,3,4,1 | test.csv line 2, high: 4 | between low and high
          date,symbol,open,high,low,close,volume;1999-12-31,AAPL,1,1,1,1,1 | test.csv line 2, date: 1999-12-31 | 2000-01-01 or later
          timestamp,price,amount                   | data: test.csv                       | at least one
          """)
  void namesFileLineFieldValueAndExpectation(String csv, String where, String expected) {
    assertThatThrownBy(() -> Tapes.csv(csv.replace(';', '\n')))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(expected);
  }

  @Test
  void readsIsoTimesQuotesUnknownColumnsAndTrailingBlankLines() {
    MarketTape tape =
        Tapes.csv(
            "\uFEFFtime,\"id\",Price,Size\r\n2013-11-25T00:00:00+01:00,7,\"800.5\",2\r\n\r\n  \n");

    assertThat(tape.size()).isEqualTo(1);
    assertThat(tape.start()).isEqualTo(Instant.parse("2013-11-24T23:00:00Z"));
    assertThat(tape.trade(0).price()).isEqualByComparingTo("800.5");
  }

  @Test
  void sortsSeveralSymbolsIntoOneTape() {
    MarketTape tape =
        Tapes.csv(
            "timestamp,symbol,price,amount\n1385424001,BTC/USD,800,1\n1385424003,BTC/USD,801,1\n1385424002,AAPL,500,1\n");

    assertThat(tape.symbols()).containsExactly(new Symbol("AAPL"), Tapes.BTC);
    assertThat(tape.trade(1).symbol()).isEqualTo(new Symbol("AAPL"));
    assertThat(tape.last(Tapes.BTC, Instant.ofEpochSecond(1_385_424_002)).orElseThrow().price())
        .isEqualByComparingTo("800");
  }

  @Test
  void makesPrintsOfBars() {
    MarketTape tape =
        Tapes.csv(
            "timestamp,open,high,low,close,volume\n"
                + "1000,10,14,8,12,4\n1060,12,13,7,9,2\n1120,9,9,9,9,0\n");

    assertThat(tape.size()).isEqualTo(12);
    assertThat(tape.trades(Tapes.BTC, Instant.EPOCH, Instant.ofEpochSecond(1120)))
        .extracting(print -> print.price().toPlainString())
        .containsExactly("10", "8", "14", "12", "12", "13", "7", "9");
    assertThat(tape.trade(1).at()).isEqualTo(Instant.ofEpochSecond(1020));
    assertThat(tape.trade(1).size()).isEqualByComparingTo("1");
  }

  @Test
  void putsADailyBarOfAStockIntoTheSession() {
    MarketTape tape =
        Tapes.csv("date,symbol,open,high,low,close,volume\n2013-11-29,AAPL,10,14,8,12,4\n");

    assertThat(tape.start()).isEqualTo(Instant.parse("2013-11-29T14:30:00Z"));
    assertThat(tape.end()).isBefore(Instant.parse("2013-11-29T18:00:00Z"));
  }

  @Test
  void namesAFileThatIsNotThere(@TempDir Path directory) throws Exception {
    assertThatThrownBy(
            () -> MarketTape.read(directory.resolve("none.csv"), Optional.empty(), Tapes.BTC))
        .hasMessageContaining("an existing CSV file");
    Path file = directory.resolve("latin.csv");
    Files.write(file, "timestamp,price,amount\n1,\u00e4,1".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> MarketTape.read(file, Optional.empty(), Tapes.BTC))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("latin.csv");
  }

  @Test
  void countsToTheNanosecond() {
    MarketTape tape = Tapes.seconds("1 2 3");
    Instant second = tape.start().plusSeconds(1);

    assertThat(tape.countBefore(second)).isEqualTo(1);
    assertThat(tape.countBefore(second.plusNanos(1))).isEqualTo(2);
    assertThat(tape.countBefore(second.minusNanos(1))).isEqualTo(1);
    assertThat(tape.last(Tapes.BTC, second.minusNanos(1)).orElseThrow().price())
        .isEqualByComparingTo("1");
    assertThat(tape.trades(Tapes.BTC, tape.start(), tape.end().plusNanos(1))).hasSize(3);
  }

  @Test
  void fingerprintsDiffer() {
    assertThat(Tapes.seconds("1 2").fingerprint())
        .isEqualTo(Tapes.seconds("1 2").fingerprint())
        .isNotEqualTo(Tapes.seconds("1 3").fingerprint())
        .isNotEqualTo(Tapes.seconds("1 2@3").fingerprint());
  }
}
