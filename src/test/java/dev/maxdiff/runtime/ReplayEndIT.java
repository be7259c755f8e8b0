package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.StopRequest;
import dev.maxdiff.control.WatcherService;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.http.AccessTokens;
import dev.maxdiff.http.RuntimeClient;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import dev.maxdiff.runtime.context.StartGivenUpException;
import dev.maxdiff.runtime.context.StartListener;
import dev.maxdiff.state.RuntimeFile;
import dev.maxdiff.state.StateDirectory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An account and the wishes for it begin and end together (DESIGN 4.4). */
@Timeout(120)
class ReplayEndIT {

  private static final Symbol BITCOIN = Symbol.parse("BTCUSD");
  private static final Duration WARM_UP = Duration.ofMinutes(10);

  @TempDir Path directory;

  @Test
  void anEndedReplayLeavesNoWishForTheNextAccount() throws Exception {
    try (MaxDiffRuntime runtime = start(10)) {
      wish(runtime);
    }
    try (MaxDiffRuntime again = start(100_000)) {
      assertThat(again.exchange().orElseThrow().resumed()).isTrue();
      assertThat(wanted(again)).hasSize(1);
      await(again.exchange().orElseThrow().ended());
    }
    String account;
    try (MaxDiffRuntime after = start(10)) {
      account = after.account().number();
      assertThat(after.exchange().orElseThrow().resumed()).isFalse();
      assertThat(wanted(after)).isEmpty();
      assertThat(after.directory().resolve("ending.json")).doesNotExist();
      assertThat(folders(after)).hasSize(1);
      Path ended = folders(after).get(0);
      assertThat(ended.resolve("journal.mv.db")).exists();
      assertThat(ended.resolve("exchange").resolve("audit.jsonl")).isNotEmptyFile();
      assertThat(ended.resolve("watchers")).isNotEmptyDirectory();
      wish(after);
    }
    try (MaxDiffRuntime resumed = start(10)) {
      assertThat(resumed.account().number()).isEqualTo(account);
      assertThat(wanted(resumed)).hasSize(1);
      assertThat(folders(resumed)).hasSize(1);
    }
  }

  /** The operator's stop holds also in the next session; a fresh start lifts it. */
  @Test
  void aHoldOutlivesTheSessionThatHasEnded() throws Exception {
    try (MaxDiffRuntime runtime = start(100_000)) {
      wish(runtime);
      await(
          operator(runtime)
              .stop(new StopRequest(BITCOIN, null, null, null, true, WishRequest.Source.OPERATOR)));
      await(runtime.exchange().orElseThrow().ended());
    }
    try (MaxDiffRuntime after = start(100_000)) {
      assertThat(folders(after)).hasSize(1);
      assertThat(after.holds()).hasSize(2).allMatch(line -> line.contains("BTCUSD"));
      await(after.exchange().orElseThrow().ended());
    }
    try (MaxDiffRuntime fresh = start(10, true)) {
      assertThat(folders(fresh)).hasSize(2);
      assertThat(fresh.holds()).isEmpty();
    }
  }

  /** The journal with the hold is moved away, and the runtime dies before the next one has it. */
  @Test
  void aHoldOutlivesAStartThatIsCutShort() throws Exception {
    try (MaxDiffRuntime runtime = start(100_000)) {
      wish(runtime);
      await(
          operator(runtime)
              .stop(new StopRequest(BITCOIN, null, null, null, true, WishRequest.Source.OPERATOR)));
      await(runtime.exchange().orElseThrow().ended());
    }
    CompletableFuture<Void> giveUp = new CompletableFuture<>();
    StartListener dying =
        new StartListener() {
          @Override
          public void left(Path folder) {
            giveUp.complete(null);
          }
        };
    assertThatThrownBy(() -> MaxDiffRuntime.start(options(10, false), giveUp, dying))
        .isInstanceOf(StartGivenUpException.class);
    try (MaxDiffRuntime after = start(10)) {
      assertThat(folders(after)).hasSize(1);
      assertThat(after.holds()).hasSize(2).allMatch(line -> line.contains("BTCUSD"));
      assertThat(after.directory().resolve("carried-holds.json")).doesNotExist();
    }
  }

  private WatcherService operator(MaxDiffRuntime runtime) {
    StateDirectory state = StateDirectory.open(directory.resolve("state"), Venue.EMBEDDED, "");
    RuntimeFile file = RuntimeFile.read(state).orElseThrow();
    return new RuntimeClient(
        runtime.address(),
        new AccessTokens(file.token(), file.operatorToken()),
        null,
        Duration.ofSeconds(60));
  }

  private static List<Path> folders(MaxDiffRuntime runtime) throws IOException {
    try (Stream<Path> folders = Files.list(runtime.directory().resolve("ended"))) {
      return folders.toList();
    }
  }

  private MaxDiffRuntime start(int speed) {
    return start(speed, false);
  }

  private MaxDiffRuntime start(int speed, boolean fresh) {
    return MaxDiffRuntime.start(options(speed, fresh));
  }

  private RuntimeOptions options(int speed, boolean fresh) {
    var config =
        Configuration.load(
            directory.resolve("none.conf"),
            Map.of(
                "maxdiff.state.root",
                directory.resolve("state").toString(),
                "maxdiff.watcher.command",
                List.of("/bin/sh", "-c", "sleep 1000", "watcher"),
                "maxdiff.exchange.warm-up",
                WARM_UP,
                "maxdiff.exchange.speed",
                speed));
    return new RuntimeOptions(
        config, Venue.EMBEDDED, tape(), fresh, false, false, Map.of(), List.of());
  }

  private static MarketTape tape() {
    return MarketTape.of(
        "two hours",
        IntStream.range(0, 120)
            .mapToObj(
                minute ->
                    new Trade(
                        BITCOIN,
                        Instant.EPOCH.plusSeconds(60L * minute),
                        new BigDecimal("1000"),
                        BigDecimal.ONE))
            .toList());
  }

  private static void wish(MaxDiffRuntime runtime) throws Exception {
    await(
        runtime
            .watchers()
            .want(
                new WishRequest(
                    Slot.EXIT,
                    BITCOIN,
                    Side.BUY,
                    new Strategy("maxdiff"),
                    Price.parse("1100"),
                    null,
                    null,
                    null,
                    null,
                    null,
                    true,
                    false,
                    false,
                    null,
                    WishRequest.Source.OPERATOR)));
  }

  private static List<WatcherLine> wanted(MaxDiffRuntime runtime) throws Exception {
    return await(runtime.watchers().status()).watchers().stream()
        .filter(WatcherLine::wanted)
        .toList();
  }

  private static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
