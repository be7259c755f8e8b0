package dev.maxdiff.runtime.start;

import akka.actor.typed.ActorSystem;
import com.typesafe.config.Config;
import dev.maxdiff.actors.GuardedSystem;
import dev.maxdiff.broker.AsyncBroker;
import dev.maxdiff.broker.Broker;
import dev.maxdiff.broker.RateBudget;
import dev.maxdiff.broker.alpaca.rest.GetRetry;
import dev.maxdiff.broker.paper.PaperExchange;
import dev.maxdiff.domain.Venue;
import dev.maxdiff.execution.gateway.GatewayServer;
import dev.maxdiff.execution.model.ExecutionSettings;
import dev.maxdiff.runtime.context.RuntimeOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The broker of a venue, its request budget, and the clock of the watchers. */
public sealed interface Upstream permits AlpacaUpstream, EmbeddedUpstream {

  /** Opens the venue's broker; on the embedded venue the exchange too. */
  static CompletionStage<Upstream> open(
      GuardedSystem guarded, RuntimeOptions options, Path directory) {
    return options.venue() == Venue.EMBEDDED
        ? EmbeddedUpstream.open(guarded, options, directory)
        : CompletableFuture.completedFuture(
            AlpacaUpstream.open(options.config(), options.venue(), options.environment()));
  }

  static RateBudget budget(Config config, Venue venue) {
    int perMinute = ExecutionSettings.from(config, venue).reads().perMinute();
    return new RateBudget(perMinute, System::nanoTime);
  }

  static GetRetry retry(Config alpaca) {
    return new GetRetry(alpaca.getInt("get-attempts"), alpaca.getDuration("get-first-pause"));
  }

  /** All requests to the account; a call blocks. */
  Broker broker();

  /** The requests for which an order waits; no call blocks. */
  AsyncBroker asyncBroker();

  /** Counts the requests to the broker, and limits them per minute. */
  RateBudget budget();

  /** The watchers' time: the exchange's under replay, the machine's otherwise. */
  InstantSource clock();

  /** The embedded exchange; empty on the other venues. */
  Optional<PaperExchange> exchange();

  /** Returns whether the account is new: no earlier wish may act on it. */
  boolean startedOver();

  /** Forwards the broker's trade updates to the gateway, where the broker has a stream of them. */
  void listen(ActorSystem<?> system, GatewayServer gateway);

  /** Closes the connections to the broker; on the embedded venue the exchange too. */
  CompletionStage<Void> close();
}
