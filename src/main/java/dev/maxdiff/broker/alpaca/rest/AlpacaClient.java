package dev.maxdiff.broker.alpaca.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.BrokerException;
import dev.maxdiff.broker.BrokerException.Failure;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Sends requests to one server. Every failure is a {@link BrokerException} whose failure says
 * whether the server may have acted.
 */
final class AlpacaClient {

  private static final int SHOWN = 200;

  /** A bound for a broken server; no broker's words are that long. */
  private static final int LONGEST_WORDS = 4_000;

  /** The beginning of a message of this class. */
  private static final Pattern REPEATED = Pattern.compile("^(?:GET|POST|PUT|PATCH|DELETE) /\\S*: ");

  private final HttpTransport transport;
  private final GetRetry retry;

  AlpacaClient(HttpTransport transport, GetRetry retry) {
    this.transport = transport;
    this.retry = retry;
  }

  JsonNode get(String pathAndQuery) {
    for (int attempt = 1; ; attempt++) {
      try {
        return send("GET", pathAndQuery, null);
      } catch (BrokerException e) {
        if (!retry.repeats(e, attempt) || !pauseAfter(attempt)) {
          throw e;
        }
      }
    }
  }

  /** Sends the request once and returns the JSON of the response; null when the body is empty. */
  JsonNode send(String method, String pathAndQuery, String body) {
    try {
      return json(method, pathAndQuery, transport.send(method, pathAndQuery, body));
    } catch (IOException e) {
      throw unanswered(method, pathAndQuery, e);
    }
  }

  /**
   * Returns the JSON of a response; null when the body is empty.
   *
   * @throws BrokerException for a response that is no success or no JSON
   */
  static JsonNode json(String method, String pathAndQuery, HttpTransport.Response answer) {
    String call = call(method, pathAndQuery);
    int status = answer.status();
    if (status < 200 || status > 299) {
      throw refusal(call, method, status, answer.body());
    }
    if (answer.body().isBlank()) {
      return null;
    }
    try {
      return JsonText.parse(answer.body());
    } catch (IOException e) {
      throw malformed(call, status, firstLine(e.getMessage()), e);
    }
  }

  /** Returns the failure of a request without a response. */
  static BrokerException unanswered(String method, String pathAndQuery, IOException e) {
    String call = call(method, pathAndQuery);
    return e instanceof ConnectException
        ? new BrokerException(
            Failure.UNREACHABLE, 0, 0, call + ": no connection (" + reason(e) + ")", e)
        : new BrokerException(
            Failure.UNRESOLVED, 0, 0, call + ": no answer (" + reason(e) + ")", e);
  }

  private static String call(String method, String pathAndQuery) {
    return method + " " + withoutQuery(pathAndQuery);
  }

  /** Escapes a value for a request path or query. */
  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static BrokerException malformed(String call, int status, String what, Exception cause) {
    return new BrokerException(Failure.MALFORMED, status, 0, call + ": " + what, cause);
  }

  private static BrokerException refusal(String call, String method, int status, String body) {
    JsonNode error = parsed(body);
    boolean hasCode = error != null && error.path("code").canConvertToInt();
    int code = hasCode ? error.path("code").asInt() : 0;
    String said =
        error != null && error.hasNonNull("message") ? words(error) : firstLine(body.strip());
    String message =
        REPEATED.matcher(said).find() // our gateway repeats the whole message of a broker
            ? said
            : call + ": " + status + " " + said + (code == 0 ? "" : " " + code);
    String reason = error == null ? "" : error.path("reason").asText("");
    return BrokerException.withReason(
        reason, failure(method, status, code), status, code, message.strip());
  }

  /** Returns the broker's words in one line, with the more specific reason where it gives one. */
  private static String words(JsonNode error) {
    String message = error.get("message").asText().strip().replaceAll("\\s*\\R\\s*", " ");
    String why = error.path("reject_reason").asText("");
    String whole = why.isEmpty() || message.contains(why) ? message : message + " (" + why + ")";
    return whole.length() <= LONGEST_WORDS ? whole : whole.substring(0, LONGEST_WORDS) + "…";
  }

  /** A 403 rejects an order only when the request sent an order and the body has a code. */
  private static Failure failure(String method, int status, int code) {
    if (code == AlpacaBroker.NOTHING_DONE) {
      return Failure.UNREACHABLE;
    }
    boolean orderDenied = status == 403 && !method.equals("GET") && code != 0;
    return switch (status) {
      case 401 -> Failure.UNAUTHORIZED;
      case 403 -> orderDenied ? Failure.REJECTED : Failure.UNAUTHORIZED;
      case 404 -> Failure.NOT_FOUND;
      case 408 -> Failure.UNRESOLVED;
      case 429 -> Failure.RATE_LIMITED;
      default -> {
        if (status >= 500) {
          yield Failure.UNRESOLVED;
        }
        yield status >= 400 ? Failure.REJECTED : Failure.MALFORMED;
      }
    };
  }

  private static JsonNode parsed(String body) {
    try {
      return JsonText.parse(body);
    } catch (IOException e) {
      return null; // an error page of a proxy; the message quotes its text
    }
  }

  private boolean pauseAfter(int attempt) {
    try {
      double chance = ThreadLocalRandom.current().nextDouble();
      Thread.sleep(retry.pauseAfter(attempt, chance).toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : firstLine(e.getMessage());
  }

  private static String firstLine(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  private static String withoutQuery(String pathAndQuery) {
    int query = pathAndQuery.indexOf('?');
    return query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
  }
}
