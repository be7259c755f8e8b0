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
 * The options of a start.
 *
 * @param config complete and resolved, from {@link Configuration#load}
 * @param venue the target of orders
 * @param tape the market of the embedded exchange; null for the other venues
 * @param fresh embedded only: moves the stored session to {@code ended/<time>} and begins anew
 * @param takeOver accepts a state directory that belongs to another account
 * @param moved accepts a state directory that lies elsewhere than at its last start
 * @param environment source of the broker keys and of the permission for a live account
 * @param releaseHooks release resources such as models or GPU memory; run one after the other after
 *     the end of the last watcher
 */
public record RuntimeOptions(
    Config config,
    Venue venue,
    MarketTape tape,
    boolean fresh,
    boolean takeOver,
    boolean moved,
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

  /**
   * Returns options for the embedded exchange on {@code tape}; the exchange resumes at its stored
   * state.
   */
  public static RuntimeOptions embedded(Config config, MarketTape tape) {
    return new RuntimeOptions(
        config, Venue.EMBEDDED, tape, false, false, false, Map.of(), List.of());
  }
}
