package dev.maxdiff.runtime;

import dev.maxdiff.runtime.context.Configuration;
import dev.maxdiff.runtime.context.RuntimeOptions;

import dev.maxdiff.broker.paper.tape.MarketTape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A whole runtime with the real tape at its own speed, and watchers that are something else. */
final class BenchRuntime {

  private BenchRuntime() {}

  /**
   * @param root for everything that it writes
   * @param watcher the command of a watcher
   */
  static MaxDiffRuntime start(Path root, List<String> watcher) {
    Map<String, Object> settings =
        Map.of(
            "maxdiff.state.root",
            root.toString(),
            "maxdiff.exchange.speed",
            1,
            "maxdiff.supervision.start-pause",
            "0s",
            "maxdiff.watcher.command",
            watcher);
    return MaxDiffRuntime.start(
        RuntimeOptions.embedded(
            Configuration.load(root.resolve("none.conf"), settings), MarketTape.bitstamp()));
  }
}
