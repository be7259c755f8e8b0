package dev.maxdiff.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.broker.paper.tape.Trade;
import dev.maxdiff.control.StatusView.WatcherLine;
import dev.maxdiff.control.WishRequest;
import dev.maxdiff.domain.Price;
import dev.maxdiff.domain.Side;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.domain.Strategy;
import dev.maxdiff.domain.Symbol;
import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
    try (MaxDiffRuntime after = start(10)) {
      assertThat(after.exchange().orElseThrow().resumed()).isFalse();
      assertThat(wanted(after)).isEmpty();
    }
  }

  private MaxDiffRuntime start(int speed) {
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
    return MaxDiffRuntime.start(RuntimeOptions.embedded(config, tape()));
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
