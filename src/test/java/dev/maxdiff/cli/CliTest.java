package dev.maxdiff.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.cli.context.CommandActions;
import dev.maxdiff.cli.context.CommandActions.PlanCheckAction.Row;
import dev.maxdiff.cli.context.Console;
import dev.maxdiff.cli.context.ExchangeOptions;
import dev.maxdiff.cli.context.Location;
import dev.maxdiff.cli.context.RunOptions;
import dev.maxdiff.control.AcceptLedgerRequest;
import dev.maxdiff.control.ActionLine;
import dev.maxdiff.control.CancelDuplicatesRequest;
import dev.maxdiff.control.FakeWatcherService;
import dev.maxdiff.control.ResumeRequest;
import dev.maxdiff.control.StopAnswer;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WishAnswer;
import dev.maxdiff.control.WishPreview;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.control.checks.ConsistencyView;
import dev.maxdiff.control.events.HistoryQuery;
import dev.maxdiff.domain.InvalidValueException;
import dev.maxdiff.domain.PauseScope;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Quantity;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.domain.WatcherKey;
import dev.maxdiff.http.NoRuntimeException;
import dev.maxdiff.http.RuntimeHungException;
import dev.maxdiff.state.OwnedElsewhereException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Every command by its arguments: the calls to the runtime, both streams, the exit code. */
class CliTest {

  private FakeWatcherService offline;
  private final FakeWatcherService watchers = new FakeWatcherService();
  private final List<Object> actions = new ArrayList<>();
  private List<Row> planRows = List.of();
  private final Map<String, String> environment = new HashMap<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private RuntimeException connectFailure;
  private RuntimeException runFailure;
  private String input = "";
  private int sleeps = 1;
  private boolean outputClosed;
  private IntConsumer beforeSleep = left -> {};
  private boolean colour;
  private boolean terminal = true;

  @Test
  void aTakeProfitIsWishedAndEchoedInWords() {
    int code =
        run(
            "exit BTC/USD --side buy --takeprofit-price 105000 --strategy maxdiff --target-qty 0.5"
                + " --expiry-minutes 1440 --poll-seconds 0.5 --price-tolerance 0.002 --force"
                + " --claim-unowned --retry");

    assertThat(code).isZero();
    assertThat(out.toString().trim())
        .isEqualTo("long 0.5 BTCUSD (maxdiff): will SELL 0.5 at 105000, replacing 110250");
    assertThat(watchers.asked)
        .containsExactly(
            new WishRequest(
                Slot.EXIT,
                Symbol.parse("BTCUSD"),
                Side.BUY,
                new Strategy("maxdiff"),
                Price.parse("105000"),
                Quantity.parse("0.5"),
                new BigDecimal("0.002"),
                Duration.ofMinutes(1440),
                null,
                Duration.ofMillis(500),
                true,
                true,
                true,
                null,
                WishRequest.Source.OPERATOR));
  }

  private static final String PASSED =
      "exit BTCUSD --side buy --strategy maxdiff --takeprofit-price 105000";

  private void theMarketHasPassed() {
    String words = "long BTCUSD (maxdiff): will SELL all at 105000";
    String warning = "the market has passed 105000, it will SELL at once";
    watchers.wishPreviews =
        List.of(
            new WishPreview(
                WishPreview.Verdict.WISHED, FakeWatcherService.KEY, Slot.EXIT, words, warning));
    watchers.wishAnswer =
        new WishAnswer(
            WishAnswer.Outcome.STARTED, FakeWatcherService.KEY, Slot.EXIT, 7, words, warning);
  }

  @Test
  void aPersonIsAskedWhetherAPassedPriceIsMeant() {
    theMarketHasPassed();
    input = "n\n";
    assertThat(run(PASSED)).isEqualTo(1);
    assertThat(out.toString())
        .isEqualTo(
            "long BTCUSD (maxdiff): will SELL all at 105000: the market has passed 105000,"
                + " it will SELL at once. Place it? [y/N] ");
    assertThat(err.toString().trim()).isEqualTo("maxdiff: aborted, nothing was wished");
    assertThat(watchers.asked).isEmpty();

    input = "y\n";
    err.getBuffer().setLength(0);
    assertThat(run(PASSED)).isZero();
    assertThat(watchers.asked).hasSize(1);
    assertThat(err.toString()).as("it was said in the question").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {" --yes", " --force"})
  void aPersonCanLeaveTheQuestionOut(String option) {
    theMarketHasPassed();

    assertThat(run(PASSED + option)).isZero();
    assertThat(watchers.previewed).isEmpty();
    assertThat(err.toString().trim())
        .isEqualTo("maxdiff: warning: the market has passed 105000, it will SELL at once");
  }

  @Test
  void aProgramIsNeverAskedAndGetsTheWarning() {
    theMarketHasPassed();
    terminal = false;

    assertThat(run(PASSED + " --json")).isZero();
    assertThat(watchers.previewed).isEmpty();
    assertThat(out.toString()).contains("\"warning\"", "the market has passed 105000");
  }

  @Test
  void aRuntimeThatCannotPreviewGetsTheWish() {
    watchers.wishPreviews = null;

    assertThat(run(PASSED)).isZero();
    assertThat(watchers.asked).hasSize(1);
  }

  @Test
  void anEntryIsWishedAndPriceIsAnAlias() {
    int code =
        run(
            "entry aapl --side sell --price 240 --target-qty 10 --tolerance-pct 0.01"
                + " --priority-rank 2");

    assertThat(code).isZero();
    WishRequest request = (WishRequest) watchers.asked.get(0);
    assertThat(request.slot()).isEqualTo(Slot.ENTRY);
    assertThat(request.price()).isEqualTo(Price.parse("240"));
    assertThat(request.tolerance()).isEqualTo("0.01");
    assertThat(request.priorityRank()).isEqualTo(2);
    assertThat(request.strategy()).isNull();
    assertThat(request.expiresIn()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DENIED", "UNRESOLVED"})
  void aDeniedOrUnresolvedWishIsPrintedOnStandardError(WishAnswer.Outcome outcome) {
    watchers.wishAnswer =
        new WishAnswer(outcome, FakeWatcherService.KEY, Slot.EXIT, 7, "because of this");

    assertThat(run("exit BTCUSD --side buy --price 105000")).isEqualTo(1);
    assertThat(err.toString().trim()).isEqualTo("maxdiff: because of this");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "exit BTCUSD --side long --price 1; --side: long (expected: use --side buy",
        "exit BTCUSD --side short --price 1; --side: short (expected: use --side sell",
        "exit BTCUSD --side up --price 1; --side: up (expected: buy or sell",
        "exit BTCUSD --side buy --price NaN; --takeprofit-price: NaN (expected: a decimal",
        "exit BTCUSD --side buy --price 1e400; --takeprofit-price: 1E+400 (expected: a decimal",
        "exit BTCUSD --side buy --price Infinity; --takeprofit-price: Infinity (expected",
        "exit BTCUSD --side buy --price 0; --takeprofit-price: 0 (expected: a decimal",
        "exit BTCUSD --side buy --price -5; --takeprofit-price: -5 (expected: a decimal",
        "entry BTCUSD --side buy --price 1 --target-qty 0; --target-qty: 0 (expected",
        "entry BTCUSD --side buy --price 1 --target-qty NaN; --target-qty: NaN (expected",
        "exit ../x --side buy --price 1; SYMBOL: ../x (expected: 1 to 21 of A-Z",
        "exit A$B --side buy --price 1; SYMBOL: A$B (expected",
        "exit BTCUSD --side buy --price 1 --strategy Max; --strategy: Max (expected: 1 to 40",
        "exit BTCUSD --side buy --price 1 --expiry-minutes 0; --expiry-minutes: 0 (expected",
        "exit BTCUSD --side buy --price 1 --expiry-minutes 1e3; --expiry-minutes: 1e3 (expected",
        "exit BTCUSD --side buy --price 1 --poll-seconds NaN; --poll-seconds: NaN (expected",
        "exit BTCUSD --side buy --price 1 --poll-seconds 0; --poll-seconds: 0 (expected",
        "exit BTCUSD --side buy --price 1 --price-tolerance -1; --price-tolerance: -1 (expected",
        "exit BTCUSD --side buy --price 1 --price-tolerance 2; --price-tolerance: 2 (expected",
        "exit BTCUSD --side buy; Missing required option: '--takeprofit-price=P'",
        "exit BTCUSD --price 1; Missing required option: '--side=SIDE'",
        "exit --side buy --price 1; Missing required parameter: 'SYMBOL'",
        "entry BTCUSD --side buy --price 1; Missing required option: '--target-qty=Q'",
        "exit BTCUSD --side buy --price 1 --leverage 5; Unknown options: '--leverage', '5'",
        "stop; Name a SYMBOL",
        "stop BTCUSD --all; --all and BTCUSD contradict",
        "stop --slot middle; --slot: middle (expected: entry or exit",
        "status --tz Mars/Base; --tz: Mars/Base (expected: a zone like",
        "status --max-orders none; --max-orders: none (expected: a whole number",
        "status --watch=0; --watch: 0 (expected",
        "status --symbols ,; --symbols: , (expected",
        "status --venue moon; --venue: moon (expected: embedded, paper or live",
        "history --since yesterday; --since: yesterday (expected: a duration like",
        "run --speed 0; --speed: 0 (expected: a number from 0.1",
        "run --speed fast; --speed: fast (expected",
        "run --duration 5; --duration: 5 (expected: a duration like",
        "run --port 70000; --port: 70000 (expected: a whole number from 0 to 65535",
        "run --live; --live: alone (expected: together with --alpaca",
        "run --alpaca --data x.csv; --data: x.csv (expected: not together",
        "run --alpaca --venue live; --venue: live (expected: paper",
        "exchange --seed x; --seed: x (expected: a whole number",
        "--speed 5 status; --speed belongs behind 'run'",
      })
  void p11BadInputIsOneLineThatNamesItAndExitCode2(String arguments, String message) {
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("maxdiff: " + message).endsWith("\n");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
    assertThat(watchers.asked).isEmpty();
    assertThat(actions).isEmpty();
  }

  @Test
  void anUnknownCommandGetsASuggestion() {
    assertThat(run("statsu")).isEqualTo(2);
    assertThat(err.toString()).contains("statsu").contains("did you mean").contains("status");
    assertThat(err.toString().lines()).hasSize(1);
  }

  @Test
  void aRefusalOfTheRuntimeIsExitCode2AndKeepsItsMessage() {
    watchers.failure = new InvalidValueException("strategy", "none", "one of highlow, maxdiff");

    assertThat(run("exit BTCUSD --side buy --price 105000")).isEqualTo(2);
    assertThat(err.toString().trim())
        .isEqualTo("maxdiff: strategy: none (expected: one of highlow, maxdiff)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"status", "prove", "history", "stop --all", "exit BTCUSD --side buy --price 1"})
  void withoutARuntimeItIsExitCode3WithAHintHowToStartOne(String arguments) {
    connectFailure = new NoRuntimeException("no runtime is running in strategy_state");

    assertThat(run(arguments)).isEqualTo(3);
    assertThat(err.toString().trim())
        .isEqualTo(
            "maxdiff: no runtime is running in strategy_state; start one with 'maxdiff run'");
  }

  @Test
  void aDirectoryOfAnotherOwnerIsExitCode4() {
    runFailure = new OwnedElsewhereException("strategy_state/embedded belongs to runtime 4711");

    assertThat(run("run")).isEqualTo(4);
    assertThat(err.toString().trim())
        .isEqualTo("maxdiff: strategy_state/embedded belongs to runtime 4711");
  }

  @Test
  void aFailureIsOneLineAndAStackTraceOnlyWhenVerbose() {
    watchers.failure = new IllegalStateException("the journal\nis gone");

    assertThat(run("status")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("maxdiff: the journal is gone\n");
    assertThat(run("status --verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("at dev.maxdiff.");
  }

  @Test
  void stopPassesTheNamedSlots() {
    assertThat(run("stop BTCUSD --side buy --strategy maxdiff --slot exit --keep-orders")).isZero();
    assertThat(run("stop --all")).isZero();

    assertThat(watchers.asked)
        .containsExactly(
            new StopRequest(
                Symbol.parse("BTCUSD"),
                Side.BUY,
                new Strategy("maxdiff"),
                Slot.EXIT,
                true,
                WishRequest.Source.OPERATOR),
            new StopRequest(null, null, null, null, false, WishRequest.Source.OPERATOR));
    assertThat(out.toString()).startsWith("BTCUSD|buy|maxdiff exit: stopped\n");
  }

  @Test
  void aCommandWithoutATerminalIsALoopsUnlessItSaysOtherwise() {
    terminal = false;

    run("exit BTCUSD --side buy --price 105000");
    run("entry BTCUSD --side buy --price 104000 --target-qty 1");
    run("stop BTCUSD");
    assertThat(err.toString()).contains("the slots are not held", "--operator");
    run("resume BTCUSD");
    run("exit BTCUSD --side buy --price 105000 --operator");
    run("stop BTCUSD --operator");
    run("resume --all --operator");

    assertThat(watchers.asked)
        .extracting(CliTest::source)
        .containsExactly(
            WishRequest.Source.LOOP,
            WishRequest.Source.LOOP,
            WishRequest.Source.LOOP,
            WishRequest.Source.LOOP,
            WishRequest.Source.OPERATOR,
            WishRequest.Source.OPERATOR,
            WishRequest.Source.OPERATOR);
  }

  private static WishRequest.Source source(Object asked) {
    if (asked instanceof WishRequest wish) {
      return wish.source();
    }
    return asked instanceof StopRequest stop ? stop.source() : ((ResumeRequest) asked).source();
  }

  @Test
  void resumeAllAndASymbolContradict() {
    assertThat(run("resume BTCUSD --all")).isEqualTo(2);
    assertThat(err.toString()).contains("--all and SYMBOL");
    assertThat(watchers.asked).isEmpty();
  }

  @Test
  void aFailedStopIsExitCode1() {
    watchers.stopAnswers =
        List.of(new StopAnswer(FakeWatcherService.KEY, Slot.EXIT, false, "pid 7 is unkillable"));

    assertThat(run("stop --all")).isEqualTo(1);
    assertThat(err.toString().trim())
        .isEqualTo("maxdiff: BTCUSD|buy|maxdiff exit: pid 7 is unkillable");
  }

  @Test
  void statusShowsEverySection() {
    assertThat(run("status --tz UTC")).isZero();

    assertThat(out.toString())
        .contains("== Portfolio Status ==", "embedded | 2013-11-25 15:00:00 UTC")
        .contains("equity $101,000.00 ($1,000.00, 1.00% today)")
        .contains("buying power $80,000.50 (x2)")
        .contains(":: Positions (1, $78,000.00)", "maxdiff 0.5", "0.25", "100000.12")
        .contains(":: Open Orders (2)", "maxdiff exit, generation 7, withdrawn: its", "not ours")
        .contains(":: MaxDiff Watchers (1)", "watching_orders", "4711", "0.10%", "9m59s", "59s")
        .contains("(1 inactive/expired watcher(s) hidden, use --verbose to show)")
        .contains(":: Uncovered (1)", "NAKED BTCUSD|buy|maxdiff: holds 0.5 without an exit order")
        .contains("for 34s: 0.5 are held and no order closes them (exit_error: 403 forbidden)")
        .doesNotContain("pctdiff", "\u001b");
  }

  @Test
  void statusShowsWatchersOfTheOlderSystem(@TempDir Path state) throws IOException {
    Path folder = Files.createDirectory(state.resolve("maxdiff_watchers_embedded"));
    Files.writeString(
        folder.resolve("UNIUSD_buy_exit_9.5.json"),
        """
        {"mode": "exit", "symbol": "UNIUSD", "side": "buy", "state": "launched", "pid": 999999999,
         "takeprofit_price": 9.5, "target_qty": "x", "active": true}""");

    assertThat(run("status --state-dir " + state)).isZero();
    assertThat(out.toString())
        .contains(":: Watchers of the older system (0)")
        .doesNotContain("UNIUSD exit watcher");

    assertThat(run("status --verbose --state-dir " + state)).isZero();
    assertThat(out.toString())
        .contains("  UNIUSD exit watcher [buy] | state=launched | inactive | tp=9.50 | qty=n/a");
  }

  @Test
  void h26RealMoneyIsRefusedWhileTheOlderSwitchSelectsPaper() {
    environment.put("PAPER", "no");

    assertThat(run("run --alpaca --live")).isEqualTo(2);
    assertThat(err.toString()).startsWith("maxdiff: PAPER: no (expected: 0 or unset");
  }

  @Test
  void statusFiltersAndShowsEndedWatchersWhenVerbose() {
    assertThat(run("status -s aapl --verbose")).isZero();
    assertThat(out.toString())
        .contains("  AAPL|sell|pctdiff entry: " + FakeWatcherService.ENDED_ERROR);

    assertThat(out.toString())
        .contains("only AAPL", ":: Positions (0, $0.00)", ":: Open Orders (1)", "pctdiff")
        .contains("exit code 3", "inactive")
        .doesNotContain("watching_orders");
  }

  @Test
  void h42TheFilterKnowsEveryStrategyThatUsesWatchers() {
    assertThat(run("status --maxdiff --verbose")).isZero();

    assertThat(out.toString()).contains("pctdiff");
  }

  @Test
  void aBrokerThatFailsIsNotAnEmptyAccount() {
    watchers.status = FakeWatcherService.status("connection refused");

    assertThat(run("status")).isZero();
    assertThat(out.toString())
        .contains("not known: connection refused", "watching_orders")
        .doesNotContain(":: Positions");
  }

  @Test
  void statusIsJsonWhenAsked() {
    assertThat(run("status --json")).isZero();
    assertThat(out.toString()).startsWith("{").contains("\"venue\" : \"embedded\"");
  }

  @Test
  void watchingEndsWhenTheRuntimeDoes() {
    sleeps = 2;

    assertThat(run("status --watch")).isEqualTo(3);
    assertThat(out.toString().split("== Portfolio Status ==", -1)).hasSize(4);
  }

  @Test
  void watchingEndsWhenNobodyReadsTheOutput() {
    outputClosed = true;

    assertThat(run("status --watch")).isZero();
    assertThat(out.toString().split("== Portfolio Status ==", -1)).hasSize(2);
  }

  @Test
  void coloursAreForTerminals() {
    colour = true;
    assertThat(run("status")).isZero();
    assertThat(out.toString()).contains("\u001b[32m");
  }

  @Test
  void proveIsOneLineAKeyAndFailsWhenTheyDiffer() {
    assertThat(run("prove")).isZero();
    assertThat(out.toString().trim())
        .isEqualTo(
            "agreed  BTCUSD|buy|maxdiff exit | wanted: generation 7 at 105000"
                + " | process: pid 4711, generation 7"
                + " | order: SELL 0.5 at 105000, generation 7"
                + " | holds 0.5, covered 0.5");

    watchers.consistency =
        List.of(
            new ConsistencyView(
                FakeWatcherService.KEY,
                Slot.EXIT,
                "w",
                "none",
                "none",
                BigDecimal.ONE,
                BigDecimal.ZERO,
                "naked: no order",
                false,
                "why"));
    assertThat(run("prove")).isEqualTo(1);
    assertThat(out.toString())
        .contains("DIFFERS BTCUSD|buy|maxdiff exit")
        .contains(" | naked: no order | why");
  }

  @Test
  void historyCountsBackFromTheRuntimesOwnTime() {
    assertThat(run("history BTCUSD --slot exit --since 2h --tz UTC")).isZero();

    assertThat(watchers.asked)
        .containsExactly(
            "status",
            new HistoryQuery(
                Set.of(Symbol.parse("BTCUSD")),
                Set.of(Slot.EXIT),
                FakeWatcherService.AT.minus(Duration.ofHours(2))));
    assertThat(out.toString())
        .contains("2013-11-25 15:00:00 UTC  filled         BTCUSD|buy|maxdiff exit 0.5 at 105000")
        .contains("alert");
  }

  @Test
  void historyTakesAnInstantToo() {
    assertThat(run("history --since 2013-11-25T10:00:00Z --json")).isZero();
    assertThat(watchers.asked)
        .containsExactly(
            new HistoryQuery(Set.of(), Set.of(), Instant.parse("2013-11-25T10:00:00Z")));
    assertThat(out.toString()).startsWith("[");
  }

  @Test
  void pauseResumeAndTheGuardPrintTheirActions() {
    assertThat(run("pause")).isZero();
    assertThat(run("resume BTCUSD --side buy --strategy maxdiff")).isZero();
    assertThat(run("cancel-duplicates --once --dry-run --older-system")).isZero();
    assertThat(watchers.asked)
        .containsExactly(
            PauseScope.EVERYTHING,
            new ResumeRequest(
                Symbol.parse("BTCUSD"),
                Side.BUY,
                new Strategy("maxdiff"),
                false,
                WishRequest.Source.OPERATOR),
            new CancelDuplicatesRequest(true, true));
    assertThat(out.toString()).contains("entries of BTCUSD are paused");

    watchers.actionLines = List.of(new ActionLine(false, "order x: its cancel is not confirmed"));
    assertThat(run("pause --json")).isEqualTo(1);
    assertThat(run("pause")).isEqualTo(1);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines("maxdiff: order x: its cancel is not confirmed");
    assertThat(run("cancel-duplicates --every 0.2s")).isEqualTo(2);
  }

  @Test
  void theGuardContinuesAfterAFailedRoundAndEndsWithTheRuntime() {
    sleeps = 3;
    beforeSleep =
        left ->
            watchers.failure = left == 2 ? new IllegalStateException("no answer in time") : null;

    assertThat(run("cancel-duplicates")).isEqualTo(3);
    assertThat(err.toString()).contains("maxdiff: no answer in time; the guard goes on");
    // a line is printed once
    assertThat(out.toString().split("entries of BTCUSD are paused", -1)).hasSize(2);
    assertThat(watchers.asked).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void statusAndHistoryWithoutARuntimeReadTheJournal() {
    connectFailure = new NoRuntimeException("no runtime is running in strategy_state");
    assertThat(run("status")).isEqualTo(3);
    assertThat(run("history")).isEqualTo(3);

    offline = new FakeWatcherService();
    err.getBuffer().setLength(0);
    assertThat(run("status")).isZero();
    assertThat(run("history --since 2h")).isZero();
    assertThat(err.toString().lines())
        .hasSize(2)
        .containsOnly(
            "maxdiff: no runtime is running in strategy_state; this is what the journal tells");
    assertThat(out.toString()).contains("MaxDiff Watchers", "disk almost full");
    assertThat(run("prove")).isEqualTo(3);
  }

  @Test
  void killAllAsksFirst() {
    input = "n\n";
    assertThat(run("kill-all")).isEqualTo(1);
    assertThat(out.toString()).contains("End every watcher in strategy_state? [y/N]");
    assertThat(err.toString()).contains("aborted");
    input = "";
    assertThat(run("kill-all")).isEqualTo(1);
    assertThat(watchers.asked).isEmpty();

    input = "y\n";
    assertThat(run("kill-all")).isZero();
    assertThat(run("kill-all --yes --cancel-orders")).isZero();
    assertThat(watchers.asked).containsExactly("kill-all false", "kill-all true");
  }

  @Test
  void killAllWorksWithoutARuntime() {
    connectFailure = new NoRuntimeException("no runtime");

    assertThat(run("kill-all -y --cancel-orders --state-dir /s --venue paper")).isZero();
    assertThat(actions).containsExactly(new Location(Path.of("/s"), Venue.PAPER, ""), true, false);
    assertThat(out.toString()).contains("no runtime answers", "ended pid 5");
  }

  @Test
  void killAllEndsAHungRuntimeOnlyByForce() {
    watchers.failure = new RuntimeHungException("the runtime gave no answer", null);

    assertThat(run("kill-all -y")).isEqualTo(1);
    assertThat(err.toString()).contains("--force ends it first");
    assertThat(actions).isEmpty();

    assertThat(run("kill-all -y --force")).isZero();
    assertThat(actions).contains(true);
  }

  @Test
  void runIsTheDefaultAndTakesItsOptionsEitherWay() {
    assertThat(run("")).isZero();
    assertThat(run("--speed 3600 --fresh")).isZero();
    assertThat(
            run(
                "run --speed 3600 --duration 90s --plans p.csv --data d.csv --symbol aapl --port 0 --out o"
                    + " --seed 7 --faults f.conf --take-over --moved --no-loop --state-dir /s -v"))
        .isZero();

    Location defaultLocation = new Location(Path.of("strategy_state"), null, "");
    assertThat(actions)
        .containsExactly(
            new RunOptions(
                defaultLocation,
                Venue.EMBEDDED,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                null,
                null,
                null,
                false,
                false,
                true,
                false),
            new RunOptions(
                defaultLocation,
                Venue.EMBEDDED,
                null,
                null,
                null,
                new BigDecimal("3600"),
                null,
                null,
                true,
                null,
                null,
                null,
                false,
                false,
                true,
                false),
            new RunOptions(
                new Location(Path.of("/s"), null, ""),
                Venue.EMBEDDED,
                Path.of("d.csv"),
                new Symbol("AAPL"),
                Duration.ofSeconds(90),
                new BigDecimal("3600"),
                7L,
                Path.of("p.csv"),
                false,
                Path.of("f.conf"),
                0,
                Path.of("o"),
                true,
                true,
                false,
                true));
  }

  @Test
  void alpacaIsPaperUnlessLiveIsGiven() {
    run("run --alpaca");
    run("run --alpaca --live");

    assertThat(actions)
        .extracting(options -> ((RunOptions) options).venue())
        .containsExactly(Venue.PAPER, Venue.LIVE);
  }

  @Test
  void exchangeAndTheChildrenGetTheirArguments() {
    assertThat(run("exchange --data d.csv --speed 60 --port 8700 --fresh --seed 1 --faults f.conf"))
        .isZero();
    assertThat(run("open-position BTCUSD --side=buy --limit-price=1 --target-qty=2")).isEqualTo(42);
    assertThat(run("close-position BTCUSD --side=buy --takeprofit-price=0")).isEqualTo(42);

    assertThat(actions)
        .containsExactly(
            new ExchangeOptions(
                new Location(Path.of("strategy_state"), null, ""),
                Path.of("d.csv"),
                null,
                new BigDecimal("60"),
                8700,
                true,
                1L,
                Path.of("f.conf")),
            List.of("BTCUSD", "--side=buy", "--limit-price=1", "--target-qty=2"),
            List.of("BTCUSD", "--side=buy", "--takeprofit-price=0"));
  }

  @Test
  void theDoctorPrintsItsChecksAndTestsThePaperAccountOnRequest() {
    assertThat(run("doctor")).isZero();
    assertThat(run("doctor --paper-selftest --venue paper")).isZero();

    assertThat(out.toString()).isEqualToIgnoringNewLines("ok      allok      all");
    assertThat(actions)
        .containsExactly(
            new Location(Path.of("strategy_state"), null, ""),
            false,
            new Location(Path.of("strategy_state"), Venue.PAPER, ""),
            true);
  }

  @Test
  void theEnvironmentNamesStateDirectoryAndSuffix() {
    environment.put("STATE_DIR", "~/state");
    environment.put("HOME", "/home/me");
    environment.put("TRADE_STATE_SUFFIX", " hourly ");
    run("run");
    run("--state-dir /other run");

    assertThat(actions)
        .extracting(options -> ((RunOptions) options).location())
        .containsExactly(
            new Location(Path.of("/home/me/state"), null, "_hourly"),
            new Location(Path.of("/other"), null, "_hourly"));
    assertThat(((RunOptions) actions.get(0)).location().directory(Venue.EMBEDDED))
        .isEqualTo(Path.of("/home/me/state/embedded_hourly"));
  }

  @Test
  void aSuffixCannotLeaveTheStateDirectory() {
    environment.put("TRADE_STATE_SUFFIX", "/../x");
    assertThat(run("run")).isEqualTo(2);
    assertThat(err.toString()).startsWith("maxdiff: TRADE_STATE_SUFFIX: /../x (expected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "exit",
        "entry",
        "stop",
        "pause",
        "resume",
        "shutdown",
        "cancel-duplicates",
        "status",
        "prove",
        "history",
        "kill-all",
        "exchange",
        "open-position",
        "close-position",
        "version"
      })
  void everyCommandHasHelpWithExamplesAndExitCodes(String command) {
    assertThat(run(command + " --help")).isZero();
    assertThat(out.toString())
        .contains("Usage: maxdiff " + command, "Examples:", "  maxdiff " + command)
        .contains("Exit codes:", "no runtime answers");
    assertThat(run("help " + command)).isZero();
  }

  /** The help of the program lists the first line of each command's description. */
  @Test
  void everyEntryInTheHelpOfTheProgramIsAFullSentence() {
    assertThat(Cli.commandLine(actions(), console()).getSubcommands())
        .allSatisfy(
            (name, command) ->
                assertThat(command.getCommandSpec().usageMessage().description()[0])
                    .as(name)
                    .endsWith("."));
  }

  @Test
  void theWholeTreeIsTheSameCommandLine() {
    CommandLine whole = Cli.commandLine(actions(), console());
    whole.setOut(new PrintWriter(out, true));

    assertThat(whole.getSubcommands()).hasSize(20);
    assertThat(whole.execute("status", "--json")).isZero();
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Commands:", "kill-all", "Exit codes:");
    assertThat(run("help nothing")).isEqualTo(2);
  }

  @Test
  void theGuardWorksWithoutARuntime() {
    connectFailure = new NoRuntimeException("no runtime is running");
    assertThat(run("cancel-duplicates --once")).isEqualTo(3);

    offline = watchers;
    assertThat(run("cancel-duplicates --once")).isZero();
    assertThat(watchers.asked).containsExactly(new CancelDuplicatesRequest(false, false));
  }

  @Test
  void anAcceptedPositionIsShownBeforeItIsAccepted() {
    AcceptLedgerRequest shown =
        new AcceptLedgerRequest(
            Symbol.parse("BTCUSD"), WatcherKey.parse("BTCUSD|buy|maxdiff"), true);
    AcceptLedgerRequest done = new AcceptLedgerRequest(shown.symbol(), shown.key(), false);

    input = "n\n";
    assertThat(run("ledger accept BTCUSD --key maxdiff")).isEqualTo(1);
    assertThat(watchers.asked).containsExactly(shown);
    assertThat(err.toString()).contains("nothing was changed");

    input = "y\n";
    assertThat(run("ledger accept BTCUSD --key BTCUSD|buy|maxdiff")).isZero();
    assertThat(watchers.asked).containsExactly(shown, shown, done);

    terminal = false; // nobody can answer
    assertThat(run("ledger accept BTCUSD --key maxdiff")).isEqualTo(1);
    assertThat(run("ledger accept BTCUSD --key maxdiff --yes")).isZero();
    assertThat(watchers.asked).containsExactly(shown, shown, done, shown, shown, done);
    assertThat(run("ledger take BTCUSD")).isEqualTo(2);
  }

  @Test
  void whatCannotBeAcceptedIsNotAskedFor() {
    watchers.actionLines = List.of(new ActionLine(false, "ledger and position agree"));

    assertThat(run("ledger accept BTCUSD --yes")).isEqualTo(1);

    assertThat(watchers.asked).hasSize(1);
    assertThat(err.toString().trim()).isEqualTo("maxdiff: ledger and position agree");
  }

  @Test
  void versionIsACommandAndAnOption() {
    assertThat(run("version")).isZero();
    assertThat(run("--version")).isZero();
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("maxdiff "));
  }

  private int run(String arguments) {
    String[] split = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    CommandLine cli = Cli.commandLine(actions(), console(), split);
    cli.setOut(new PrintWriter(out, true));
    cli.setErr(new PrintWriter(err, true));
    return cli.execute(split);
  }

  private CommandActions actions() {
    return new CommandActions(
        location -> {
          if (connectFailure != null) {
            throw connectFailure;
          }
          return watchers;
        },
        location -> Optional.ofNullable(offline),
        options -> {
          if (runFailure != null) {
            throw runFailure;
          }
          actions.add(options);
          return 0;
        },
        options -> {
          actions.add(options);
          return 0;
        },
        this::child,
        this::child,
        (location, cancelOrders, force) -> {
          actions.addAll(List.of(location, cancelOrders, force));
          return new CommandActions.OfflineKillAll.Report(true, List.of("ended pid 5"));
        },
        (location, paperSelfTest, output) -> {
          actions.addAll(List.of(location, paperSelfTest));
          output.accept("ok      all");
          return 0;
        },
        (location, output) -> {
          actions.add(location);
          output.accept("it has ended");
          return 0;
        },
        (location, asked, plan) -> {
          actions.addAll(List.of(asked, plan));
          return planRows;
        });
  }

  @Test
  void planCheckPrintsARowALineAndFailsIfOneWouldBeRefused() {
    planRows =
        List.of(
            new Row(2, "BTCUSD|buy|a", "entry", "wished", false, "will BUY 0.5 at 900"),
            new Row(3, "BTCUSD|buy|b", null, "waits", false, "until 2013-11-27T00:00:00Z"));
    assertThat(run("plan check plan.csv")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "line 2: BTCUSD|buy|a entry wished: will BUY 0.5 at 900",
            "line 3: BTCUSD|buy|b waits: until 2013-11-27T00:00:00Z");

    planRows = List.of(new Row(2, null, null, "refused", true, "entry: NaN"));
    assertThat(run("plan check plan.csv --json")).isEqualTo(1);
    assertThat(out.toString()).contains("\"effect\" : \"refused\"");
    assertThat(run("plan run plan.csv")).isEqualTo(2);
    assertThat(run("plan check")).isEqualTo(2);
    assertThat(actions).containsSubsequence(watchers, Path.of("plan.csv"));
  }

  private int child(String[] arguments) {
    actions.add(List.of(arguments));
    return 42;
  }

  private Console console() {
    return new Console(
        environment,
        colour,
        terminal,
        () -> new BufferedReader(new StringReader(input)),
        () -> outputClosed,
        time -> {
          beforeSleep.accept(sleeps);
          if (sleeps-- == 0) {
            watchers.failure = new NoRuntimeException("it has ended");
          }
        });
  }
}
