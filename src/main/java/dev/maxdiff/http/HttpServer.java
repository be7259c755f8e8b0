package dev.maxdiff.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.javadsl.BidiFlow;
import dev.maxdiff.domain.InvalidValueException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The runtime's HTTP server on 127.0.0.1, from bind to unbind. */
public final class HttpServer {

  private static final String LOOPBACK = "127.0.0.1";

  private final ServerBinding binding;

  private HttpServer(ServerBinding binding) {
    this.binding = binding;
  }

  /**
   * Binds the port. The stage fails with an {@link InvalidValueException} if another program
   * listens on the port.
   */
  public static CompletionStage<HttpServer> bind(
      ActorSystem<?> system, HttpSettings settings, Route route) {
    ServerSettings defaults = ServerSettings.create(system.classicSystem());
    ServerSettings.Timeouts timeouts =
        defaults
            .getTimeouts()
            .withIdleTimeout(scala.concurrent.duration.Duration.Inf())
            .withRequestTimeout(
                scala.concurrent.duration.Duration.fromNanos(settings.requestTimeout().toNanos()));
    return Http.get(system)
        .newServerAt(LOOPBACK, settings.port())
        .withSettings(defaults.withTimeouts(timeouts))
        .bindFlow(idleLimit(settings).join(route.flow(system)))
        .handle((binding, failure) -> bound(settings, binding, failure));
  }

  private static BidiFlow<HttpRequest, HttpRequest, HttpResponse, HttpResponse, NotUsed> idleLimit(
      HttpSettings settings) {
    // Akka's request timeout starts at the end of the request
    Duration busyLimit = settings.idleTimeout().plus(settings.requestTimeout());
    return BidiFlow.fromGraph(new IdleTimeout(settings.idleTimeout(), busyLimit));
  }

  private static HttpServer bound(HttpSettings settings, ServerBinding binding, Throwable failure) {
    if (failure == null) {
      return new HttpServer(binding);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        throw new InvalidValueException(
            "port", settings.port(), "a free port; another program listens on it");
      }
    }
    throw new CompletionException(failure);
  }

  /** The base URI of the server, for {@code runtime.json}. */
  public URI address() {
    return URI.create("http://" + LOOPBACK + ":" + binding.localAddress().getPort());
  }

  /** Refuses new connections, waits up to {@code timeout} for requests in flight, then closes. */
  public CompletionStage<Void> unbind(Duration timeout) {
    return binding.terminate(timeout).thenApply(terminated -> null);
  }
}
