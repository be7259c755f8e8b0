package dev.maxdiff.watch.child;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maxdiff.broker.alpaca.rest.HttpTransport;
import dev.maxdiff.broker.alpaca.wire.JsonText;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A pause between two polls that the gateway ends early after a change, such as a fill, by
 * answering a long poll.
 *
 * <p>With a server that has no such route, the thread sleeps for the pause.
 */
final class LongPoll implements Sleeper {

  private static final String ROUTE = "/maxdiff/v1/wake";

  /** The shortest pause that is worth a request. */
  private static final Duration LEAST = Duration.ofSeconds(1);

  /** The longest wait of one request; shorter than the HTTP client's time limit. */
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final HttpTransport gateway;
  private final Sleeper sleep;
  private boolean unsupported;
  private long known;

  /**
   * @param sleep the pause while the gateway answers no long poll
   */
  LongPoll(HttpTransport gateway, Sleeper sleep) {
    this.gateway = gateway;
    this.sleep = sleep;
  }

  @Override
  public void sleep(Duration pause) throws InterruptedException {
    long deadline = System.nanoTime() + pause.toNanos();
    boolean woken = false;
    while (!woken && !unsupported && left(deadline).compareTo(LEAST) >= 0) {
      OptionalLong number = poll(left(deadline));
      if (number.isEmpty()) {
        break;
      }
      woken = number.getAsLong() != known;
      known = number.getAsLong();
    }
    if (!woken) {
      sleep.sleep(left(deadline));
    }
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 0));
  }

  /**
   * Sends one long poll; returns the number of the newest change, empty when the server gave none.
   */
  private OptionalLong poll(Duration left) {
    Duration wait = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    try {
      HttpTransport.Response answer =
          gateway.send("GET", ROUTE + "?after=" + known + "&wait=" + wait.toMillis(), null);
      unsupported = answer.status() >= 400 && answer.status() < 500;
      JsonNode change = answer.status() == 200 ? JsonText.parse(answer.body()).get("change") : null;
      return change != null && change.canConvertToLong()
          ? OptionalLong.of(change.asLong())
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty(); // the next poll fails for the same cause and reports it
    }
  }
}
