package dev.maxdiff.watch.child;

import dev.maxdiff.broker.Asset;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.domain.Increments;
import dev.maxdiff.domain.Slot;
import dev.maxdiff.watch.rules.WatcherRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/** The start of a watcher: its description, and its rules once the server has answered. */
record WatcherStart(
    ChildArguments arguments,
    Map<String, String> environment,
    Broker broker,
    WatcherStateReport report) {

  void describe() {
    report.put("config_version", 1);
    report.put("mode", arguments.slot().toString());
    report.put("symbol", arguments.symbol().text());
    report.put("side", arguments.side().toString());
    report.put("asset_class", arguments.symbol().isCrypto() ? "crypto" : "equity");
    report.put(
        "poll_seconds",
        new BigDecimal(arguments.poll().toMillis()).movePointLeft(3).stripTrailingZeros());
    if (arguments.lifetime() != null) {
      report.put("expiry_minutes", Math.toIntExact(arguments.lifetime().toMinutes()));
    }
    if (arguments.configPath() != null) {
      report.put("config_path", arguments.configPath().toString());
    }
    report.put("active", true);
  }

  /**
   * Reads the time and the asset's increments, and returns the rules that start at that time.
   *
   * @throws BrokerException when one of them cannot be read
   */
  WatcherRules<?> rules() {
    Instant now = broker.clock().at();
    WatcherRules<?> rules = arguments.rules(now, increments(), environment);
    report.put(rules.describe());
    report.put("started_at", now);
    report.state("initializing", summary());
    return rules;
  }

  /** Returns the asset's increments; the usual increments for a server that lists no assets. */
  private Increments increments() {
    Increments usual = Increments.of(arguments.symbol().assetClass());
    try {
      return broker.asset(arguments.symbol()).map(Asset::increments).orElse(usual);
    } catch (BrokerException e) {
      if (e.failure() == Failure.REJECTED) {
        return usual;
      }
      throw e;
    }
  }

  private String summary() {
    return String.join(
        " ",
        arguments.slot() == Slot.ENTRY ? "entry" : "exit",
        arguments.side().toString(),
        arguments.symbol().text(),
        "at",
        arguments.price().toString());
  }
}
