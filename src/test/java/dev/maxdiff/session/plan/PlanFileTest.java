package dev.maxdiff.session.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanFileTest {

  private static final String HEADER =
      "at,symbol,side,strategy,action,entry,takeprofit,qty,expires\n";
  private static final String GOOD = ",BTCUSD,buy,maxdiff,hold,900,950,0.5,\n";

  @Test
  void readsARowWithEveryField() {
    var reading =
        csv(
            HEADER
                + "2013-11-26T14:00:00Z,BTC/USD,buy,maxdiff,hold,900.5,950,0.5,"
                + "2013-11-26 18:00:00Z\n");
    assertThat(reading.problems()).isEmpty();
    PlanRow row = reading.rows().get(0);
    assertThat(row.line()).isEqualTo(2);
    assertThat(row.at()).isEqualTo(Instant.parse("2013-11-26T14:00:00Z"));
    assertThat(row.key()).hasToString("BTCUSD|buy|maxdiff");
    assertThat(row.entry()).hasToString("900.5");
    assertThat(row.takeProfit()).hasToString("950");
    assertThat(row.quantity()).hasToString("0.5");
    assertThat(row.expires()).isEqualTo(Instant.parse("2013-11-26T18:00:00Z"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        ",BTC USD,buy,maxdiff,hold,900,950,0.5,; symbol: BTC USD (expected: 1 to 21 of",
        ",,buy,maxdiff,hold,900,950,0.5,; symbol: '' (expected: a value)",
        ",BTCUSD,long,maxdiff,hold,900,950,0.5,; side: long (expected: use --side buy",
        ",BTCUSD,sell,maxdiff,hold,950,900,0.5,; side: sell (expected: buy: crypto cannot",
        ",BTCUSD,buy,Max Diff,hold,900,950,0.5,; strategy: Max Diff (expected: 1 to 40",
        ",BTCUSD,buy,maxdiff,sell,900,950,0.5,; action: sell (expected: hold or stop)",
        ",BTCUSD,buy,maxdiff,hold,-5,950,0.5,; entry: -5 (expected: a decimal number > 0)",
        ",BTCUSD,buy,maxdiff,hold,900,NaN,0.5,; takeprofit: NaN (expected: a decimal",
        ",BTCUSD,buy,maxdiff,hold,900,1e400,0.5,; takeprofit: 1e400 (expected: a decimal",
        ",BTCUSD,buy,maxdiff,hold,900,950,0,; qty: 0 (expected: a decimal number > 0)",
        ",BTCUSD,buy,maxdiff,hold,900,950,,; qty: '' (expected: a quantity > 0 with an entry)",
        ",BTCUSD,buy,maxdiff,hold,,,0.5,; entry: '' (expected: a price here or in takeprofit",
        ",BTCUSD,buy,maxdiff,hold,950,900,0.5,; takeprofit: 900 (expected: above the entry 950",
        "noon,BTCUSD,buy,maxdiff,hold,900,950,0.5,; at: noon (expected: a time like",
        ",BTCUSD,buy,maxdiff,hold,900,950,0.5,2013-11-2; expires: 2013-11-2 (expected: a time",
        "2013-11-26T14:00Z,BTCUSD,buy,m,hold,,950,,2013-11-26T13:00Z; expires: 2013-11-26T13:00",
        ",BTCUSD,buy,maxdiff,hold,90; row: 6 fields (expected: 9 fields)",
        "\",BTCUSD,buy,maxdiff,hold,900,950,0.5,; not CSV"
      })
  void p11_aBrokenRowIsNamedByLineAndTheOthersStay(String broken, String message) {
    var reading = csv(HEADER + GOOD + broken + "\n" + GOOD);

    assertThat(reading.rows()).extracting(PlanRow::line).containsExactly(2, 4);
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().get(0).toString()).startsWith("line 3: " + message);
  }

  @Test
  void p11_aHalfWrittenFileGivesItsCompleteRows() {
    String whole = HEADER + GOOD.repeat(3);
    for (int cut = HEADER.length(); cut < whole.length(); cut++) {
      var reading = csv(whole.substring(0, cut));
      int complete = (cut - HEADER.length() + 1) / GOOD.length();
      assertThat(reading.rows()).as("cut at %s", cut).hasSize(complete);
    }
  }

  @Test
  void p11_aHeaderWithAnUnknownOrWithoutANeededColumnIsRefusedAsAWhole() {
    assertThat(csv("symbol,side,strategy,action,price\n" + GOOD))
        .isEqualTo(problem(1, "column: price (expected: one of " + PlanRowReader.COLUMNS + ")"));
    assertThat(csv("symbol,side,action\n" + GOOD))
        .isEqualTo(problem(1, "column: no strategy (expected: a header with strategy)"));
    assertThat(csv("symbol,symbol,side\n").problems()).hasSize(1);
    assertThat(csv("").problems()).hasSize(1);
  }

  @Test
  void readsWhatSpreadsheetsWrite() {
    var reading =
        csv(
            "\uFEFF\"Symbol\",\"side\",\"strategy\",\"action\",\"takeprofit\"\r\n"
                + "\r\n# a remark\r\n\"BTCUSD\", buy ,\"maxdiff\",STOP,\r\n");
    assertThat(reading.problems()).isEmpty();
    assertThat(reading.rows()).extracting(PlanRow::action).containsExactly(PlanRow.Action.STOP);
  }

  @Test
  void readsJsonWithNumbersOrTexts() {
    var reading =
        json(
            """
            [
              {"symbol": "BTCUSD", "side": "buy", "strategy": "a", "action": "hold",
               "entry": 900.10, "takeprofit": "950", "qty": 0.5, "expires": null},
              {"symbol": "BTCUSD", "side": "buy", "strategy": "b", "action": "hold", "entry": -1},
              {"symbol": "BTCUSD", "side": "buy", "strategy": "c", "action": "stop"},
              7
            ]
            """);
    assertThat(reading.rows())
        .extracting(row -> row.key().strategy().name())
        .containsExactly("a", "c");
    assertThat(reading.rows().get(0).entry()).hasToString("900.1");
    assertThat(reading.problems())
        .extracting(PlanReading.Problem::toString)
        .containsExactly(
            "line 4: entry: -1 (expected: a decimal number > 0)",
            "line 6: row: 7 (expected: an object)");
  }

  @Test
  void p11_aHalfWrittenJsonFileGivesTheRowsBeforeTheCutAndNamesTheLine() {
    String row = "{\"symbol\":\"BTCUSD\",\"side\":\"buy\",\"strategy\":\"a\",\"action\":\"stop\"}";
    var reading = json("[\n" + row + ",\n" + row.substring(0, 30));
    assertThat(reading.rows()).hasSize(1);
    assertThat(reading.problems()).hasSize(1);
    assertThat(reading.problems().get(0).toString()).startsWith("line 3: not JSON: ");
    assertThat(json("{}").problems()).hasSize(1);
    assertThat(json("").problems()).hasSize(1);
  }

  private static PlanReading csv(String text) {
    return PlanFile.read("plans.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static PlanReading json(String text) {
    return PlanFile.read("plans.JSON", text.getBytes(StandardCharsets.UTF_8));
  }

  private static PlanReading problem(int line, String text) {
    return new PlanReading(List.of(), List.of(new PlanReading.Problem(line, text)));
  }

  @Test
  void saysWhyAPlanCannotBeRead(@TempDir Path folder) throws Exception {
    Path plan = folder.resolve("plan.csv");
    assertThat(unreadable(plan)).contains("no such file");
    assertThat(unreadable(folder)).contains("a directory (expected: a regular file");

    Files.writeString(plan, "symbol,side,strategy,action,takeprofit\n", StandardCharsets.UTF_16);
    assertThat(unreadable(plan)).contains("UTF-8");
    Files.writeString(plan, "");
    assertThat(unreadable(plan)).contains("no header");
    Files.writeString(plan, "symbol,side,strategy,action,takeprofit\nBTCUSD,buy,a,hold,900\nBTC");
    assertThat(unreadable(plan)).isEmpty();

    Path json = folder.resolve("plan.json");
    Files.writeString(json, "[{\"symbol\":\"BTC");
    assertThat(unreadable(json)).contains("not JSON");
    Files.writeString(json, "[]");
    assertThat(unreadable(json)).isEmpty();
  }

  @Test
  void readsNoDevice() {
    assertThat(unreadable(Path.of("/dev/zero"))).contains("no regular file");
  }

  private static String unreadable(Path path) {
    return PlanFile.unreadable(PlanFile.of(path)).orElse("");
  }

  @Test
  void aJsonNumberThatIsNoneCostsItsOwnRow() {
    String row = "{\"symbol\":\"BTCUSD\",\"side\":\"buy\",\"strategy\":\"%s\",\"action\":\"hold\",";
    PlanReading reading =
        PlanFile.read(
            "plan.json",
            ("[\n"
                    + (row.formatted("a") + "\"entry\":NaN,\"qty\":0.1},\n")
                    + (row.formatted("b") + "\"takeprofit\":-Infinity},\n")
                    + (row.formatted("c") + "\"takeprofit\":850}\n]"))
                .getBytes(StandardCharsets.UTF_8));

    assertThat(reading.rows()).extracting(PlanRow::line).containsExactly(4);
    assertThat(reading.problems())
        .extracting(PlanReading.Problem::toString)
        .containsExactly(
            "line 2: entry: NaN (expected: a decimal number > 0)",
            "line 3: takeprofit: -Infinity (expected: a decimal number > 0)");
  }
}
