package dev.maxdiff.runtime.context;

import static java.util.Objects.requireNonNull;

import com.typesafe.config.Config;
import dev.maxdiff.broker.paper.tape.MarketTape;
import dev.maxdiff.domain.Venue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How a runtime is started.
 *
 * @param config whole and resolved, as {@link Configuration#load} gives it
 * @param venue where orders go
 * @param tape the market of the embedded exchange; null for the other venues
 * @param fresh starts over: withdraws every standing wish, and opens a new account on the exchange
 * @param takeOver accepts a state directory that belongs to another account
 * @param environment where broker keys are read from; nothing else is
 * @param releaseHooks run after the last watcher is gone, one after the other: models, GPU memory
 */
public record RuntimeOptions(
    Config config,
    Venue venue,
    MarketTape tape,
    boolean fresh,
    boolean takeOver,
    Map<String, String> environment,
    List<Supplier<CompletionStage<?>>> releaseHooks) {

  public RuntimeOptions {
    requireNonNull(config, "config");
    requireNonNull(venue, "venue");
    environment = Map.copyOf(environment);
    releaseHooks = List.copyOf(releaseHooks);
    if (venue == Venue.EMBEDDED) {
      requireNonNull(tape, "tape");
    }
  }

  /** The embedded exchange on {@code tape}, going on where it stood. */
  public static RuntimeOptions embedded(Config config, MarketTape tape) {
    return new RuntimeOptions(config, Venue.EMBEDDED, tape, false, false, Map.of(), List.of());
  }
}
