package dev.maxdiff.broker.alpaca.server;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.scaladsl.model.EntityStreamException;
import akka.http.scaladsl.model.EntityStreamSizeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Reads the body of a request: at most {@link #LIMIT} bytes, within {@link #PATIENCE}. */
public final class RequestBody {

  /** Bytes. */
  public static final int LIMIT = 64 * 1024;

  public static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_LARGE = 413;

  /** The body is refused; {@code status} is the HTTP status of the answer. */
  public static final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final int status;

    RefusedException(int status, String message, Throwable cause) {
      super(message, cause);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  private RequestBody() {}

  /** Returns the text of a body that has arrived already; empty for a later or a large one. */
  public static Optional<String> arrived(HttpEntity entity) {
    return entity instanceof HttpEntity.Strict strict && strict.getData().size() <= LIMIT
        ? Optional.of(strict.getData().decodeString(StandardCharsets.UTF_8))
        : Optional.empty();
  }

  /** Returns the text of the body; the stage fails with a {@link RefusedException}. */
  public static CompletionStage<String> text(HttpEntity entity, ActorSystem<?> system) {
    Optional<String> arrived = arrived(entity);
    if (arrived.isPresent()) {
      return CompletableFuture.completedFuture(arrived.get());
    } else if (entity.getContentLengthOption().orElse(0) > LIMIT) {
      entity.discardBytes(system);
      return CompletableFuture.failedFuture(tooLarge(null));
    }
    return entity
        .toStrict(PATIENCE.toMillis(), LIMIT, system)
        .handle(
            (strict, failure) -> {
              if (failure != null) {
                throw refused(failure);
              }
              return strict.getData().decodeString(StandardCharsets.UTF_8);
            });
  }

  private static RefusedException refused(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof TimeoutException) {
      String words = "body: incomplete after " + PATIENCE.toSeconds() + " s";
      return new RefusedException(REQUEST_TIMEOUT, words, cause);
    } else if (cause instanceof EntityStreamSizeException
        || cause instanceof EntityStreamException) {
      return tooLarge(cause);
    }
    return new RefusedException(400, "body: cannot be read: " + cause.getMessage(), cause);
  }

  private static RefusedException tooLarge(Throwable cause) {
    String words = "body: too large (expected: at most " + LIMIT + " bytes)";
    return new RefusedException(TOO_LARGE, words, cause);
  }
}
