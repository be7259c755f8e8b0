package dev.maxdiff.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real trades and five keys at an hour per second: four strategies of the session and one key of a
 * second client. The exchange's audit log shows violations.
 */
class ReplayIT {

  private static final String TAPE = "/bitstamp_trades_from_20131125_usd.csv";
  private static final String BY_HAND = "BTCUSD|buy|byhand";

  /** Settings with near prices and rare wishes, so that many orders fill in one day. */
  private static final List<String> MANY_FILLS =
      List.of(
          "maxdiff.exchange.warm-up = 12h",
          "maxdiff.session.wish-interval = 2h",
          "maxdiff.session.look-back = 12h",
          "maxdiff.session.horizons { maxdiff = 1h, maxdiffalwayson = 1h, pctdiff = 1h, highlow = 1h }",
          "maxdiff.control.entry-tolerance = 0.02");

  @TempDir Path directory;

  @Test
  @Timeout(180)
  void aSliceOfTheTapeBreaksNoPromise() throws IOException {
    Path slice = slice("2013-11-26T12:00:00Z", "2013-11-28T00:00:00Z");

    // two seconds per hour: new watchers every four seconds, which a slow machine can start
    Replayed replayed = replay(MANY_FILLS, "--speed=1800", "--data=" + slice);

    assertThat(replayed.audit().violations()).isEmpty();
    assertThat(replayed.audit().fills()).as(replayed.toString()).isGreaterThanOrEqualTo(5);
    assertThat(replayed.supersedes()).isGreaterThanOrEqualTo(20);
    assertThat(replayed.audit().keys()).contains(BY_HAND);
  }

  /** {@code mvn verify -Dmaxdiff.replay=full}: three minutes. */
  @Test
  @Timeout(400)
  @EnabledIfSystemProperty(
      named = "maxdiff.replay",
      matches = "full",
      disabledReason = "three minutes long: -Dmaxdiff.replay=full runs it")
  void theWholeTapeBreaksNoPromise() throws IOException {
    Replayed replayed = replay(List.of(), "--speed=3600");

    System.out.println(replayed);
    assertThat(replayed.audit().violations()).isEmpty();
    assertThat(replayed.audit().fills()).isGreaterThanOrEqualTo(20);
    assertThat(replayed.supersedes()).isGreaterThanOrEqualTo(20);
    assertThat(replayed.audit().keys()).hasSize(5);
  }

  private record Replayed(AuditChecker audit, long supersedes) {
    @Override
    public String toString() {
      return audit + "; " + supersedes + " supersedes";
    }
  }

  private Replayed replay(List<String> settings, String... arguments) {
    Sandbox sandbox = new Sandbox(directory);
    sandbox.with(
        "maxdiff.session.strategies = [maxdiff, maxdiffalwayson, pctdiff, highlow]",
        "maxdiff.session.entry-poll = 100ms",
        "maxdiff.session.exit-poll = 100ms");
    sandbox.with(settings.toArray(String[]::new));
    try (Program session = sandbox.run(arguments)) {
      sandbox.entry("byhand", "1200", "0.5");
      session.await("the entry by hand", () -> sandbox.audit().share(BY_HAND).owned().signum() > 0);
      sandbox.exit("byhand", "1400");
      sandbox.exit("byhand", "1390");
      session.awaitEnd("Shutdown complete");
      assertThat(session.output()).contains("watchers left 0");
      assertThat(sandbox.watchers()).isEmpty();
      AuditChecker audit = sandbox.audit();
      // a fill at the end of the data can be left without an exit
      assertThat(OrderlyEnd.differences(session.output(), session.exitCode(), audit)).isEmpty();
      assertThat(audit.sumOfProfits()).isEqualByComparingTo(audit.accountProfit());
      long supersedes =
          Pattern.compile("Terminating conflicting").matcher(session.output()).results().count();
      return new Replayed(audit, supersedes);
    }
  }

  private Path slice(String from, String until) throws IOException {
    long first = Instant.parse(from).getEpochSecond();
    long last = Instant.parse(until).getEpochSecond();
    try (BufferedReader tape =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(ReplayIT.class.getResourceAsStream(TAPE)),
                StandardCharsets.UTF_8))) {
      List<String> lines = new ArrayList<>(List.of(tape.readLine()));
      tape.lines()
          .filter(
              line -> {
                long at = Long.parseLong(line.substring(0, line.indexOf(',')));
                return at >= first && at < last;
              })
          .forEach(lines::add);
      return Files.write(directory.resolve("slice.csv"), lines);
    }
  }
}
